"""What becomes of a rule: a hard one forbids, a soft one counts in its tier."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest

from tests.solver.district import district
from xuncha_plan.model import Problem
from xuncha_plan.solver.engines.cpsat import CpSat
from xuncha_plan.solver.engines.effort import Effort
from xuncha_plan.solver.formulation.classes import classes
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.formulation.program import worth
from xuncha_plan.solver.formulation.tiers import Posed, pose

NOT_FIRST = {"rule": "limit", "rounds": ["r1"], "at_most": 0}
NOT_SECOND = {"rule": "limit", "rounds": ["r2"], "at_most": 0}


def posed(problem: Problem) -> Posed:
    return pose(Counts(problem, classes(problem)), problem.tiers, problem.rules)


def least(one: Posed, tier: str = "first") -> Fraction | None:
    model = CpSat(one.counts.program)
    model.minimize(one.tiers[tier])
    values = model.solve(Effort(10, workers=1)).values
    return None if values is None else Fraction(worth(one.tiers[tier], values))


def soft(raw: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**raw, "tier": "first", **more}


def test_hard_rules_forbid() -> None:
    assert least(posed(district(NOT_FIRST, soft(NOT_SECOND)))) == 2
    contradiction = posed(district(NOT_FIRST, NOT_SECOND, soft(NOT_SECOND)))
    assert least(contradiction) is None


def test_soft_rules_count_their_breach_times_their_weight() -> None:
    assert least(posed(district(NOT_SECOND, soft(NOT_FIRST)))) == 2
    assert least(posed(district(NOT_SECOND, soft(NOT_FIRST, weight=3)))) == 6
    assert least(posed(district(soft(NOT_FIRST), soft(NOT_SECOND, weight=2)))) == 2


def test_each_rule_counts_in_its_own_tier() -> None:
    second = {**NOT_SECOND, "tier": "second"}
    one = posed(
        district({"rule": "limit", "rounds": ["r2"], "at_least": 1}, soft(NOT_FIRST), second)
    )
    assert list(one.tiers) == ["first", "second"]
    assert (least(one, "first"), least(one, "second")) == (0, 1)


def test_what_may_be_liked_goes_below_nothing() -> None:
    liked = {"rule": "prefer", "rounds": ["r1"], "cost": -1}
    assert least(posed(district(soft(liked)))) == -2


def test_what_holds_anyway_costs_no_unknown() -> None:
    anyway = soft({"rule": "limit", "at_most": 4})
    bare, more = posed(district()), posed(district(anyway))
    assert len(more.counts.program.variables) == len(bare.counts.program.variables)
    assert more.tiers["first"].terms == {}


def test_what_is_always_broken_needs_no_slack() -> None:
    never = soft({"rule": "limit", "at_least": 5})
    bare, more = posed(district()), posed(district(never))
    assert len(more.counts.program.variables) == len(bare.counts.program.variables)
    assert least(more) == 3


def test_tiers_that_speak_of_open_teams_are_guessed() -> None:
    of_teams = soft({"rule": "limit", "per": "team", "at_most": 1})
    problem = district(of_teams, {**NOT_FIRST, "tier": "second"})
    decided = posed(problem)
    assert decided.guessed == frozenset()
    left_open = pose(Counts.without_teams(problem, classes(problem)), problem.tiers, problem.rules)
    assert left_open.guessed == {"first"}


def test_hard_rules_close_cells_whatever_their_place_in_the_file() -> None:
    def sizes(rules: Iterator[dict[str, Any]]) -> list[int]:
        one = posed(district(*rules)).counts.program
        return [len(one.variables), len(one.rows), sum(v.high == 0 for v in one.variables)]

    both = [soft({"rule": "limit", "per": "round", "at_most": 1}), NOT_FIRST]
    assert sizes(iter(both)) == sizes(reversed(both))


@pytest.mark.parametrize("weight", [Fraction(1, 3), Fraction(5, 2)])
def test_weights_are_exact(weight: Fraction) -> None:
    problem = district(NOT_SECOND, soft(NOT_FIRST))
    rules = tuple(r.replace(weight=weight) if r.tier else r for r in problem.rules)
    assert least(posed(problem.replace(rules=rules))) == 2 * weight
