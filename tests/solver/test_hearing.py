"""A process that dies, hangs or is stopped loses nothing that it has told."""

import os
import signal
import threading
import time
from fractions import Fraction

import pytest

from tests.solver.district import district
from xuncha_plan.model import Problem
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.news import Ended
from xuncha_plan.solver.process import hearing as module
from xuncha_plan.solver.process.child import Tell
from xuncha_plan.solver.process.hearing import Hearing
from xuncha_plan.solver.settings import Settings

NEWS = Fraction(1)  # anything that pickles


def tells(problem: Problem, settings: Settings, clock: Clock, tell: Tell, stop: object) -> Ended:
    tell(NEWS)
    return Ended("done")


def dies(problem: Problem, settings: Settings, clock: Clock, tell: Tell, stop: object) -> Ended:
    tell(NEWS)
    time.sleep(0.3)  # the pipe is read
    os.kill(os.getpid(), signal.SIGKILL)
    return Ended("done")


def dies_once(
    problem: Problem, settings: Settings, clock: Clock, tell: Tell, stop: object
) -> Ended:
    if settings.workers != 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return tells(problem, settings, clock, tell, stop)


def hangs(problem: Problem, settings: Settings, clock: Clock, tell: Tell, stop: object) -> Ended:
    tell(NEWS)
    while True:
        time.sleep(1)


def heard(search: object, seconds: float = 60.0) -> tuple[Ended | None, list[Fraction], Hearing]:
    """How a search ends and what is heard of it; it may take so long."""
    news: list[Fraction] = []
    settings = Settings(time_limit=seconds, workers=1)
    hearing = Hearing(district(), settings, search, news.append)  # type: ignore[arg-type]
    return hearing.ended(), news, hearing


def test_news_come_in_order_and_then_the_end() -> None:
    ended, news, _ = heard(tells)
    assert (ended, news) == (Ended("done"), [NEWS])


def test_a_process_that_dies_is_tried_once_more() -> None:
    ended, news, _ = heard(dies_once)
    assert (ended, news) == (Ended("done"), [NEWS])


def test_one_that_dies_twice_has_no_last_word_and_its_news_are_kept() -> None:
    ended, news, _ = heard(dies)
    assert ended is None
    assert news == [NEWS, NEWS]


def test_one_that_hangs_is_killed_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GRACE", 0.1)
    ended, news, _ = heard(hangs, seconds=4.0)
    assert ended == Ended("out_of_time")
    assert news == [NEWS]


def test_an_interrupt_ends_it_and_keeps_what_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "GRACE", 0.1)
    news: list[Fraction] = []
    settings = Settings(time_limit=60.0, workers=1)
    hearing = Hearing(district(), settings, hangs, news.append)
    watcher = threading.Thread(target=lambda: (_until(news), os.kill(os.getpid(), signal.SIGINT)))
    watcher.start()
    ended = hearing.ended()
    watcher.join()
    assert hearing.is_interrupted
    assert ended == Ended("out_of_time")
    assert news == [NEWS]


def _until(news: list[Fraction]) -> None:
    while not news:
        time.sleep(0.05)
