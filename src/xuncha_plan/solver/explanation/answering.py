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
    """Answers questions about one plan; what is built for a target serves all its places."""

    def __init__(
        self,
        problem: Problem,
        visits: Sequence[VisitRecord],
        settings: Settings,
        about: str | None = None,
    ) -> None:
        """`about` is the target that will be asked about first; None if that is not known."""
        self._plan = plan_of(problem, PlanRecord(tuple(visits)))
        self._settings = settings
        self._placers: dict[str, Placer] = {}
        self._pricer = Pricer(Ground(self._plan), settings)
        if about is not None:
            self._placer(about).prepare()

    def to(self, question: Question, clock: Clock) -> Answer:
        """The answer to a question."""
        match question:
            case Placing():
                return self._placer(question.wish.target).answer(question, clock)
            case Standing():
                return self._pricer.standing(clock)
            case Lifting():
                return self._pricer.lift(question, clock)
            case Sifting():
                return self._pricer.sift(question.rules, clock)

    def _placer(self, target: str) -> Placer:
        if target not in self._placers:
            ground = Ground(self._plan, frozenset({target}))
            self._placers = {target: Placer(ground, self._settings)}  # one is large enough
        return self._placers[target]
