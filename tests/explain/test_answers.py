"""The solver's answers about a plan are what enumeration of every plan finds."""

from collections.abc import Callable
from fractions import Fraction
from random import Random

import pytest

from tests.oracle import draw
from tests.oracle.enumerate import plans, size, worth
from tests.solver.district import district
from xuncha_plan.check.alternatives import Alternatives
from xuncha_plan.check.wish import Wish
from xuncha_plan.model import Plan, Problem, Visit, VisitRecord
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.explanation import Answer, Lifting, Placing, Sifting, Standing
from xuncha_plan.solver.explanation.answering import Answers
from xuncha_plan.solver.explanation.aside import aside
from xuncha_plan.solver.settings import Settings

CASES = 40
LARGEST = 3000  # plans that are looked at one by one
LONG = 60.0  # seconds: more than any answer takes here

Values = tuple[Fraction, ...]


def drawn(seed: int) -> tuple[Problem, list[Plan]]:
    """A tiny problem that has plans, and all of them."""
    for again in range(20):
        problem = draw.problem(seed + 1000 * again, targets=3, rounds=3)
        if problem.tiers and size(problem) <= LARGEST and (found := list(plans(problem))):
            return problem, found
    raise AssertionError("no such problem was drawn")


def answers(plan: Plan) -> Answers:
    return Answers(plan.problem, tuple(map(VisitRecord.of, plan.visits)), Settings(workers=2))


def floored(values: Values, floors: Values) -> Values:
    return tuple(map(max, values, floors))


def least_by_tiers(found: list[Plan], rank: Callable[[Plan], Values]) -> Values:
    return min(map(rank, found))


def check_bounds(answer: Answer, found: list[Plan], floors: Values | None) -> None:
    """No plan that keeps the tiers before goes below a bound."""
    ids = [tier.tier for tier in answer.tiers]
    for i, tier in enumerate(answer.tiers):
        if tier.bound is None:
            continue
        for values in map(worth, found):
            kept = all(
                values[j] <= max(answer.tiers[j].value or 0, floors[j] if floors else values[j])
                if floors
                else values[j] <= (answer.tiers[j].value or 0)
                for j in range(i)
            )
            assert not kept or values[ids.index(tier.tier)] >= tier.bound


def question(plan: Plan, wish: Wish) -> Placing:
    """What the command asks: it begins with the best move alone, where that is allowed."""
    moved = Alternatives(plan, wish.target).best(wish)
    if moved is None or moved.instead_of is None or moved.forbidden:
        return Placing(wish)
    return Placing(wish, VisitRecord.of(moved.visit), VisitRecord.of(moved.instead_of))


@pytest.mark.parametrize("seed", range(CASES))
def test_a_place_costs_what_the_best_of_all_plans_with_it_costs(seed: int) -> None:
    problem, found = drawn(seed)
    random = Random(seed)
    plan = random.choice(found)
    target = random.choice(problem.targets).id
    asked, floors = answers(plan), worth(plan)
    for r in problem.rounds:
        wish = Wish(target, round=r.id)
        answer = asked.to(question(plan, wish), Clock.of(LONG))
        those = [one for one in found if any(map(wish.is_met, one.visits))]
        if not those:
            assert answer.verdict == "impossible"
            continue
        assert answer.verdict == "possible"
        values = tuple(tier.value for tier in answer.tiers if tier.value is not None)
        best = least_by_tiers(those, lambda one: floored(worth(one), floors))
        assert floored(values, floors) == best
        check_bounds(answer, those, floors)


def without_own(problem: Problem, visits: tuple[Visit, ...], rule: int) -> Values:
    """What the tiers are worth without what a rule counts."""
    return worth(Plan(aside(problem, {rule}), visits))[:-1]


@pytest.mark.parametrize("seed", range(CASES))
def test_a_rule_costs_what_the_best_of_all_plans_without_it_gains(seed: int) -> None:
    problem, found = drawn(seed)
    random = Random(seed)
    asked = answers(random.choice(found))
    standing = asked.to(Standing(), Clock.of(LONG))
    best = least_by_tiers(found, worth)
    assert tuple(tier.value for tier in standing.tiers) == best
    check_bounds(standing, found, None)
    rule = random.randrange(len(problem.rules))
    free = aside(problem, {rule})
    if size(free) > LARGEST:
        return
    every = list(plans(free))
    lifted = asked.to(Lifting(rule), Clock.of(LONG))
    assert tuple(tier.value for tier in lifted.tiers) == least_by_tiers(
        every, lambda one: worth(one)[:-1]
    )
    check_bounds(lifted, every, None)
    if problem.rules[rule].tier is None and asked.to(Sifting((rule,)), Clock.of(LONG)).free:
        assert tuple(tier.value for tier in lifted.tiers) == best


def plan_of(problem: Problem, *places: str) -> Plan:
    """Visits written `target@round`, all by the first team."""
    visits = []
    for place in places:
        target, _, r = place.partition("@")
        visits.append(Plan.visit(problem, target, "coverage", r, "self_run", "t1"))
    return Plan(problem, tuple(visits))


def test_the_rule_that_forbids_a_place_by_itself_is_named() -> None:
    problem = district(
        {"rule": "recusal", "teams": ["t1"], "targets": ["b"], "reason": "kin"},
        {"rule": "pinned", "target": "a", "round": "r1"},
        {"rule": "limit", "at_most": 2},
        teams={"t1": 10, "t2": 10},
    )
    visits = (
        Plan.visit(problem, "a", "coverage", "r1", "self_run", "t1"),
        Plan.visit(problem, "b", "coverage", "r1", "self_run", "t2"),
    )
    asked = answers(Plan(problem, visits))
    pinned = asked.to(Placing(Wish("a", round="r2"), suspects=(0, 1, 2)), Clock.of(LONG))
    assert (pinned.verdict, pinned.culprits) == ("impossible", (1,))
    kin = asked.to(Placing(Wish("b", team="t1"), suspects=(0, 1, 2)), Clock.of(LONG))
    assert (kin.verdict, kin.culprits, kin.engines) == ("impossible", (0,), frozenset())


def test_a_free_place_is_shown_by_a_plan_and_the_others_stay_where_they_can() -> None:
    problem = district({"rule": "limit", "per": "round", "at_most": 1}, targets="a b c", rounds=3)
    plan = plan_of(problem, "a@r1", "b@r2", "c@r3")
    answer = answers(plan).to(Placing(Wish("a", round="r3")), Clock.of(LONG))
    assert answer.verdict == "possible"
    places = {visit.target: visit.round for visit in answer.visits or ()}
    assert places == {"a": "r3", "b": "r2", "c": "r1"}


def test_a_rule_that_was_set_aside_keeps_its_offers_and_says_how_far_it_is_broken() -> None:
    problem = district(
        {"rule": "milestone", "by": "2027-06-30", "at_least": 2},
        {"rule": "prefer", "tier": "first", "rounds": ["r1"], "cost": 3},
        targets="a b",
    )
    asked = answers(plan_of(problem, "a@r1", "b@r1"))
    asked.to(Standing(), Clock.of(LONG))
    lifted = asked.to(Lifting(0), Clock.of(LONG))
    assert [(tier.now, tier.value, tier.bound) for tier in lifted.tiers] == [(6, 0, 0)]
    assert lifted.breach == 2
    covered = asked.to(Lifting(2), Clock.of(LONG))  # coverage itself
    assert covered.breach is not None
    assert covered.tiers[0].value == 6  # the milestone still wants both


def test_rules_that_cost_nothing_are_told_from_one_that_does() -> None:
    problem = district(
        {"rule": "milestone", "by": "2027-06-30", "at_least": 2},
        {"rule": "limit", "at_most": 9},
        {"rule": "recusal", "teams": ["t1"], "targets": ["b"], "reason": "kin"},
        {"rule": "prefer", "tier": "first", "rounds": ["r1"], "cost": 3},
        teams={"t1": 10, "t2": 10},
    )
    visits = tuple(Plan.visit(problem, t, "coverage", "r1", "self_run", "t2") for t in ("a", "b"))
    asked = answers(Plan(problem, visits))
    asked.to(Standing(), Clock.of(LONG))
    assert asked.to(Sifting((0, 1, 2)), Clock.of(LONG)).free == (1, 2)
