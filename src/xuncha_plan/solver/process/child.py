"""The solving process: searches, and tells its parent what it finds.

It is a process of its own so that a solver that hangs or dies natively costs no plan.
"""

import contextlib
import gc
import os
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event as Signal

from xuncha_plan.model import Problem, Words
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.news import Ended
from xuncha_plan.solver.settings import Settings

Tell = Callable[[object], None]  # news of any kind that pickles
Search = Callable[[Problem, Settings, Clock, Tell, threading.Event], Ended]


def best_plan(
    problem: Problem, settings: Settings, clock: Clock, tell: Tell, stop: threading.Event
) -> Ended:
    """The search for the best plan, loaded once it is needed: it takes half a second."""
    from xuncha_plan.solver.search.engine import search

    return search(problem, settings, clock, tell, stop)


def run(
    problem: Problem,
    settings: Settings,
    end: float,
    news: Connection,
    stop: Signal,
    search: Search = best_plan,
) -> None:
    """Search until done, stopped or out of time; every piece of news goes down the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    _silence()
    gc.disable()  # a program is many small objects and no cycles; measured: a fifth of the time
    stopped = threading.Event()
    threading.Thread(target=_watch, args=(stop, stopped, os.getppid()), daemon=True).start()
    lock = threading.Lock()

    def tell(piece: object) -> None:
        with lock, contextlib.suppress(BrokenPipeError, OSError):
            news.send(piece)

    try:
        tell(search(problem, settings, Clock(end), tell, stopped))
    except MemoryError:
        tell(Ended("fault", Words("内存不足", "out of memory")))
    except Exception as error:  # whatever a solver throws, the parent says it in a sentence
        kind = type(error).__name__
        tell(Ended("fault", Words(f"求解器故障：{kind}", f"the solver failed: {kind}")))
        if os.environ.get("XUNCHA_DEBUG"):
            raise
    finally:
        news.close()


def _silence() -> None:
    """HiGHS in ortools 9.15 prints to descriptor 1; nothing of a solver's belongs on a screen."""
    if os.environ.get("XUNCHA_DEBUG"):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _watch(stop: Signal, stopped: threading.Event, parent: int) -> None:
    while not stop.is_set():
        if os.getppid() != parent:
            os._exit(1)  # nobody is left to hear
        time.sleep(0.1)
    stopped.set()
