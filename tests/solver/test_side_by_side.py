"""Searches side by side: in order, so many at once, all of them stopped together."""

import threading
from typing import Any

import pytest

from tests.solver.district import district
from xuncha_plan.model import Problem
from xuncha_plan.solver import Outcome, Settings
from xuncha_plan.solver.process import side_by_side
from xuncha_plan.solver.process.side_by_side import solve_all

PROBLEMS = [district(targets=" ".join("abc"[: i + 1])) for i in range(3)]


def test_outcomes_come_in_the_order_of_the_problems(monkeypatch: pytest.MonkeyPatch) -> None:
    barrier = threading.Barrier(3, timeout=10)  # broken unless all three run at once
    told: list[int] = []

    def solve(problem: Problem, settings: Settings, **more: Any) -> Outcome:
        barrier.wait()
        return Outcome("infeasible", seconds=len(problem.targets))

    monkeypatch.setattr(side_by_side, "solve", solve)
    found = solve_all(PROBLEMS, Settings(), 3, lambda i, outcome: told.append(i))
    assert [outcome.seconds for outcome in found] == [1, 2, 3]
    assert sorted(told) == [0, 1, 2]


def test_what_has_not_begun_when_it_is_stopped_never_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[Problem] = []

    def solve(problem: Problem, settings: Settings, *, stop: Any, **more: Any) -> Outcome:
        begun.append(problem)
        stop.set()
        return Outcome("feasible")

    monkeypatch.setattr(side_by_side, "solve", solve)
    kinds = [outcome.kind for outcome in solve_all(PROBLEMS, Settings(), 1)]
    assert (kinds, len(begun)) == (["feasible", "interrupted", "interrupted"], 1)


def test_nothing_to_solve_is_nothing() -> None:
    assert solve_all([], Settings()) == []
