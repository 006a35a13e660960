"""Whether some rules can hold: a plan that passes the check, a proof that none does, or neither."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from xuncha_plan.model import Problem, VisitRecord
from xuncha_plan.solver.diagnosis.means import Either, Means
from xuncha_plan.solver.diagnosis.subset import GIVING_WAY, Kept, subset
from xuncha_plan.solver.news import Bounded, Found, News
from xuncha_plan.solver.process.believed import Believed
from xuncha_plan.solver.search.engine import search

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


def ask(
    problem: Problem,
    kept: Kept,
    means: Means,
    giving: Kept = frozenset(),
    enough: Fraction | None = None,
) -> Answer:
    """A plan that keeps `kept` and costs as little as can be in breaches of `giving`.

    It is bettered until it costs no more than `enough`; None: any plan will do.
    """
    small = subset(problem, kept, giving).problem
    believed, stop = Believed(small), Either(means.stop)
    bounds: dict[str, Fraction] = defaultdict(Fraction)

    def tell(news: News) -> None:
        match news:
            case Found() if believed.take(news):
                if enough is None or believed.values[GIVING_WAY.id] <= enough:
                    stop.set()
            case Bounded(tier=GIVING_WAY.id):
                bounds[news.engine] = max(bounds[news.engine], news.bound)

    ended = search(small, means.settings, means.clock, tell, stop)
    bound = max(bounds.values(), default=Fraction(0))
    by = frozenset(engine for engine, known in bounds.items() if known == bound > 0)
    if believed.visits is None:
        is_no = ended.verdict == "infeasible" and not believed.refused
        return Answer(bound=bound, by=by, is_no=is_no)
    return Answer(believed.visits, believed.values[GIVING_WAY.id], bound, by)
