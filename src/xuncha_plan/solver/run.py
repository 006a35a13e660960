"""Runs a search in a process of its own and keeps the best plan, whatever becomes of it."""

import contextlib
import multiprocessing
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

from xuncha_plan.model import Problem, Words
from xuncha_plan.solver.believed import Believed
from xuncha_plan.solver.child import run
from xuncha_plan.solver.news import Bounded, Ended, Found, News, Said, Sizes
from xuncha_plan.solver.outcome import Outcome, Progress
from xuncha_plan.solver.settings import Settings

GRACE = 2.0  # seconds that a child may take to end once it is told to

Watch = Callable[[Progress], None]


def solve(problem: Problem, settings: Settings, watch: Watch | None = None) -> Outcome:
    """The best plan found within the limit; Ctrl-C or SIGTERM end it early and keep the plan."""
    parent = _Parent(problem, settings, watch or (lambda progress: None))
    with _terminated_as_interrupted():
        return parent.solve()


@contextlib.contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """SIGTERM ends a solve as Ctrl-C does; elsewhere than in the main thread it is not ours."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    old = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, old)


class _Parent:
    def __init__(self, problem: Problem, settings: Settings, watch: Watch) -> None:
        self._problem, self._settings, self._watch = problem, settings, watch
        self._believed = Believed(problem)
        self._start = time.monotonic()
        self._sizes: dict[str, int] = {}
        self._is_interrupted = False

    def solve(self) -> Outcome:
        ended = self._child(self._settings)
        if ended is None and self._believed.visits is None and not self._is_interrupted:
            # a crash: once more with another setting
            ended = self._child(replace(self._settings, seed=self._settings.seed + 1, workers=2))
        return self._outcome(ended)

    def _limit(self) -> float:
        """When the search must be over, on the monotonic clock, which is the machine's."""
        return self._start + self._settings.time_limit

    def _elapsed(self) -> float:
        return time.monotonic() - self._start

    def _child(self, settings: Settings) -> Ended | None:
        """Run one child; None where it died or had to be killed without a last word."""
        context = multiprocessing.get_context("spawn")
        receiver, sender = context.Pipe(duplex=False)
        stop = context.Event()
        child = context.Process(
            target=run, args=(self._problem, settings, self._limit(), sender, stop), daemon=True
        )
        child.start()
        sender.close()
        deadline = self._start + self._settings.time_limit + GRACE
        try:
            return self._listen(receiver, deadline, stop)
        finally:
            child.join(0.2)
            if child.is_alive():
                child.kill()
                child.join()
            receiver.close()

    def _listen(self, receiver: Connection, deadline: float, stop: Any) -> Ended | None:  # noqa: ANN401  # the context's event
        while True:
            try:
                if receiver.poll(max(0.0, min(0.2, deadline - time.monotonic()))):
                    news = receiver.recv()
                    if isinstance(news, Ended):
                        return news
                    self._hear(news)
                if time.monotonic() > deadline:
                    return Ended("out_of_time")
            except EOFError:
                return None
            except KeyboardInterrupt:
                self._is_interrupted = True
                stop.set()
                deadline = min(deadline, time.monotonic() + GRACE)

    def _hear(self, news: News) -> None:
        match news:
            case Sizes():
                self._sizes = news.counts
            case Found():
                if self._believed.take(news):
                    for tier in self._problem.tiers:
                        self._tell(tier.id)
            case Bounded():
                self._believed.hear(news)
                self._tell(news.tier)
            case Said():
                self._tell("", news.words)

    def _tell(self, tier: str, words: Words | None = None) -> None:
        value, bound = self._believed.values.get(tier), self._believed.bound(tier)
        self._watch(Progress(tier, value, bound, self._elapsed(), words))

    def _outcome(self, ended: Ended | None) -> Outcome:
        record, seconds = self._believed.record(), self._elapsed()
        words = ended.words if ended else None
        if record is not None:
            if ended is not None and ended.verdict == "infeasible":
                words = Words(
                    "求解器称无解，但手中的计划通过了核查",
                    "the solver finds no plan, but this one passes",
                )
            elif self._is_interrupted:
                words = Words(
                    "已中断，保留目前最好的计划", "interrupted; the best plan so far is kept"
                )
            elif ended is None:
                words = Words(
                    "求解进程没有正常结束", "the solving process did not end as it should"
                )
            return Outcome(record.status, record, words, seconds, self._sizes)
        if self._is_interrupted:
            return Outcome("interrupted", None, words, seconds, self._sizes)
        if ended is not None and ended.verdict == "infeasible":
            return Outcome("infeasible", None, words, seconds, self._sizes)
        if self._believed.refused:
            words = Words(
                "求解器给出的计划没有通过核查", "the solver's plan does not pass the check"
            )
            return Outcome("fault", None, words, seconds, self._sizes)
        if ended is not None and ended.verdict == "out_of_time":
            return Outcome("no_plan", None, words, seconds, self._sizes)
        words = words or Words("求解进程中途退出", "the solving process died")
        return Outcome("fault", None, words, seconds, self._sizes)
