"""The rules of re-planning keep the law: least slack is the sum of the findings' amounts."""

from fractions import Fraction
from random import Random

import pytest

from tests.oracle import draw as problems
from tests.replan.draw import any_plan, begun, change, old_visits
from tests.rules.counted import least_amount, one_by_one
from tests.rules.fixed import least_slack
from tests.solver.district import district
from xuncha_plan.model import Plan, Rule, VisitRecord
from xuncha_plan.solver.formulation.classes import Sight
from xuncha_plan.solver.replanning.rules import Change


def found(rule: Rule, plan: Plan) -> Fraction:
    return sum((finding.amount for finding in rule.check(plan)), Fraction(0))


@pytest.mark.parametrize("seed", range(200))
def test_least_slack_is_the_sum_of_the_findings(seed: int) -> None:
    problem, random = problems.problem(seed, targets=5, rounds=4, teams=3), Random(seed)
    if any(problem.times(target) > 2 for target in problem.target):
        return
    old = old_visits(problem, random)
    closed = frozenset(r.id for r in problem.ordered[: random.randint(0, 2)])
    for rule in (change(problem, old, random, "first"), begun(problem, old, closed)):
        for _ in range(3):
            plan = any_plan(problem, random)
            assert least_slack(rule, plan) == found(rule, plan), (rule, plan.visits)


@pytest.mark.parametrize("seed", range(20))
def test_the_solver_counts_what_the_checker_counts(seed: int) -> None:
    problem, random = problems.problem(seed), Random(seed)
    rule = change(problem, old_visits(problem, random), random, problem.tiers[0].id)
    plan = any_plan(
        problem.replace(rules=tuple(r for r in problem.rules if r.tier is None)), random
    )
    if not any(True for _ in plan.visits):
        return
    plan = Plan(problem, plan.visits)
    amount = least_amount(rule, plan, one_by_one(problem))
    assert amount in (found(rule, plan), None)


def test_what_is_closed_stays_and_nothing_comes_in() -> None:
    problem = district(targets="a b")
    old = (VisitRecord("a", "coverage", "r1", "self_run", "t1"),)
    rule = begun(problem, old, frozenset({"r1"}))

    def judged(**rounds: str) -> Fraction:
        visits = (
            Plan.visit(problem, t, "coverage", r, "self_run", "t1") for t, r in rounds.items()
        )
        return found(rule, Plan(problem, tuple(visits)))

    assert judged(a="r1", b="r2") == 0
    assert judged(a="r2", b="r2") == 1
    assert judged(a="r1", b="r1") == 1
    assert judged(a="r2", b="r1") == 1


def test_a_change_counts_by_what_changed_and_by_where() -> None:
    problem = district(targets="a b", rounds=3, teams={"t1": 10, "t2": 10})
    old = (VisitRecord("a", "coverage", "r1", "self_run", "t1"),)

    def judged(r: str, team: str, **settings: object) -> Fraction:
        rule = Change.model_validate(
            {"tier": "first", "cost": {"target": 1}, "old": old, **settings}
        )
        visit = Plan.visit(problem, "a", "coverage", r, "self_run", team)
        return found(rule, Plan(problem, (visit,)))

    assert [judged("r1", "t1"), judged("r1", "t2"), judged("r2", "t2")] == [0, 1, 1]
    parts = {"round": 3, "team": 1}
    assert [judged(r, t, cost=parts) for r, t in (("r1", "t2"), ("r2", "t1"), ("r2", "t2"))] == [
        1, 3, 4,
    ]  # fmt: skip
    left = {"filed": {"r1"}, "filed_cost": 10}
    assert [judged(r, "t1", **left) for r in ("r1", "r2", "r3")] == [0, 10, 10]
    came = {"filed": {"r2"}, "filed_cost": 10}
    assert [judged(r, "t1", **came) for r in ("r1", "r2", "r3")] == [0, 10, 1]
    assert judged("r2", "t1", closed={"r1"}) == 0


def test_a_visit_that_the_old_plan_lacks_is_free_but_in_a_filed_year() -> None:
    problem = district(targets="a b", rounds=2)
    old = (VisitRecord("a", "coverage", "r1", "self_run", "t1"),)
    rule = Change(
        tier="first", cost={"target": 1}, filed=frozenset({"r2"}), filed_cost=Fraction(5), old=old
    )

    def judged(r: str) -> Fraction:
        visits = (
            Plan.visit(problem, t, "coverage", where, "self_run", "t1")
            for t, where in (("a", "r1"), ("b", r))
        )
        return found(rule, Plan(problem, tuple(visits)))

    assert [judged("r1"), judged("r2")] == [0, 5]


def test_targets_of_one_history_stay_one_class() -> None:
    problem = district(targets="a b c d")
    old = tuple(
        VisitRecord(t, "coverage", r, "self_run", "t1")
        for t, r in (("a", "r1"), ("b", "r1"), ("c", "r2"))
    )
    sight = Sight(problem)
    for rule in (*problem.rules, Change(tier="first", cost={"target": 1}, old=old)):
        for _ in rule.ask(sight):
            pass
    assert [one.members for one in sight.classes()] == [("a", "b"), ("c",), ("d",)]
