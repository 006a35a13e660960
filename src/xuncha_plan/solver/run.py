"""Runs a search in a process of its own and keeps the best plan, whatever becomes of it."""

import contextlib
import multiprocessing
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event as Signal

from xuncha_plan.model import Problem, Words
from xuncha_plan.solver.believed import Believed
from xuncha_plan.solver.child import Search, run
from xuncha_plan.solver.news import Bounded, Ended, Found, News, Said, Sizes
from xuncha_plan.solver.outcome import Kind, Outcome, Progress
from xuncha_plan.solver.settings import Settings

GRACE = 1.0  # seconds that a child may take to end once it is told to
STEP = 0.1  # seconds between two looks at the clock

CONTRADICTED = Words(
    "求解器称无解，但手中的计划通过了核查", "the solver finds no plan, but this one passes"
)
ONE_REFUSED = Words(
    "求解器另有计划没有通过核查，它的证明不算数",
    "another plan of the solver's does not pass the check; what it proved does not count",
)
BOUND_BEYOND = Words(
    "求解器给出的界高于计划的值，该层级不算已证明",
    "a bound of the solver's lies above the plan's value; that tier is not called proved",
)
INTERRUPTED = Words("已中断，保留目前最好的计划", "interrupted; the best plan so far is kept")
DIED_LATE = Words("求解进程没有正常结束", "the solving process did not end as it should")
REFUSED = Words("求解器给出的计划没有通过核查", "the solver's plan does not pass the check")
DIED = Words("求解进程中途退出", "the solving process died")

Watch = Callable[[Progress], None]
Inbox = queue.Queue[News | None]  # None: nothing more will come


def solve(
    problem: Problem,
    settings: Settings,
    watch: Watch | None = None,
    *,
    search: Search | None = None,
    stop: threading.Event | None = None,
) -> Outcome:
    """The best plan found within the limit; Ctrl-C or SIGTERM end it early and keep the plan.

    `search` runs in the child in place of the usual one. `stop` ends it early too: outside the
    main thread nothing else can.
    """
    parent = _Parent(problem, settings, watch or (lambda progress: None), search, stop)
    with on_interrupt(parent.interrupt):
        return parent.solve()


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


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """Ctrl-C waits, for a child that starts too: it would die of one before it can ignore it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    old = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, old)


def _read(receiver: Connection, inbox: Inbox) -> None:
    """Runs in a thread of its own: a child that stops amid a message makes nobody wait."""
    try:
        with receiver, contextlib.suppress(EOFError, OSError):
            while True:
                inbox.put(receiver.recv())
    finally:
        inbox.put(None)


class _Parent:
    def __init__(
        self,
        problem: Problem,
        settings: Settings,
        watch: Watch,
        search: Search | None,
        stop: threading.Event | None,
    ) -> None:
        self._problem, self._settings, self._watch = problem, settings, watch
        self._run = run if search is None else partial(run, search=search)
        self._told_to_stop = stop or threading.Event()
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

    def interrupt(self) -> None:
        """Called by a signal, at any time."""
        self._is_interrupted = True

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
            with held_back():
                child.start()
        except OSError as error:
            why = error.strerror or ""
            return Ended(
                "fault", Words(f"无法启动求解进程：{why}", f"no process to solve in: {why}")
            )
        sender.close()
        inbox: Inbox = queue.Queue()
        threading.Thread(target=_read, args=(receiver, inbox), daemon=True).start()
        try:
            return self._listen(inbox, stop)
        finally:
            child.join(0.2)
            if child.is_alive():
                child.kill()
                child.join()

    def _listen(self, inbox: Inbox, stop: Signal) -> Ended | None:
        deadline = self._limit() + GRACE
        while (left := deadline - time.monotonic()) > 0:
            self._is_interrupted |= self._told_to_stop.is_set()
            if self._is_interrupted and not stop.is_set():
                stop.set()
                deadline = min(deadline, time.monotonic() + GRACE)
            with contextlib.suppress(queue.Empty):
                news = inbox.get(timeout=min(STEP, left))
                if news is None or isinstance(news, Ended):
                    return news
                self._hear(news)
        return Ended("out_of_time")

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
        with contextlib.suppress(OSError):  # a plan is not lost because nobody can be told of it
            self._watch(Progress(tier, value, bound, self._elapsed(), words))

    def _outcome(self, ended: Ended | None) -> Outcome:
        if ended is not None and ended.verdict == "infeasible" and self._believed.visits:
            self._believed.doubt()
        record = self._believed.record()
        if record is None:
            kind, words = self._without_plan(ended)
            return Outcome(kind, None, words, self._elapsed(), self._sizes)
        words = self._remark(ended)
        return Outcome(record.status, record, words, self._elapsed(), self._sizes)

    def _remark(self, ended: Ended | None) -> Words | None:
        """What a planner should know of the end, where a plan is in hand."""
        if ended is not None and ended.verdict == "infeasible":
            return CONTRADICTED
        if self._believed.refused:
            return ONE_REFUSED
        if any(self._believed.is_contradicted(tier.id) for tier in self._problem.tiers):
            return BOUND_BEYOND
        if self._is_interrupted:
            return INTERRUPTED
        return DIED_LATE if ended is None else ended.words

    def _without_plan(self, ended: Ended | None) -> tuple[Kind, Words | None]:
        words = ended.words if ended else None
        if self._is_interrupted:
            return "interrupted", words
        if self._believed.refused:
            return "fault", REFUSED
        if ended is None or ended.verdict in ("fault", "done"):
            return "fault", words or DIED
        return ("infeasible" if ended.verdict == "infeasible" else "no_plan"), words
