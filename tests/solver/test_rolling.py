"""A plan round after round: what fits no round is planned again, and the rules are kept."""

from threading import Event
from typing import Any

import pytest

from tests.solver.district import district
from tests.solver.hears import hears
from xuncha_plan.model import Problem
from xuncha_plan.solver.engines.effort import Effort
from xuncha_plan.solver.formulation.classes import classes
from xuncha_plan.solver.process.believed import Believed
from xuncha_plan.solver.search.ledger import Ledger
from xuncha_plan.solver.search.levels import Rounds
from xuncha_plan.solver.search.parts import Parts
from xuncha_plan.solver.search.rolling import Rolling

EARLY = {"rule": "early", "tier": "first", "weight_by": "risk"}
EFFORT = Effort(30, workers=1)


def rolled(problem: Problem) -> tuple[bool, Believed]:
    """Whether a plan was found round after round, and the plan, which passes the check."""
    believed = Believed(problem)
    alike, ledger = classes(problem), Ledger(problem, hears(believed))
    rounds = Rounds(problem, alike, ledger)
    parts = Parts(problem, alike, rounds.open_to, ledger, Event())
    rounds.start(problem.tiers[0], EFFORT)
    return Rolling(problem, rounds, parts).run(problem.tiers[0], EFFORT), believed


def test_what_fits_is_found_at_once() -> None:
    is_found, believed = rolled(district(EARLY, targets="a b c", rounds=3))
    assert is_found
    assert believed.values == {"first": 0}


def unfitting(*rules: dict[str, Any]) -> Problem:
    """Rounds would have a and b first, but only t2, of the third, may take one of them."""
    rotation = {"rule": "rotation", "of": "region", "within": "term"}
    targets = {"a": {"region": "east", "risk": 1}, "b": {"region": "east", "risk": 1}}
    teams = {"t1": {"capacity": 1}, "t2": {"capacity": 1, "rounds": ["r3"]}}
    return district(EARLY, rotation, *rules, targets=targets, rounds=3, teams=teams)


def test_what_fits_no_team_goes_to_a_later_round() -> None:
    is_found, believed = rolled(unfitting())
    assert is_found
    assert believed.values == {"first": 2}


def test_targets_of_one_bundle_stay_together() -> None:
    together = {"rule": "together", "by": "parent", "same_team": True}
    targets = {
        "town": {"workload": 2, "risk": 1},
        "village": {"workload": 1, "risk": 1, "parent": "town"},
        "other": {"workload": 2, "risk": 1},
    }
    teams = {"t1": {"capacity": 3}, "t2": {"capacity": 1}}
    problem = district(EARLY, together, targets=targets, rounds=2, teams=teams)
    is_found, believed = rolled(problem)
    assert is_found
    assert believed.values == {"first": 1}


def test_where_no_round_is_left_there_is_no_plan() -> None:
    never = {"rule": "limit", "rounds": ["r3"], "at_most": 0}
    is_found, believed = rolled(unfitting(never))
    assert not is_found
    assert believed.visits is None


@pytest.mark.parametrize("pinned", ["a", "b"])
def test_what_must_be_here_is_here(pinned: str) -> None:
    here = {"rule": "pinned", "target": pinned, "round": "r1"}
    is_found, believed = rolled(unfitting(here))
    assert is_found
    assert believed.visits is not None
    assert {v.target for v in believed.visits if v.round == "r1"} == {pinned}
