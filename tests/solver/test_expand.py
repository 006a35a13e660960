"""From counts to visits: members of a class take turns, look-backs find whom they may follow."""

from collections import Counter
from typing import Any

import pytest

from tests.solver.district import district
from xuncha_plan.check import findings
from xuncha_plan.model import PlanRecord, Problem, Visit, VisitRecord
from xuncha_plan.solver.formulation.classes import classes
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.formulation.expand import _matching, visits

BACK = {"rule": "lookback", "after_days": 100, "at_least": "100%", "other_team": False}


def expanded(problem: Problem, *places: str) -> tuple[Visit, ...]:
    """Visits of the first class; a place is `purpose round team`, as often as it is counted."""
    alike = classes(problem)
    counts = Counts(problem, alike)
    values = [0] * len(counts.program.variables)
    for place in places:
        purpose, r, team = place.split()
        (x,) = (
            x
            for cell in counts.cells()
            for t, x in cell.unknowns.items()
            if (cell.of, cell.slot.purpose, cell.slot.round, t) == (0, purpose, r, team)
        )
        values[x] += 1
    return visits(problem, alike, counts.solution(values))


def breaches(problem: Problem, found: tuple[Visit, ...]) -> list[str]:
    record = PlanRecord(tuple(VisitRecord.of(visit) for visit in found))
    return [f.say("en") for f in findings(problem, record) if f.is_breach]


def pairs(found: tuple[Visit, ...], purpose: str) -> set[tuple[str, str]]:
    return {(v.target.id, v.round.id) for v in found if v.purpose == purpose}


def test_each_member_is_visited_once() -> None:
    problem = district(targets="a b c")
    found = expanded(problem, "coverage r2 t1", "coverage r1 t1", "coverage r1 t1")
    assert pairs(found, "coverage") == {("a", "r1"), ("b", "r1"), ("c", "r2")}
    assert breaches(problem, found) == []


@pytest.mark.parametrize(
    "rounds", ["r1 r1 r2 r2", "r1 r2 r2 r3", "r1 r2 r3 r3", "r1 r1 r2 r3", "r2 r2 r3 r3"]
)
def test_two_visits_of_a_target_are_never_in_one_round(rounds: str) -> None:
    problem = district({"rule": "coverage", "times": 2}, rounds=3)
    found = expanded(problem, *(f"coverage {r} t1" for r in rounds.split()))
    assert Counter(v.target.id for v in found) == {"a": 2, "b": 2}
    assert breaches(problem, found) == []


def test_a_look_back_follows_a_visit_that_is_long_enough_ago() -> None:
    """Both could follow a, the earlier one nobody else."""
    problem = district(BACK, rounds=3)
    places = ["coverage r1 t1", "coverage r2 t1", "lookback r3 t1", "lookback r2 t1"]
    found = expanded(problem, *places)
    assert pairs(found, "coverage") == {("a", "r1"), ("b", "r2")}
    assert pairs(found, "lookback") == {("a", "r2"), ("b", "r3")}
    assert breaches(problem, found) == []


def test_a_look_back_is_by_another_team() -> None:
    teams = {"t1": 10, "t2": 10}
    other = {**BACK, "other_team": True}
    problem = district(other, targets="a b", teams=teams)
    found = expanded(
        problem, "coverage r1 t1", "coverage r1 t2", "lookback r2 t1", "lookback r2 t2"
    )
    assert breaches(problem, found) == []


def test_a_look_back_that_may_follow_nobody_is_a_visit_all_the_same() -> None:
    soft = {**BACK, "tier": "first"}
    problem = district(soft, targets="a b")
    found = expanded(problem, "coverage r2 t1", "lookback r1 t1")
    assert len(pairs(found, "lookback")) == 1


def test_a_special_visit_stands_beside_coverage() -> None:
    special: dict[str, Any] = {"rule": "special", "mode": "mobile"}
    problem = district(special)
    found = expanded(problem, *["coverage r1 t1", "special r1 t1"] * 2)
    assert pairs(found, "special") == pairs(found, "coverage") == {("a", "r1"), ("b", "r1")}
    assert breaches(problem, found) == []


@pytest.mark.parametrize(
    ("graph", "size"),
    [([[0], [0, 1], [1, 2]], 3), ([[0, 1], [0], [0, 1]], 2), ([[], [0]], 1), ([], 0)],
)
def test_a_matching_is_a_largest_one(graph: list[list[int]], size: int) -> None:
    found = _matching(graph)
    assert len(found) == size
    assert len(set(found.values())) == size
    assert all(m in graph[i] for i, m in found.items())
