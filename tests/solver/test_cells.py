"""Targets that no rule can tell apart are one class; where a visit can be is a slot."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.solver.district import district
from xuncha_plan.model import Problem
from xuncha_plan.solver.formulation.classes import classes, slots, weight


def members(problem: Problem) -> list[str]:
    return ["".join(one.members) for one in classes(problem)]


def test_targets_alike_are_one_class() -> None:
    (one,) = classes(district(targets="a b c"))
    assert (one.members, one.size) == (("a", "b", "c"), 3)


@pytest.mark.parametrize(
    "rule",
    [
        {"rule": "limit", "targets": "b", "rounds": ["r1"], "at_most": 0},
        {"rule": "pinned", "target": "b", "round": "r1"},
        {"rule": "prefer", "tier": "first", "where": {"id": "b"}, "cost": 1},
        {"rule": "recusal", "targets": "b", "teams": ["t1"]},
        {"rule": "lookback", "must": {"id": "b"}},
        {"rule": "coverage", "targets": ["a", "c"]},
    ],
)
def test_a_rule_that_names_one_singles_it_out(rule: dict[str, Any]) -> None:
    assert members(district(rule, targets="a b c")) == ["ac", "b"]


@pytest.mark.parametrize(
    "own",
    [
        {"workload": 2},
        {"not_before": date(2027, 5, 1)},
        {"not_after": date(2027, 6, 1)},
    ],
)
def test_what_is_built_in_tells_targets_apart(own: dict[str, Any]) -> None:
    assert members(district(targets={"a": {}, "b": own, "c": {}})) == ["ac", "b"]


@pytest.mark.parametrize(
    "own", [{"tags": ["重点"]}, {"name": "乙"}, {"risk": 3}, {"last_grade": "poor"}]
)
def test_what_no_rule_uses_tells_nothing_apart(own: dict[str, Any]) -> None:
    assert members(district(targets={"a": {}, "b": own, "c": {}})) == ["abc"]


def test_a_field_that_a_rule_weighs_tells_apart() -> None:
    early = {"rule": "early", "tier": "first", "weight_by": "risk"}
    problem = district(early, targets={"a": {"risk": 1}, "b": {"risk": 2}, "c": {"risk": 1}})
    assert members(problem) == ["ac", "b"]


def test_groups_tell_apart_only_where_a_rule_makes_them() -> None:
    targets = {"a": {"region": "east"}, "b": {"region": "west"}, "c": {"region": "east"}}
    assert members(district(targets=targets)) == ["abc"]
    by_region = {"rule": "balance", "by": "region", "tier": "first"}
    assert members(district(by_region, targets=targets)) == ["ac", "b"]


def test_a_region_tells_apart_where_teams_may_not_come_from_it() -> None:
    targets = {"a": {"region": "east"}, "b": {"region": "west"}}
    rounds = {"r1": {"modes": ["cross_region"]}}
    teams = {"t1": {"capacity": 9, "home": "east"}, "t2": {"capacity": 9, "home": "west"}}
    problem = district(targets=targets, rounds=rounds, teams=teams)
    assert {one.members: one.slots[0].teams for one in classes(problem)} == {
        ("a",): ("t2",),
        ("b",): ("t1",),
    }


def test_several_special_rules_keep_a_target_alone() -> None:
    specials = [{"rule": "special", "mode": mode} for mode in ("mobile", "pinpoint")]
    assert members(district(specials[0])) == ["ab"]
    assert members(district(*specials)) == ["a", "b"]


def found(problem: Problem, target: str = "a") -> list[tuple[str, str, str]]:
    return [(s.purpose, s.round, s.mode) for s in slots(problem, problem.target[target])]


def test_a_slot_needs_a_mode_that_the_round_takes() -> None:
    rounds = {"r1": {"modes": ["self_run", "cross_region"]}, "r2": {"modes": ["joint"]}}
    problem = district(rounds=rounds)
    assert found(problem) == [
        ("coverage", "r1", "self_run"),
        ("coverage", "r1", "cross_region"),
    ]
    joint = {"rule": "directive", "mode": "joint"}
    assert ("coverage", "r2", "joint") in found(district(joint, rounds=rounds))


def test_a_slot_needs_a_team() -> None:
    assert found(district(teams={})) == []
    assert found(district(teams={"t1": {"capacity": 1, "rounds": ["r2"]}})) == [
        ("coverage", "r2", "self_run")
    ]


def test_the_superiors_teams_need_none_of_ours() -> None:
    elevated = {"rule": "directive", "mode": "elevated"}
    problem = district(elevated, rounds={"r1": {"modes": ["elevated"]}}, teams={})
    (slot,) = slots(problem, problem.target["a"])
    assert slot.teams == (None,)


def test_look_backs_and_specials_need_a_rule_that_asks() -> None:
    assert {purpose for purpose, _, _ in found(district())} == {"coverage"}
    back = {"rule": "lookback", "targets": "a", "mode": "mobile"}
    special = {"rule": "special", "targets": "a", "mode": "pinpoint", "rounds": ["r2"]}
    asked = district(back, special)
    assert [one for one in found(asked) if one[0] != "coverage"] == [
        ("lookback", "r1", "mobile"),
        ("lookback", "r2", "mobile"),
        ("special", "r2", "pinpoint"),
    ]
    assert {purpose for purpose, _, _ in found(asked, "b")} == {"coverage"}


def test_a_visit_weighs_what_its_purpose_and_mode_make_of_it() -> None:
    joint = {"rule": "directive", "mode": "joint"}
    back = {"rule": "lookback", "workload_share": "25%"}
    special = {"rule": "special", "mode": "pinpoint", "workload": 3}
    targets = {"a": {"workload": 2, "risk": 5}}
    problem = district(joint, back, special, targets=targets, rounds={"r1": {"modes": ["joint"]}})
    target = problem.target["a"]
    by_purpose = {slot.purpose: slot for slot in slots(problem, target)}
    coverage, again, extra = (by_purpose[p] for p in ("coverage", "lookback", "special"))
    units = ("count", "workload", "load", "risk")
    assert [weight(problem, target, coverage, unit) for unit in units] == [1, 2, 1, 5]
    quarter = [1, Fraction(1, 2), Fraction(1, 2), 5]
    assert [weight(problem, target, again, unit) for unit in units] == quarter
    assert [weight(problem, target, extra, unit) for unit in units] == [1, 3, 3, 5]
