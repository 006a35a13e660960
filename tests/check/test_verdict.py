"""What is found in a plan file as a whole: its claims, its names, its tiers' values."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from tests.check.planned import planned, told, visits
from tests.solver.district import district
from xuncha_plan.check.verdict import findings, plan_of, tier_values
from xuncha_plan.model import Claim, Finding, Place, PlanRecord, Problem

HEAD = Place("plan.yaml", 1, 1)
LINE = Place("plan.yaml", 9, 3)
EARLY = {"rule": "early", "tier": "first"}
APART = {"rule": "apart", "targets": ["a", "b"], "tier": "second", "weight": 3}


def record(problem: Problem, text: str = "a@r1 b@r2", **claimed: Any) -> PlanRecord:
    """A plan file whose claims hold, but for what is written otherwise."""
    tiers = tuple(
        Claim(tier, value, value, "optimal", "bound", LINE)
        for tier, value in tier_values(planned(problem, text)).items()
    )
    given = {"sha256": "d" * 64, "status": "optimal", "tiers": tiers, "place": HEAD}
    return PlanRecord(visits(problem, text), **{**given, **claimed})


def found(problem: Problem, plan: PlanRecord, digest: str | None = "d" * 64) -> list[Finding]:
    return [x for x in findings(problem, plan, digest) if x.rule is None or x.rule.tier is None]


def test_claims_that_hold() -> None:
    problem = district(EARLY, APART)
    assert tier_values(planned(problem, "a@r1 b@r2")) == {"first": 1, "second": 0}
    assert tier_values(planned(problem, "a@r1 b@r1")) == {"first": 0, "second": 3}
    assert found(problem, record(problem)) == []
    assert found(problem, record(problem, "a@r1 b@r1")) == []


def test_soft_findings_are_told_with_their_rule_and_hard_ones_count_in_no_tier() -> None:
    problem = district(EARLY, {**APART, "tier": None, "weight": 1})
    plan = record(problem, "a@r1 b@r1")
    assert [x.code for x in found(problem, plan)] == ["apart"]
    assert [claim.id for claim in plan.tiers] == ["first"]
    assert [x.rule.word for x in findings(problem, record(problem)) if x.rule] == ["early"]


def test_a_plan_for_another_problem_is_stale() -> None:
    problem = district(EARLY)
    [stale] = found(problem, record(problem), "e" * 64)
    assert (stale.code, stale.place) == ("stale-input", HEAD)
    assert "(recorded dddddddddddd, now eeeeeeeeeeee)" in stale.say("en")
    assert found(problem, record(problem), None) == []
    assert found(problem, record(problem, sha256=""), "e" * 64) == []


@pytest.mark.parametrize(
    ("visit", "said"),
    [
        ({"target": "x"}, "there is no target x"),
        ({"round": "r9"}, "there is no round r9"),
        ({"mode": "by_post"}, "there is no mode by_post"),
        ({"purpose": "fun"}, "there is no purpose fun"),
        ({"team": "t9"}, "there is no team t9"),
    ],
)
def test_a_name_that_the_problem_lacks(visit: dict[str, Any], said: str) -> None:
    problem = district()
    good, other = visits(problem, "a@r1 b@r2")
    plan = PlanRecord((replace(good, **visit), other))
    unknown = [x for x in found(problem, plan) if x.code == "unknown"]
    assert told(unknown) == [("unknown", said)]
    assert unknown[0].place == Place("plan.yaml", 1, 5)
    assert [visit.target.id for visit in plan_of(problem, plan).visits] == ["b"]


def test_a_visit_without_a_team_names_none_that_is_unknown() -> None:
    problem = district()
    plan = PlanRecord(visits(problem, "a@r1/- b@r2"))
    assert [x.code for x in found(problem, plan)] == ["team"]


def test_a_plan_typed_by_hand_claims_nothing() -> None:
    problem = district(EARLY)
    assert found(problem, PlanRecord(visits(problem, "a@r1 b@r2"))) == []


def test_claims_count_even_where_no_problem_is_named() -> None:
    problem = district(EARLY)
    assert len(found(problem, record(problem, sha256="", **claim("2", "1")))) == 1
    assert len(found(problem, record(problem, tiers=()))) == 1


def claim(value: str, bound: str | None, status: Any = "feasible") -> dict[str, Any]:
    bounded = None if bound is None else Fraction(bound)
    return {
        "tiers": (Claim("first", Fraction(value), bounded, status, "none", LINE),),
        "status": status,
    }


@pytest.mark.parametrize(
    ("claimed", "said"),
    [
        (claim("1", "1", "optimal"), []),
        (claim("1", None), []),
        (claim("1", "0"), []),
        (claim("1.0001", "1"), ["the tier first is claimed to be 1.0001, but is 1"]),
        (claim("1.00001", "1"), []),
        (claim("0", "0"), ["the tier first is claimed to be 0, but is 1"]),
        (claim("1", "1.0001"), []),
        (
            claim("1", "1.0002"),
            ["the bound 1.0002 of the tier first is above its value 1"],
        ),
        (
            claim("1", None, "optimal"),
            ["the tier first is called optimal, but its value 1 is too far from the bound -"],
        ),
        (claim("1", "0.9998", "optimal"), []),
        (
            claim("1", "0.9997", "optimal"),
            ["the tier first is called optimal, but its value 1 is too far from the bound 0.9997"],
        ),
    ],
)
def test_what_a_tier_claims(claimed: dict[str, Any], said: list[str]) -> None:
    problem = district(EARLY)
    assert told(found(problem, record(problem, **claimed))) == [("claim", text) for text in said]


@pytest.mark.parametrize(("bound", "count"), [("-1", 1), ("0.909", 0), ("0.908", 1)])
def test_a_tolerance_is_a_share_of_the_bound(bound: str, count: int) -> None:
    problem = district(EARLY)
    tiers = tuple(t.model_copy(update={"tolerance": Fraction(1, 10)}) for t in problem.tiers)
    problem = problem.replace(tiers=tiers)
    assert len(found(problem, record(problem, **claim("1", bound, "optimal")))) == count


def test_a_negative_bound_has_a_tolerance_too() -> None:
    prefer = {"rule": "prefer", "tier": "first", "cost": -5, "rounds": ["r1"]}
    problem = district(prefer)
    tiers = tuple(t.model_copy(update={"tolerance": Fraction(1, 10)}) for t in problem.tiers)
    problem = problem.replace(tiers=tiers)
    assert tier_values(planned(problem, "a@r1 b@r2")) == {"first": -5}
    assert found(problem, record(problem, **claim("-5", "-5.5", "optimal"))) == []
    assert len(found(problem, record(problem, **claim("-5", "-5.6", "optimal")))) == 1


def test_tiers_that_are_missing_unknown_or_not_optimal() -> None:
    problem = district(EARLY, APART)
    good = record(problem)
    none = replace(good, tiers=good.tiers[1:])
    assert told(found(problem, none)) == [
        ("claim", "the plan file states no value of the tier first")
    ]
    assert found(problem, none)[0].place == HEAD
    more = replace(good, tiers=(*good.tiers, Claim("third", Fraction(0), place=LINE)))
    assert told(found(problem, more)) == [("claim", "the problem has no tier third")]
    assert found(problem, more)[0].place == LINE
    weaker = replace(good, tiers=(replace(good.tiers[0], status="feasible"), good.tiers[1]))
    assert told(found(problem, weaker)) == [
        ("claim", "the plan is called optimal, its tier first is not")
    ]
    assert found(problem, replace(weaker, status="feasible")) == []


def test_what_is_left_out_is_stated() -> None:
    soft = {"rule": "coverage", "tier": "first"}
    problem = district(soft)
    assert found(problem, record(problem, "a@r1", uncovered=("b",))) == []
    assert told(found(problem, record(problem, "a@r1"))) == [
        ("claim", "the uncovered targets are [b], the file states []")
    ]
    assert told(found(problem, record(problem, uncovered=("a", "b")))) == [
        ("claim", "the uncovered targets are [], the file states [a, b]")
    ]
    one = district({**soft, "where": {"id": "a"}})
    assert found(one, record(one, "a@r1")) == []
