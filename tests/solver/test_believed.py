"""Only what the checker finds nothing against is believed, and only what is proved is claimed."""

from fractions import Fraction
from typing import Any

import pytest

from tests.solver.district import district
from xuncha_plan.model import Claim, Problem, VisitRecord
from xuncha_plan.solver.news import Bounded, Found
from xuncha_plan.solver.process.believed import Believed

EARLY = {"rule": "early", "tier": "first"}
LATE = {"rule": "limit", "tier": "second", "rounds": ["r1"], "at_most": 0}


def plan(*rounds: str) -> Found:
    visits = zip("ab", rounds, strict=False)
    return Found(tuple(VisitRecord(t, "coverage", r, "self_run", "t1") for t, r in visits), "")


def bounded(tier: str, bound: Any, engine: Any = "cpsat", **given: int) -> Bounded:
    granted = tuple((t, Fraction(x)) for t, x in given.items())
    return Bounded(tier, Fraction(bound), engine, granted)


def believed(problem: Problem, found: Found, *bounds: Bounded) -> Believed:
    one = Believed(problem)
    assert one.take(found)
    for bound in bounds:
        one.hear(bound)
    return one


def claims(one: Believed) -> dict[str, Claim]:
    record = one.record()
    assert record is not None
    return {claim.id: claim for claim in record.tiers}


@pytest.fixture
def problem() -> Problem:
    return district(EARLY, LATE)


def test_without_a_plan_there_is_no_record(problem: Problem) -> None:
    assert Believed(problem).record() is None


def test_a_plan_that_breaks_a_rule_is_refused_and_the_one_before_stays(problem: Problem) -> None:
    one = believed(problem, plan("r1", "r2"))
    assert not one.take(plan("r1"))
    assert "b" in one.refused
    assert one.values == {"first": 1, "second": 1}


def test_once_it_is_doubted_nothing_counts_but_arithmetic(problem: Problem) -> None:
    one = believed(problem, plan("r2", "r2"), bounded("first", 2))
    assert claims(one)["first"].status == "optimal"
    one.doubt()
    one.hear(bounded("first", 2))
    assert claims(one)["first"].status == "feasible"
    assert claims(one)["second"] == Claim("second", Fraction(0), Fraction(0), "optimal", "bound")


def test_a_tier_is_optimal_where_value_meets_bound(problem: Problem) -> None:
    one = believed(problem, plan("r1", "r2"), bounded("first", Fraction(1, 2)))
    assert claims(one)["first"].status == "feasible"
    one.hear(bounded("first", 1))
    by = ("cpsat",)
    whole = Claim("first", Fraction(1), Fraction(1), "optimal", "engine", engines=by)
    assert claims(one)["first"] == whole


def test_who_proved_a_bound_is_named_however_far_the_value(problem: Problem) -> None:
    half = bounded("first", Fraction(1, 2), "highs")
    one = believed(problem, plan("r1", "r2"), bounded("first", Fraction(1, 4)), half)
    assert claims(one)["first"].engines == ("highs",)
    assert claims(one)["first"].proof == "none"


def test_two_engines_say_more_than_one(problem: Problem) -> None:
    one = believed(problem, plan("r1", "r2"), bounded("first", 1), bounded("first", 1, "highs"))
    assert claims(one)["first"].proof == "engines"
    assert claims(one)["first"].engines == ("cpsat", "highs")


def test_the_whole_is_optimal_where_every_tier_is(problem: Problem) -> None:
    one = believed(problem, plan("r1", "r1"), bounded("first", 0))
    assert one.record().status == "feasible"
    one.hear(bounded("second", 2))
    assert one.record().status == "optimal"


def test_a_tolerance_is_of_the_bound(problem: Problem) -> None:
    tiers = tuple(tier.replace(tolerance=Fraction(1, 2)) for tier in problem.tiers)
    loose = problem.replace(tiers=tiers)
    one = believed(loose, plan("r1", "r1"), bounded("second", Fraction(4, 3)))
    assert claims(one)["second"].status == "optimal"
    less = believed(loose, plan("r1", "r1"), bounded("second", Fraction(5, 4)))
    assert claims(less)["second"].status == "feasible"


def test_a_bound_for_better_plans_proves_nothing_of_this_one(problem: Problem) -> None:
    one = believed(problem, plan("r1", "r2"), bounded("second", 1, first=0))
    assert claims(one)["second"].bound == 0
    assert one.take(plan("r1", "r1"))
    assert claims(one)["second"].bound == 1


def test_a_bound_beyond_the_value_is_no_bound(problem: Problem) -> None:
    one = believed(problem, plan("r1", "r2"), bounded("second", 2))
    assert one.is_contradicted("second")
    assert claims(one)["second"] == Claim("second", Fraction(1), None, "feasible", "none")


def test_rules_that_may_count_below_zero_have_no_bound_of_their_own() -> None:
    liked = {"rule": "prefer", "tier": "first", "rounds": ["r1"], "cost": -1}
    one = believed(district(liked), plan("r2", "r2"))
    assert claims(one)["first"] == Claim("first", Fraction(0), None, "feasible", "none")


def test_what_is_left_out_is_listed() -> None:
    soft = {"rule": "coverage", "tier": "first"}
    record = believed(district(soft), plan("r1")).record()
    assert record is not None
    assert record.uncovered == ("b",)


def test_visits_are_in_the_order_of_a_plan_file() -> None:
    teams = {"t1": 10, "t2": 10}
    problem = district(targets="a b c", teams=teams)
    visits = (
        VisitRecord("c", "coverage", "r2", "self_run", "t1"),
        VisitRecord("b", "coverage", "r1", "self_run", "t2"),
        VisitRecord("a", "coverage", "r2", "self_run", "t1"),
    )
    record = believed(problem, Found(visits, "")).record()
    assert record is not None
    assert [v.target for v in record.visits] == ["b", "a", "c"]
