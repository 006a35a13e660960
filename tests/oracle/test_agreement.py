"""Solver and enumeration agree: the same verdict, the same optimum in every tier, proved."""

import os
from pathlib import Path
from threading import Event

import pytest

from tests.oracle import draw
from tests.oracle.enumerate import best, size
from tests.solver.hears import hears
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.model import Problem
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.news import Ended
from xuncha_plan.solver.process.believed import Believed
from xuncha_plan.solver.search import engine
from xuncha_plan.solver.search.engine import search
from xuncha_plan.solver.settings import Settings

CASES = int(os.environ.get("XUNCHA_CASES", "150"))  # a night takes thousands
FIRST = int(os.environ.get("XUNCHA_FIRST", "0"))
LARGEST = 4000  # plans that are looked at one by one
CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.yaml"))


def solved(problem: Problem) -> tuple[Ended, Believed]:
    """How the search ends, and what the checker believes of what it told."""
    believed = Believed(problem)
    settings = Settings(time_limit=60, workers=2)
    return search(problem, settings, Clock.of(60), hears(believed), Event()), believed


@pytest.mark.parametrize("seed", range(FIRST, FIRST + CASES))
def test_the_solver_finds_what_enumeration_finds(seed: int) -> None:
    problem = draw.problem(seed)
    if size(problem) > LARGEST:
        problem = draw.problem(seed, targets=2, rounds=3)
    agree(problem)


@pytest.mark.parametrize("seed", range(FIRST, FIRST + CASES // 3))
def test_planning_by_levels_finds_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LARGE", -1)
    problem = draw.problem(seed, targets=3)
    if size(problem) <= LARGEST:
        agree(problem)


@pytest.mark.parametrize("file", CORPUS, ids=lambda path: path.stem)
def test_they_agree_on_every_problem_on_which_they_once_did_not(file: Path) -> None:
    agree(read_problem(file).problem)


@pytest.mark.parametrize("file", CORPUS, ids=lambda path: path.stem)
def test_levels_agree_on_them_too(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LARGE", -1)
    agree(read_problem(file).problem)


def agree(problem: Problem) -> None:
    """The same verdict, the same values, all of them proved."""
    optimum = best(problem)
    ended, believed = solved(problem)
    if optimum is None:
        assert ended.verdict == "infeasible"
        return
    assert ended.verdict == "done"
    assert tuple(believed.values.values()) == optimum
    record = believed.record()
    assert record is not None
    assert record.status == "optimal"
    assert tuple(claim.bound for claim in record.tiers) == optimum
