"""Runs a search in a process of its own and hears what it tells, whatever becomes of it."""

import contextlib
import multiprocessing
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection

from xuncha_plan.model import Problem, Words
from xuncha_plan.solver.child import Search, run
from xuncha_plan.solver.diagnosis.news import DiagnosisNews
from xuncha_plan.solver.news import Ended
from xuncha_plan.solver.run import on_interrupt
from xuncha_plan.solver.settings import Settings

GRACE = 1.0  # seconds that a child may take to end once it is told to
STEP = 0.1  # seconds between two looks at the clock
DIED = Words("求解进程中途退出", "the solving process died")

Hear = Callable[[DiagnosisNews], None]
Inbox = queue.Queue[DiagnosisNews | Ended | None]  # None: nothing more will come


class Hearing:
    """One search of a problem; what it tells is heard as it comes.

    Ctrl-C and SIGTERM end it early. A process that dies is tried once more.
    """

    def __init__(self, problem: Problem, settings: Settings, search: Search, hear: Hear) -> None:
        self._problem, self._settings = problem, settings
        self._run, self._hear = partial(run, search=search), hear
        self._start = time.monotonic()
        self.is_interrupted = False

    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self._start

    def ended(self) -> Ended:
        """Run it to its end; a fault where its process dies twice."""
        with on_interrupt(self.interrupt):
            ended = self._child(self._settings)
            if ended is None and not self.is_interrupted:
                another = replace(self._settings, seed=self._settings.seed + 1, workers=2)
                ended = self._child(another)
        return ended or Ended("fault", DIED)

    def interrupt(self) -> None:
        """End it early; called by a signal at any time, or by who has heard enough."""
        self.is_interrupted = True

    def _limit(self) -> float:
        return self._start + self._settings.time_limit

    def _child(self, settings: Settings) -> Ended | None:
        """Run one child; None where it died without a last word."""
        context = multiprocessing.get_context("spawn")
        receiver, sender = context.Pipe(duplex=False)
        stop = context.Event()
        child = context.Process(
            target=self._run,
            args=(self._problem, settings, self._limit(), sender, stop),
            daemon=True,
        )
        child.start()
        sender.close()
        inbox: Inbox = queue.Queue()
        threading.Thread(target=_read, args=(receiver, inbox), daemon=True).start()
        try:
            return self._listen(inbox, stop.set)
        finally:
            child.join(0.2)
            if child.is_alive():
                child.kill()
                child.join()

    def _listen(self, inbox: Inbox, stop: Callable[[], None]) -> Ended | None:
        deadline = self._limit() + GRACE
        while (left := deadline - time.monotonic()) > 0:
            if self.is_interrupted:
                stop()
                deadline = min(deadline, time.monotonic() + GRACE)
            with contextlib.suppress(queue.Empty):
                news = inbox.get(timeout=min(STEP, left))
                if news is None or isinstance(news, Ended):
                    return news
                self._hear(news)
        return Ended("out_of_time")


def _read(receiver: Connection, inbox: Inbox) -> None:
    """Runs in a thread of its own: a child that stops amid a message makes nobody wait."""
    try:
        with receiver, contextlib.suppress(EOFError, OSError):
            while True:
                inbox.put(receiver.recv())
    finally:
        inbox.put(None)
