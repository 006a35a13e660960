"""A visit moved alone: what is counted is what a whole recount finds."""

from collections import Counter
from random import Random

import pytest

from tests.oracle import draw
from tests.property.test_law import any_plan
from tests.solver.district import district
from xuncha_plan.check import tier_values
from xuncha_plan.check.alternatives import Alternatives, Moved
from xuncha_plan.check.built_in import built_in
from xuncha_plan.check.wish import Wish
from xuncha_plan.model import Finding, Plan, Problem, Visit

CASES = 150


def breaches(plan: Plan) -> Counter[str]:
    """How much every hard rule and built-in requirement is broken by."""
    found: Counter[str] = Counter()
    for finding in built_in(plan):
        found[finding.code] += finding.amount
    for i, rule in enumerate(plan.problem.rules):
        if rule.tier is None:
            found[f"rule {i}"] += sum(finding.amount for finding in rule.check(plan))
    return found


def names(problem: Problem, findings: tuple[Finding, ...]) -> set[str]:
    """The same names for what forbids a move."""
    return {
        finding.code if finding.rule is None else f"rule {problem.rules.index(finding.rule)}"
        for finding in findings
    }


def after(plan: Plan, moved: Moved) -> Plan:
    kept = tuple(visit for visit in plan.visits if visit is not moved.instead_of)
    return Plan(plan.problem, (*kept, moved.visit))


def wishes(problem: Problem, visit: Visit, random: Random) -> list[Wish]:
    """Every round, and a few places that say more."""
    found = [Wish(visit.target.id, visit.purpose, r.id) for r in problem.rounds]
    for _ in range(3):
        r, mode = random.choice(problem.rounds), random.choice(draw.MODES)
        team = random.choice([*problem.team, None])
        found.append(Wish(visit.target.id, visit.purpose, r.id, mode, team))
    return found


@pytest.mark.parametrize("seed", range(CASES))
def test_what_is_counted_is_what_a_whole_recount_finds(seed: int) -> None:
    problem, random = draw.problem(seed, targets=6, rounds=4, teams=3), Random(seed)
    plan = any_plan(problem, random)
    if not plan.visits:
        return
    visit = random.choice(plan.visits)
    alternatives = Alternatives(plan, visit.target.id, visit.purpose)
    for wish in wishes(problem, visit, random):
        if (moved := alternatives.best(wish)) is None:
            continue
        assert wish.is_met(moved.visit)
        new, old = after(plan, moved), tier_values(plan)
        assert moved.costs == {tier: x - old[tier] for tier, x in tier_values(new).items()}
        grown = breaches(new) - breaches(plan)
        found = names(problem, moved.forbidden)
        assert {name for name in found if name.startswith("rule")} == {
            name for name in grown if name.startswith("rule")
        }
        assert set(grown) <= found


def plan_of(problem: Problem, *places: str) -> Plan:
    """Visits written `target@round/team`."""
    visits = []
    for place in places:
        target, _, where = place.partition("@")
        r, _, team = where.partition("/")
        visits.append(Plan.visit(problem, target, "coverage", r, "self_run", team))
    return Plan(problem, tuple(visits))


def test_the_place_that_least_forbids_is_taken_and_costs_are_by_rule() -> None:
    problem = district(
        {"rule": "recusal", "teams": ["t1"], "targets": ["a"], "reason": "kin", "name": "kin"},
        {"rule": "early", "tier": "first", "weight_by": 3},
        {"rule": "prefer", "tier": "second", "teams": ["t2"], "cost": 5},
        rounds=3,
        teams={"t1": 10, "t2": 10},
    )
    plan = plan_of(problem, "a@r1/t2", "b@r1/t1")
    moved = Alternatives(plan, "a").best(Wish("a", round="r3"))
    assert moved is not None
    assert (moved.visit.team and moved.visit.team.id, moved.forbidden) == ("t2", ())
    assert moved.costs == {"first": 6, "second": 0}
    assert [(rule.word, change) for rule, change in moved.causes] == [("early", 6)]
    other = Alternatives(plan, "a").best(Wish("a", team="t1"))
    assert other is not None
    assert [finding.rule and finding.rule.name for finding in other.forbidden] == ["kin"]
    assert other.costs == {"first": 0, "second": -5}


def test_a_wish_that_is_met_or_names_no_place_has_no_move() -> None:
    problem = district(rounds=2)
    plan = plan_of(problem, "a@r1/t1", "b@r2/t1")
    alternatives = Alternatives(plan, "a")
    assert alternatives.best(Wish("a", round="r1")) is None
    assert alternatives.best(Wish("a", round="r2")) is not None


def test_a_visit_that_the_plan_lacks_is_added() -> None:
    problem = district({"rule": "coverage", "tier": "first"}, rounds=1, teams={"t1": 1})
    moved = Alternatives(plan_of(problem, "b@r1/t1"), "a").best(Wish("a", round="r1"))
    assert moved is not None
    assert moved.instead_of is None
    assert [finding.code for finding in moved.forbidden] == ["capacity"]
    assert moved.costs == {"first": -1}


def test_two_visits_of_one_purpose_are_both_tried() -> None:
    problem = district({"rule": "coverage", "times": 2}, targets="a", rounds=3)
    plan = plan_of(problem, "a@r1/t1", "a@r2/t1")
    moved = Alternatives(plan, "a").best(Wish("a", round="r3"))
    assert moved is not None
    assert moved.forbidden == ()
    assert moved.instead_of in plan.visits


def test_what_was_broken_before_forbids_nothing() -> None:
    problem = district({"rule": "limit", "at_most": 1, "rounds": ["r1"]}, targets="a b c", rounds=2)
    plan = plan_of(problem, "a@r1/t1", "b@r1/t1", "c@r2/t1")
    moved = Alternatives(plan, "a").best(Wish("a", round="r2"))
    assert moved is not None
    assert moved.forbidden == ()
    worse = Alternatives(plan, "c").best(Wish("c", round="r1"))
    assert worse is not None
    assert [finding.code for finding in worse.forbidden] == ["limit"]
