"""Look-backs that a plan makes impossible, and musts that no plan can look back at."""

from datetime import date
from typing import Any

from tests.solver.district import district
from xuncha_plan.check.too_late import never, too_late
from xuncha_plan.model import Plan, Problem

MUST: dict[str, Any] = {"rule": "lookback", "must": {"id": "b"}, "after_days": 240}
FOUR = {"rounds": 4, "teams": {"t1": 9, "t2": 9}, "targets": "a b c"}  # 121 days between rounds


def planned(problem: Problem, *visits: str) -> Plan:
    """A plan of visits written `target@round/team`."""
    parts = (visit.replace("/", "@").split("@") for visit in visits)
    return Plan(
        problem, tuple(Plan.visit(problem, x, "coverage", r, "self_run", t) for x, r, t in parts)
    )


def late(problem: Problem, *visits: str) -> list[tuple[str, bool]]:
    return [(x.covered.target.id, x.is_must) for x in too_late(planned(problem, *visits))]


def test_nothing_is_late_where_a_round_is_far_enough() -> None:
    assert late(district(MUST, **FOUR), "a@r1/t1", "b@r2/t2", "c@r2/t1") == []


def test_musts_come_first_among_those_that_are_covered_too_late() -> None:
    problem = district(MUST, **FOUR)
    assert late(problem, "a@r3/t1", "b@r4/t1", "c@r1/t1") == [("b", True), ("a", False)]


def test_rectification_ends_on_the_day_that_a_round_starts() -> None:
    rounds = {"r1": {}, "r2": {"start": date(2027, 12, 26), "end": date(2028, 1, 31)}}
    rounds["r1"] = {"start": date(2027, 3, 1), "end": date(2027, 4, 30)}  # 240 days before
    teams = {"t1": 9, "t2": 9}
    assert late(district(MUST, rounds=rounds, teams=teams), "b@r1/t1") == []
    one_more = {**MUST, "after_days": 241}
    found = too_late(planned(district(one_more, rounds=rounds, teams=teams), "b@r1/t1"))
    assert [x.rectified for x in found] == [date(2027, 12, 27)]


def test_a_round_without_another_team_is_none() -> None:
    rounds: dict[str, Any] = {"r1": {}, "r2": {}, "r3": {}}
    teams = {"t1": {"capacity": 9}, "t2": {"capacity": 9, "rounds": ["r1", "r2"]}}
    problem = district(MUST, rounds=rounds, teams=teams)
    assert late(problem, "b@r1/t1") == [("b", True)]
    assert late(problem, "b@r1/t2") == []
    assert (
        late(district({**MUST, "other_team": False}, rounds=rounds, teams=teams), "b@r1/t1") == []
    )


def test_a_round_that_takes_no_look_backs_is_none() -> None:
    rounds: dict[str, Any] = {"r1": {}, "r2": {}, "r3": {"purposes": ["coverage"]}}
    assert late(district(MUST, rounds=rounds, teams={"t1": 9, "t2": 9}), "b@r1/t1") == [("b", True)]


def test_only_what_the_rule_selects_and_only_what_is_covered_counts() -> None:
    problem = district({**MUST, "targets": ["b"]}, **FOUR)
    assert late(problem, "a@r4/t1") == []


def test_each_rule_counts_for_itself() -> None:
    soon = {"rule": "lookback", "after_days": 30, "targets": ["a"]}
    problem = district(soon, MUST, **FOUR)
    found = too_late(planned(problem, "a@r3/t1", "b@r3/t1"))
    assert [(x.rule.after_days, x.covered.target.id) for x in found] == [(240, "b"), (240, "a")]


def test_the_first_of_several_coverage_visits_counts() -> None:
    twice = {"rule": "coverage", "times": 2}
    assert late(district(MUST, twice, **FOUR), "b@r1/t1", "b@r4/t1") == []


def lost(problem: Problem) -> list[str]:
    return [target.id for _, targets in never(problem, 9) for target in targets]


def test_a_must_that_begins_too_late_can_never_be_looked_back_at() -> None:
    late_ones = {"a": {}, "b": {"not_before": date(2028, 3, 1)}}
    assert lost(district(MUST, **{**FOUR, "targets": late_ones})) == ["b"]
    assert lost(district(MUST, **FOUR)) == []


def test_a_must_that_is_dissolved_too_soon_can_never_be_looked_back_at() -> None:
    early_ones = {"a": {}, "b": {"not_after": date(2028, 3, 1)}}
    assert lost(district(MUST, **{**FOUR, "targets": early_ones})) == ["b"]


def test_one_team_alone_never_looks_back_at_its_own() -> None:
    assert lost(district(MUST, **{**FOUR, "teams": {"t1": 9}})) == ["b"]
    assert lost(district({**MUST, "other_team": False}, **{**FOUR, "teams": {"t1": 9}})) == []


def test_no_more_are_looked_for_than_are_wanted() -> None:
    problem = district({**MUST, "must": {"workload": 1}}, **{**FOUR, "rounds": 2})
    ((_, targets),) = never(problem, 2)
    assert [target.id for target in targets] == ["a", "b"]


def test_who_is_never_covered_is_not_the_matter() -> None:
    nobody = {"rule": "coverage", "where": {"id": "a"}}
    assert lost(district(MUST, nobody, **{**FOUR, "rounds": 1})) == []
