"""What every plan must keep whatever the rules say; amounts are worked out by hand."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.check.planned import planned, told
from tests.solver.district import district
from xuncha_plan.check.built_in import built_in
from xuncha_plan.model import Problem

MODES = ["self_run", "joint", "cross_region", "elevated"]


def small(*rules: dict[str, Any], **more: Any) -> Problem:
    """Target a of region east; two rounds in 2027, March to April and 30 August to 28 October."""
    given = {
        "targets": {"a": {"region": "east"}, "b": {}},
        "rounds": {"r1": {"modes": MODES}, "r2": {}},
        "teams": {"t1": {"capacity": 3}, "t2": {"capacity": 3, "home": "east", "rounds": ["r1"]}},
    }
    return district(*rules, **{**given, **more})


def found(problem: Problem, plan: str) -> list[tuple[str, str]]:
    return told(list(built_in(planned(problem, plan))))


def codes(problem: Problem, plan: str) -> list[str]:
    return [code for code, _ in found(problem, plan)]


def test_a_plan_that_keeps_all_has_no_finding() -> None:
    assert found(small(), "a@r1 b@r2") == []


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (date(2027, 3, 1), date(2027, 4, 30), []),
        (date(2026, 9, 30), date(2027, 4, 30), ["term"]),
        (date(2036, 9, 1), date(2036, 9, 30), []),
        (date(2036, 9, 1), date(2036, 10, 1), ["term"]),
    ],
)
def test_a_round_lies_in_the_term(start: date, end: date, expected: list[str]) -> None:
    problem = small(rounds={"r1": {}, "r2": {}})
    moved = problem.rounds[0].model_copy(update={"start": start, "end": end})
    assert codes(problem.replace(rounds=(moved, problem.rounds[1])), "a@r1") == expected


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({"not_before": date(2027, 3, 1), "not_after": date(2027, 4, 30)}, []),
        ({"not_before": date(2027, 3, 2)}, ["own-time"]),
        ({"not_after": date(2027, 4, 29)}, ["own-time"]),
    ],
)
def test_the_whole_round_lies_in_the_targets_own_time(
    own: dict[str, date], expected: list[str]
) -> None:
    assert codes(small(targets={"a": own}), "a@r1") == expected


@pytest.mark.parametrize(
    ("plan", "lines"),
    [
        ("b@r2 a@r1/-", [[2]]),
        ("b@r2 a@r2/cross_region", [[2]]),
        ("b@r2 a@r2/t2", [[2], [2]]),
        ("b@r2 a@r1 a@r1/t2", [[2, 3], [3]]),
        ("a@r1/cross_region/t2", [[1]]),
        ("a@r1/joint", [[1]]),
    ],
)
def test_what_is_found_stands_at_its_visits(plan: str, lines: list[list[int]]) -> None:
    found = list(built_in(planned(small(), plan)))
    places = [[v.place.line for v in x.visits if v.place is not None] for x in found]
    assert places == lines


def test_a_round_takes_only_its_purposes() -> None:
    problem = small(
        {"rule": "special", "where": {"id": "b"}, "mode": "mobile", "rounds": ["r1", "r2"]},
        rounds={"r1": {"purposes": ["special"]}, "r2": {}},
    )
    assert found(problem, "a@r1 b@r1/mobile#special b@r2") == [
        ("purpose", "r1 takes no coverage visits (a)")
    ]


def test_a_round_admits_only_its_modes_for_coverage() -> None:
    special = {"rule": "special", "where": {"id": "b"}, "mode": "cross_region", "rounds": ["r2"]}
    problem = small(special)
    assert codes(problem, "a@r1/cross_region b@r2/cross_region#special") == []
    assert found(problem, "a@r2/cross_region") == [
        ("mode", "r2 does not admit the mode cross-region (a)")
    ]


def test_a_mode_that_does_not_count_is_no_coverage() -> None:
    problem = small(rounds={"r1": {"modes": ["self_run", "mobile"]}, "r2": {}})
    assert found(problem, "a@r1/mobile") == [
        ("counts", "the mode mobile does not count as coverage (a)")
    ]


def test_a_directive_admits_its_mode_its_rounds_and_its_targets_alone() -> None:
    rounds = {"r1": {"modes": MODES}, "r2": {"modes": MODES}}
    directive = {"rule": "directive", "mode": "joint", "rounds": ["r1"], "where": {"id": "a"}}
    problem = small(directive, rounds=rounds)
    assert codes(problem, "a@r1/joint") == []
    assert codes(problem, "a@r2/joint") == ["no-directive"]
    assert codes(problem, "b@r1/joint") == ["no-directive"]
    assert codes(problem, "a@r1/elevated") == ["no-directive"]
    assert codes(small(), "a@r1/joint") == ["no-directive"]


def test_a_superiors_team_is_not_ours() -> None:
    directive = {"rule": "directive", "mode": "elevated", "rounds": ["r1"]}
    assert codes(small(directive), "a@r1/elevated") == []
    assert found(small(directive), "a@r1/elevated/t2") == [
        ("no-team", "a is elevated: the superior's team comes, not t2")
    ]


def test_a_team_is_named() -> None:
    assert found(small(), "a@r1/-") == [("team", "a (r1) has no team")]


def test_a_team_is_present_only_in_its_rounds() -> None:
    assert codes(small(), "a@r1/t2") == []
    assert found(small(), "a@r2/t2") == [
        ("presence", "t2 is not present in r2 (a)"),
        ("capacity", "t2 takes 1 team-weeks in r2, but has 0"),
    ]


def test_across_regions_a_team_is_not_at_home() -> None:
    assert codes(small(), "a@r1/cross_region/t1 b@r1/cross_region/t2") == []
    assert found(small(), "a@r1/cross_region/t2") == [
        ("home", "a is cross-region, but t2 is of its own region")
    ]


def test_a_target_has_one_visit_of_a_purpose_in_a_round() -> None:
    twice = {"rule": "coverage", "times": 3}
    problem = small(twice)
    assert codes(problem, "a@r1 a@r2") == []
    [doubled] = [x for x in built_in(planned(problem, "a@r1 a@r1/t2 a@r1")) if x.code == "doubled"]
    assert doubled.amount == 2
    assert doubled.say("en") == "a has 3 coverage visits in r1"
    special = {"rule": "special", "where": {"id": "a"}, "mode": "mobile", "rounds": ["r1"]}
    assert codes(small(special), "a@r1 a@r1/mobile#special") == []


def test_what_a_team_takes_is_what_it_has_at_most() -> None:
    problem = small(
        targets={"a": {"workload": 2}, "b": {"workload": 1}, "c": {"workload": Fraction(1, 100)}}
    )
    assert codes(problem, "a@r1 b@r1 c@r2") == []
    [over] = built_in(planned(problem, "a@r1 b@r1 c@r1"))
    assert (over.code, over.amount, len(over.visits)) == ("capacity", Fraction(1, 100), 3)
    assert over.say("en") == "t1 takes 3.01 team-weeks in r1, but has 3"


@pytest.mark.parametrize(
    ("rule", "plan", "unasked"),
    [
        ({"rule": "coverage"}, "a@r1 b@r1", 0),
        ({"rule": "coverage"}, "a@r1 a@r2", 1),
        ({"rule": "coverage", "times": 2}, "a@r1 a@r2", 0),
        ({"rule": "coverage", "where": {"id": "a"}}, "a@r1 b@r1", 1),
        ({"rule": "coverage"}, "a@r1 a@r2#lookback", 1),
        ({"rule": "lookback", "at_most": 1}, "a@r1 a@r2#lookback", 0),
        ({"rule": "lookback", "at_most": 1}, "a@r2#lookback a@r1#lookback", 1),
        ({"rule": "lookback", "at_most": 1}, "a@r2/mobile#lookback", 1),
        ({"rule": "lookback", "where": {"id": "b"}}, "a@r2#lookback", 1),
        ({"rule": "special", "mode": "mobile", "rounds": ["r1"]}, "a@r1/mobile#special", 0),
        ({"rule": "special", "mode": "mobile", "rounds": ["r1"]}, "a@r2/mobile#special", 1),
        ({"rule": "special", "mode": "mobile", "rounds": ["r1"]}, "a@r1#special", 1),
        ({"rule": "special", "mode": "mobile"}, "a@r1/mobile#special a@r2/mobile#special", 1),
    ],
)
def test_a_visit_is_asked_for_by_a_rule(rule: dict[str, Any], plan: str, unasked: int) -> None:
    if rule["rule"] == "special":
        rule = {"where": {"id": "a"}, "rounds": ["r1", "r2"], **rule}
    assert codes(small(rule), plan).count("unasked") == unasked


def test_each_special_visit_answers_a_rule_of_its_own() -> None:
    one = {"rule": "special", "where": {"id": "a"}, "mode": "mobile", "rounds": ["r1"]}
    problem = small(one, {**one, "rounds": ["r2"]})
    assert codes(problem, "a@r1/mobile#special a@r2/mobile#special") == []
    assert found(problem, "a@r1/mobile#special a@r1/mobile/t2#special") == [
        ("doubled", "a has 2 special visits in r1"),
        ("unasked", "no rule asks for this special visit of a (r1)"),
    ]
