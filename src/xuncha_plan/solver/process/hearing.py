"""Runs a search in a process of its own and hears what it tells, whatever becomes of it."""

import contextlib
import multiprocessing
import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from xuncha_plan.model import Problem, Words
from xuncha_plan.solver.news import Ended
from xuncha_plan.solver.process.child import Search, run
from xuncha_plan.solver.process.memory import most, resident
from xuncha_plan.solver.settings import Settings

GRACE = 1.0  # seconds that a child may take to end once it is told to
STEP = 0.1  # seconds between two looks at the clock
SEED_OF_HASHES = "PYTHONHASHSEED"  # where Python reads it, at the start of a process alone
DIED = Words("求解进程中途退出", "the solving process died")

Hear = Callable[[Any], None]  # whatever the search tells
Inbox = queue.Queue[Any]  # None: nothing more will come


class Hearing:
    """One search of a problem; what it tells is heard as it comes.

    Ctrl-C and SIGTERM end it early, and so does `stop`: outside the main thread nothing else can. A
    process that dies is tried once more, as long as another try `is_wanted`.
    """

    def __init__(
        self,
        problem: Problem,
        settings: Settings,
        search: Search,
        hear: Hear,
        *,
        stop: threading.Event | None = None,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        self._problem, self._settings = problem, settings
        self._run, self._hear = partial(run, search=search), hear
        self._told_to_stop, self._is_wanted = stop or threading.Event(), is_wanted
        self._start = time.monotonic()
        self._peak, self._most = 0.0, most(settings.memory)
        self.is_interrupted = False
        self.death: Words | None = None  # how a process ended that had no last word

    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self._start

    def ended(self) -> Ended | None:
        """Run it to its end; None where its process died, and again if it was tried again."""
        with on_interrupt(self.interrupt):
            ended = self._child(self._settings)
            if ended is None and not self.is_interrupted and self._is_wanted():
                another = replace(self._settings, seed=self._settings.seed + 1, workers=2)
                self._peak = 0.0
                ended = self._child(another)
        return ended

    def is_cut(self) -> bool:
        """Whether clock, person or crash cut it short."""
        is_late = self.seconds() >= self._settings.wall
        return self.is_interrupted or self.death is not None or is_late

    def interrupt(self) -> None:
        """End it early; called by a signal at any time, or by who has heard enough."""
        self.is_interrupted = True

    def _limit(self) -> float:
        """When the search must be over, on the monotonic clock, which is the machine's."""
        return self._start + self._settings.wall

    def _child(self, settings: Settings) -> Ended | None:
        """Run one child; None where it died or had to be killed without a last word."""
        context = multiprocessing.get_context("spawn")
        receiver, sender = context.Pipe(duplex=False)
        stop = context.Event()
        child = context.Process(
            target=self._run,
            args=(self._problem, settings, self._limit(), sender, stop),
            daemon=True,
        )
        try:
            start(child)
        except OSError as error:
            why = error.strerror or ""
            return Ended(
                "fault", Words(f"无法启动求解进程：{why}", f"no process to solve in: {why}")
            )
        sender.close()
        inbox: Inbox = queue.Queue()
        threading.Thread(target=_read, args=(receiver, inbox), daemon=True).start()
        try:
            ended = self._listen(inbox, stop.set, child)
        finally:
            end(child)
        if ended is None:
            self.death = self._death(child.exitcode)
        return ended

    def _death(self, code: int | None) -> Words:
        """How a process ended without a last word, and how much memory it had."""
        peak = f"{self._peak:.0f} MiB"
        if self._peak > self._most:
            return Words(
                f"求解进程的内存到了{peak}，超过上限{self._most:.0f} MiB，已停止",
                f"the solving process held {peak}, more than the limit of {self._most:.0f} MiB, "
                "and was stopped",
            )
        how = signal_name(-(code or 0)) or f"{code}"
        return Words(
            f"{DIED.zh}（{how}，内存最多{peak}）", f"{DIED.en} ({how}, holding {peak} at most)"
        )

    def _listen(self, inbox: Inbox, stop: Callable[[], None], child: BaseProcess) -> Ended | None:
        deadline = self._limit() + GRACE
        is_told = False
        while (left := deadline - time.monotonic()) > 0:
            self.is_interrupted |= self._told_to_stop.is_set()
            if self.is_interrupted and not is_told:
                stop()
                is_told = True
                deadline = min(deadline, time.monotonic() + GRACE)
            self._peak = max(self._peak, resident(child.pid))
            if self._peak > self._most:
                return None
            with contextlib.suppress(queue.Empty):
                news = inbox.get(timeout=min(STEP, left))
                if news is None or isinstance(news, Ended):
                    return news
                self._hear(news)
        return Ended("out_of_time")


def signal_name(number: int) -> str:
    """What a signal is called; nothing where it is none."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return ""


def start(child: BaseProcess) -> None:
    """Start a process; Ctrl-C waits, for a child would die of one before it can ignore it."""
    with _sets_in_order():
        if not hasattr(signal, "pthread_sigmask"):  # Windows
            child.start()
            return
        old = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            child.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, old)


@contextlib.contextmanager
def _sets_in_order() -> Iterator[None]:
    """What is started here goes through sets in the same order on every run."""
    if SEED_OF_HASHES in os.environ:
        yield
        return
    os.environ[SEED_OF_HASHES] = "0"
    try:
        yield
    finally:
        del os.environ[SEED_OF_HASHES]


def end(child: BaseProcess) -> None:
    """Let a process end, or end it."""
    child.join(0.2)
    if child.is_alive():
        child.kill()
        child.join()


@contextlib.contextmanager
def on_interrupt(interrupt: Callable[[], None]) -> Iterator[None]:
    """Ctrl-C and SIGTERM are noted, not raised: an exception in between could lose a plan.

    What is ignored, as under nohup, stays ignored; outside the main thread signals are not ours.
    """
    old = {}
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) not in (signal.SIG_IGN, None):
                old[number] = signal.signal(number, lambda *_: interrupt())
    try:
        yield
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)


def _read(receiver: Connection, inbox: Inbox) -> None:
    """Runs in a thread of its own: a child that stops amid a message makes nobody wait."""
    try:
        with receiver, contextlib.suppress(EOFError, OSError):
            while True:
                inbox.put(receiver.recv())
    finally:
        inbox.put(None)
