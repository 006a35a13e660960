"""Several searches side by side, each in its child process, so many at once."""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from xuncha_plan.model import Problem
from xuncha_plan.solver.outcome import Outcome
from xuncha_plan.solver.process.child import Search
from xuncha_plan.solver.process.hearing import on_interrupt
from xuncha_plan.solver.process.run import solve
from xuncha_plan.solver.settings import Settings

Ended = Callable[[int, Outcome], None]  # a problem's place among all, and how its search ended


def solve_all(
    problems: Sequence[Problem],
    settings: Settings,
    jobs: int = 0,
    ended: Ended | None = None,
    search: Search | None = None,
) -> list[Outcome]:
    """How each search ended, in the order of the problems; Ctrl-C ends all of them early.

    `jobs` of 0 is one a core. `ended` is told of each as it ends, one at a time.
    """
    stop, lock = threading.Event(), threading.Lock()

    def one(i: int) -> Outcome:
        if stop.is_set():
            return Outcome("interrupted")
        outcome = solve(problems[i], settings, search=search, stop=stop)
        if ended is not None:
            with lock:
                ended(i, outcome)
        return outcome

    with (
        on_interrupt(stop.set),
        ThreadPoolExecutor(min(jobs or cores(), max(1, len(problems)))) as pool,
    ):
        return list(pool.map(one, range(len(problems))))


def cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
