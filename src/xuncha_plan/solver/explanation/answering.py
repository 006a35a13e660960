"""Who answers which question about a plan."""

from collections.abc import Sequence

from xuncha_plan.check import plan_of
from xuncha_plan.model import PlanRecord, Problem, VisitRecord
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.explanation.answers import (
    Answer,
    Lifting,
    Placing,
    Question,
    Sifting,
    Standing,
)
from xuncha_plan.solver.explanation.ground import Ground
from xuncha_plan.solver.explanation.places import Placer
from xuncha_plan.solver.explanation.prices import Pricer
from xuncha_plan.solver.settings import Settings


class Answers:
    """Answers questions about one plan."""

    def __init__(self, problem: Problem, visits: Sequence[VisitRecord], settings: Settings) -> None:
        ground = Ground(plan_of(problem, PlanRecord(tuple(visits))))
        self._placer, self._pricer = Placer(ground, settings), Pricer(ground, settings)

    def prepare(self) -> None:
        """Build ahead what questions about places need."""
        self._placer.prepare()

    def to(self, question: Question, clock: Clock) -> Answer:
        """The answer to a question."""
        match question:
            case Placing():
                return self._placer.answer(question, clock)
            case Standing():
                return self._pricer.standing(clock)
            case Lifting():
                return self._pricer.lift(question, clock)
            case Sifting():
                return self._pricer.sift(question.rules, clock)
