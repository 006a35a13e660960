"""Searches by work in place of time: the same plan on every run, and said so in the plan file."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from tests.solver.district import district
from xuncha_plan.cli.solving import filled
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.model import PlanRecord, Problem
from xuncha_plan.solver import Settings, solve
from xuncha_plan.solver.clock import Clock, Work
from xuncha_plan.solver.news import Ended, Found
from xuncha_plan.solver.search import engine

EDGE = Path(__file__).parents[2] / "data" / "examples" / "edge.yaml"


def told(problem: Problem, seconds: float) -> list[object]:
    """All that a search tells, in order; the clock on the wall would never end it."""
    news: list[object] = []
    settings = Settings(seconds, reproducible=True)
    engine.search(problem, settings, Clock.of(3600), news.append, Event())
    return news


def test_work_ends_a_clock_and_time_does_not() -> None:
    work = Work()
    clock = Clock.of(2, work)
    assert clock.left() == 2
    work.add(3)
    assert clock.left() == -1


@pytest.mark.parametrize("large", [0, engine.LARGE], ids=["by levels", "at once"])
def test_a_search_tells_the_same_on_every_run(monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    monkeypatch.setattr(engine, "LARGE", large)
    problem = read_problem(EDGE).problem
    first = told(problem, 1.0)
    assert any(isinstance(one, Found) for one in first)
    assert told(problem, 1.0) == first


def recorded(settings: Settings) -> object:
    problem = district(targets="a", rounds=1)
    path = Path("problem.yaml")
    return filled(PlanRecord(()), problem, path, Path("plan.yaml"), settings).settings.get(
        "reproducible"
    )


def test_the_plan_says_what_its_sameness_depends_on() -> None:
    assert "ortools" in str(recorded(Settings(reproducible=True)))
    assert recorded(Settings()) is None


def waiting(
    problem: Problem, settings: Settings, clock: Clock, tell: Callable[[object], None], stop: Event
) -> Ended:
    """A search that waits until it is told to stop."""
    stop.wait(30)
    return Ended("out_of_time")


def test_a_search_cut_short_is_not_whole() -> None:
    problem, stop = district(targets="a", rounds=1), Event()
    stop.set()
    assert not solve(problem, Settings(20), search=waiting, stop=stop).is_whole
    assert solve(problem, Settings(20)).is_whole
