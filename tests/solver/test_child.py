"""The solving process: whatever happens inside, its parent hears a sentence or nothing at all."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.solver.district import district
from xuncha_plan.solver.news import Ended, Found, News, Sizes
from xuncha_plan.solver.process import child
from xuncha_plan.solver.search import engine
from xuncha_plan.solver.settings import Settings

PROBLEM = district({"rule": "early", "tier": "first"})


@pytest.fixture(autouse=True)
def loud(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The child runs inside the test: its silence and its deafness to Ctrl-C are not for good."""
    monkeypatch.setattr(child, "_silence", lambda: None)
    old = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, old)


def told() -> list[News]:
    """What a child tells from first to last."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    stop = context.Event()
    child.run(PROBLEM, Settings(workers=1), time.monotonic() + 60, sender, stop)
    stop.set()
    news: list[News] = []
    with receiver:
        try:
            while True:
                news.append(receiver.recv())
        except EOFError:
            return news


def test_it_tells_sizes_plans_and_how_it_ended() -> None:
    news = told()
    assert isinstance(news[0], Sizes)
    assert any(isinstance(one, Found) for one in news)
    assert news[-1] == Ended("done")
    assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (MemoryError(), "out of memory"),
        (AttributeError("canonical_code"), "the solver failed: AttributeError"),
        (RuntimeError("{braces}"), "the solver failed: RuntimeError"),
    ],
)
def test_whatever_a_solver_throws_is_said(
    monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def fail(*asked: Any) -> Ended:
        raise error

    monkeypatch.setattr(engine, "search", fail)
    (ended,) = told()
    assert isinstance(ended, Ended)
    assert ended.verdict == "fault"
    assert ended.words is not None
    assert ended.words.say("en") == words


def test_a_parent_that_hears_no_more_stops_nothing() -> None:
    receiver, sender = multiprocessing.Pipe(duplex=False)
    receiver.close()
    stop = multiprocessing.get_context("spawn").Event()
    child.run(PROBLEM, Settings(workers=1), time.monotonic() + 60, sender, stop)
    stop.set()


def test_a_child_whose_parent_is_gone_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []

    def leave(code: int) -> None:
        ended.append(code)
        raise SystemExit  # only the thread: the test goes on

    monkeypatch.setattr(os, "_exit", leave)
    with pytest.raises(SystemExit):
        child._watch(multiprocessing.get_context("spawn").Event(), threading.Event(), parent=-1)
    assert ended == [1]


def test_a_stop_is_passed_on() -> None:
    stop, stopped = multiprocessing.get_context("spawn").Event(), threading.Event()
    stop.set()
    child._watch(stop, stopped, os.getppid())
    assert stopped.is_set()
