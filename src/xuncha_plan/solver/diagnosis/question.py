"""Whether some rules can hold: a plan that passes the check, a proof that none does, or neither."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from fractions import Fraction

from xuncha_plan.model import Problem, VisitRecord
from xuncha_plan.solver.diagnosis.by_rounds import ByRounds
from xuncha_plan.solver.diagnosis.means import Either, Means
from xuncha_plan.solver.diagnosis.subset import GIVING_WAY, Kept, subset
from xuncha_plan.solver.news import Bounded, Found, News
from xuncha_plan.solver.process.believed import Believed
from xuncha_plan.solver.search.engine import search
from xuncha_plan.solver.search.ledger import Ledger

Visits = tuple[VisitRecord, ...]


@dataclass(frozen=True)
class Answer:
    """A plan with what giving way costs in it; `is_no`: two engines say that there is none.

    No plan's cost is below `bound`, by which engines is in `by`.
    """

    plan: Visits | None = None
    cost: Fraction = Fraction(0)
    bound: Fraction = Fraction(0)
    by: frozenset[str] = frozenset()
    is_no: bool = False


def ask(problem: Problem, kept: Kept, means: Means) -> Answer:
    """Any plan that keeps some rules."""
    asked = _Asked(subset(problem, kept).problem, means, None)
    asked.look_by_rounds()
    if not asked.is_answered:
        asked.search()
    return asked.answer()


def ask_cheapest(
    problem: Problem, kept: Kept, means: Means, giving: Kept, at_least: Fraction
) -> Answer:
    """A plan that keeps `kept` and costs as little as can be in breaches of `giving`.

    It costs `at_least` so much; a plan that costs no more is enough.
    """
    asked = _Asked(subset(problem, kept, giving).problem, means, at_least)
    asked.look_by_rounds()
    if not asked.is_answered:
        asked.search()
    return asked.answer()


@dataclass
class _Asked:
    """A question, and what has been heard of it."""

    problem: Problem
    means: Means
    enough: Fraction | None  # what a plan may cost; None: anything
    bounds: dict[str, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    is_no: bool = False

    def __post_init__(self) -> None:
        self._believed, self._stop = Believed(self.problem), Either(self.means.stop)

    @property
    def is_answered(self) -> bool:
        """Whether nothing is left to be found out."""
        return self.is_no or self._stop.is_set()

    def look_by_rounds(self) -> None:
        """By rounds, where the problem is large."""
        ledger = Ledger(self.problem, self._tell)
        by_rounds = ByRounds(self.problem, self.means, ledger, self._stop)
        if not by_rounds.is_fit:
            return
        if self.enough is None:
            self.is_no = by_rounds.is_refuted()
        else:
            by_rounds.look_for_cheapest(self.enough)

    def search(self) -> None:
        """As plans are searched for in general, from the best that is known."""
        settings = replace(self.means.settings, warm=self._believed.visits or ())
        ended = search(self.problem, settings, self.means.clock, self._tell, self._stop)
        self.is_no = ended.verdict == "infeasible"

    def _tell(self, news: News) -> None:
        match news:
            case Found():
                self._believed.take(news)
            case Bounded(tier=GIVING_WAY.id):
                self.bounds[news.engine] = max(self.bounds[news.engine], news.bound)
        if self._is_enough():
            self._stop.set()

    def _is_enough(self) -> bool:
        if self._believed.visits is None or self.enough is None:
            return self._believed.visits is not None
        return self._cost() <= max([self.enough, *self.bounds.values()])

    def _cost(self) -> Fraction:
        return self._believed.values[GIVING_WAY.id]

    def answer(self) -> Answer:
        """What was heard, as far as the checker believes it."""
        bound = max(self.bounds.values(), default=Fraction(0))
        by = frozenset(engine for engine, known in self.bounds.items() if known == bound > 0)
        if self._believed.visits is None:
            return Answer(bound=bound, by=by, is_no=self.is_no and not self._believed.refused)
        return Answer(self._believed.visits, self._cost(), bound, by)
