"""A solving process that plays a part: tells what it is given to tell, ends as it is told to."""

import os
import signal
import struct
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event as Signal
from pathlib import Path
from typing import Literal

from xuncha_plan.model import Problem
from xuncha_plan.solver.news import Ended, News
from xuncha_plan.solver.settings import Settings

LOG = "XUNCHA_STUB_LOG"  # names a file that gets a line for every start
Manner = Literal["quietly", "never", "amid a message", "when told"]


@dataclass(frozen=True)
class Stub:
    """Stands in for the child's `run`; what it does first and last is data, so that it pickles."""

    news: tuple[News, ...] = ()
    ends: Manner | signal.Signals = "quietly"
    signals: signal.Signals | None = None  # sent to the parent once all is told

    def __call__(
        self,
        problem: Problem,
        settings: Settings,
        end: float,
        news: Connection,
        stop: Signal,
        search: object,
    ) -> None:
        """Play the part."""
        if LOG in os.environ:
            with Path(os.environ[LOG]).open("a") as log:
                log.write(f"seed {settings.seed}, workers {settings.workers}\n")
        for piece in self.news:
            news.send(piece)
        if self.signals is not None:
            os.kill(os.getppid(), self.signals)
        match self.ends:
            case signal.Signals():
                os.kill(os.getpid(), self.ends)
            case "amid a message":
                os.write(news.fileno(), struct.pack("!i", 1000) + b"and then nothing")
                time.sleep(600)
            case "never":
                time.sleep(600)
            case "when told":
                stop.wait()
                news.send(Ended("done"))


@dataclass(frozen=True)
class Asked:
    """A child that tells whether it would die of an interrupt."""

    def __call__(
        self,
        problem: Problem,
        settings: Settings,
        end: float,
        news: Connection,
        stop: Signal,
        search: object,
    ) -> None:
        """Dies of one only if it could."""
        os.kill(os.getpid(), signal.SIGINT)
        news.send(Ended("out_of_time"))
