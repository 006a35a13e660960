"""The answering process: it keeps what it has built from one question to the next."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from xuncha_plan.model import Problem, VisitRecord
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.news import Ended
from xuncha_plan.solver.process.child import Tell
from xuncha_plan.solver.settings import Settings


@dataclass
class Answering:
    """A search that answers questions about a plan as they come, until nobody asks any more.

    `None` is sent once, when questions may come; each comes with its seconds. What questions about
    places need is built before, where they will come.
    """

    visits: Sequence[VisitRecord]
    line: Connection
    about_places: bool = False

    def __call__(
        self, problem: Problem, settings: Settings, clock: Clock, tell: Tell, stop: threading.Event
    ) -> Ended:
        """Answers until the other end hangs up."""
        from xuncha_plan.solver.explanation.answering import Answers  # loads ortools

        answers = Answers(problem, self.visits, settings)
        if self.about_places:
            answers.prepare()
        self.line.send(None)
        while not stop.is_set():
            try:
                question, seconds = self.line.recv()
            except EOFError:
                break
            self.line.send(answers.to(question, Clock.of(seconds)))
        return Ended("done")
