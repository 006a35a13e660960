"""What a visit takes, and which targets a rule is about."""

from fractions import Fraction
from typing import Any

import pytest

from tests.solver.district import district
from xuncha_plan.model import Problem
from xuncha_plan.rules import REGISTRY


def small(*rules: dict[str, Any]) -> Problem:
    return district(*rules, targets={"a": {"workload": 3}, "b": {"workload": 1}})


@pytest.mark.parametrize(
    ("rule", "purpose", "r", "mode", "work"),
    [
        ({"rule": "coverage"}, "coverage", "r1", "self_run", 3),
        ({"rule": "lookback", "at_most": 1}, "lookback", "r1", "self_run", Fraction(3, 2)),
        (
            {"rule": "lookback", "at_most": 1, "workload_share": Fraction(1, 4)},
            "lookback", "r1", "self_run", Fraction(3, 4),
        ),
        ({"rule": "coverage"}, "lookback", "r1", "self_run", 3),
        ({"rule": "special", "mode": "mobile", "workload": 7}, "special", "r1", "mobile", 7),
        ({"rule": "special", "mode": "mobile"}, "special", "r1", "mobile", 3),
        ({"rule": "special", "mode": "mobile", "workload": 7}, "special", "r1", "joint", 3),
        (
            {"rule": "special", "mode": "mobile", "workload": 7, "rounds": ["r2"]},
            "special", "r1", "mobile", 3,
        ),
        ({"rule": "special", "mode": "mobile", "workload": 7}, "coverage", "r1", "self_run", 3),
    ],
)  # fmt: skip
def test_what_a_visit_takes(
    rule: dict[str, Any], purpose: Any, r: str, mode: Any, work: Fraction
) -> None:
    problem = small(rule)
    assert problem.work(purpose, problem.target["a"], r, mode) == work


def test_the_first_look_back_rule_gives_the_share() -> None:
    first = {
        "rule": "lookback",
        "at_most": 1,
        "where": {"id": "a"},
        "workload_share": Fraction(1, 4),
    }
    second = {"rule": "lookback", "at_most": 1, "workload_share": Fraction(1, 1)}
    problem = small(first, second)
    assert problem.work("lookback", problem.target["a"], "r1", "self_run") == Fraction(3, 4)
    assert problem.work("lookback", problem.target["b"], "r1", "self_run") == 1
    other = small(second, first)
    assert other.work("lookback", other.target["a"], "r1", "self_run") == 3


@pytest.mark.parametrize(
    ("given", "chosen"),
    [
        ({}, {"a", "b"}),
        ({"targets": ["a"]}, {"a"}),
        ({"where": {"workload": ">1"}}, {"a"}),
        ({"where": {"workload": ">9"}}, set()),
    ],
)
def test_a_rule_is_about_targets_by_list_or_by_selector(
    given: dict[str, Any], chosen: set[str]
) -> None:
    rule = REGISTRY["apart"].model_validate({"rule": "apart", **given})
    assert rule.chosen(small()) == chosen  # type: ignore[attr-defined]
