"""Who is looked back at: musts, a share, and poor grades first; always late enough, by others."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.oracle.test_agreement import solved
from tests.solver.district import district
from xuncha_plan.check import plan_of
from xuncha_plan.model import Plan, PlanRecord, Problem
from xuncha_plan.solver.search import engine

GRADES = {"a": "good", "b": "poor", "c": "fair", "d": "poor", "e": "good", "f": "good"}
TARGETS: dict[str, Any] = {t: {"last_grade": grade} for t, grade in GRADES.items()}
EARLY = {"rule": "early", "tier": "second"}
DAYS = 200


@pytest.fixture(params=["at once", "by levels"], autouse=True)
def how(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(engine, "LARGE", 1500 if request.param == "at once" else -1)
    return


def planned(*rules: dict[str, Any], rounds: int = 5, teams: Any = None) -> Plan:
    """The best plan, in which every look-back is late enough and by another team."""
    problem = district(
        *rules, EARLY, targets=TARGETS, rounds=rounds, teams=teams or {"t1": 3, "t2": 3}
    )
    plan = found(problem)
    for target in GRADES:
        for back in plan.of(target, "lookback"):
            (covered,) = plan.of(target, "coverage")
            assert (back.round.start - covered.round.end).days >= DAYS
            assert back.team != covered.team
    return plan


def found(problem: Problem) -> Plan:
    _, believed = solved(problem)
    assert believed.visits is not None
    return plan_of(problem, PlanRecord(believed.visits))


def looked_back(plan: Plan) -> set[str]:
    return {target for target in GRADES if plan.of(target, "lookback")}


def rule(**more: Any) -> dict[str, Any]:
    return {"rule": "lookback", "after_days": DAYS, **more}


def test_musts_are_looked_back_at_and_nobody_else_for_nothing() -> None:
    cost = {"rule": "prefer", "purposes": ["lookback"], "cost": 1, "tier": "first"}
    assert looked_back(planned(rule(must={"last_grade": "poor"}), cost)) == {"b", "d"}


@pytest.mark.parametrize(("share", "count"), [("50%", 3), ("40%", 3), ("100%", 6), ("0%", 0)])
def test_a_share_is_never_rounded_down(share: str, count: int) -> None:
    cost = {"rule": "prefer", "purposes": ["lookback"], "cost": 1, "tier": "first"}
    plan = planned(rule(at_least=share), cost, rounds=6)
    assert len(looked_back(plan)) == count


def test_poor_grades_come_first_where_they_are_preferred() -> None:
    liked = {"rule": "prefer", "purposes": ["lookback"], "cost": -1, "tier": "first"}
    poor = {**liked, "where": {"last_grade": "poor"}}
    assert looked_back(planned(rule(at_least=2, at_most=2), poor)) == {"b", "d"}
    fair = {**liked, "where": {"last_grade": "fair"}, "cost": -2}
    assert "c" in looked_back(planned(rule(at_least=2, at_most=2), poor, fair))


def test_the_plan_makes_room_for_musts_by_covering_them_sooner() -> None:
    # early as it is, a round holds three: those to be looked back at cannot come in the last
    plan = planned(rule(must={"last_grade": "poor"}), rounds=3, teams={"t1": 1, "t2": 2})
    assert looked_back(plan) == {"b", "d"}
    assert {plan.of(x, "coverage")[0].round.id for x in ("b", "d")} == {"r1"}


def test_the_other_team_may_decide_the_round() -> None:
    # t1 is there first and t2 last: what is looked back at is covered by t1, and early enough
    teams = {"t1": {"capacity": 9, "rounds": ["r1", "r2"]}, "t2": {"capacity": 9, "rounds": ["r4"]}}
    plan = planned(rule(at_least=6), rounds=4, teams=teams)
    assert {v.team.id for v in plan.visits if v.purpose == "lookback" and v.team} == {"t2"}


def test_a_soft_rule_looks_back_at_as_many_as_there_is_room_for() -> None:
    soft = rule(at_least="100%", tier="first")
    plan = planned(soft, rounds=3, teams={"t1": 3, "t2": 3})
    assert len(looked_back(plan)) == 6
