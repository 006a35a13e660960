"""What is known so far: the best plan, each tier's value in it, and each tier's bound."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from xuncha_plan.model import Linear, Problem, Tier, VisitRecord
from xuncha_plan.solver.formulation.cells import Solution
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.formulation.expand import visits
from xuncha_plan.solver.formulation.program import Row, Values, worth
from xuncha_plan.solver.news import Bounded, Engine, Found, News
from xuncha_plan.solver.search.bounds import Bounds, worst


@dataclass
class Ledger:
    """The state of a search; everything new in it is told at once."""

    problem: Problem
    tell: Callable[[News], None]
    bounds: Bounds = field(default_factory=Bounds)
    best: dict[str, Fraction] = field(default_factory=dict)
    solution: Solution | None = None  # the best plan, in counts

    def bound(
        self, tier: Tier, bound: Fraction | None, engine: Engine, given: Mapping[str, Fraction]
    ) -> None:
        """A bound of a tier was proved, with earlier tiers kept to what is given."""
        if bound is not None:
            news = Bounded(tier.id, bound, engine, tuple(given.items()))
            if self.bounds.add(news):
                self.tell(news)

    def found(
        self, tier: str, counts: Counts, values: Values, worths: Mapping[str, Linear]
    ) -> None:
        """A plan was found; it is kept and told if none so far is better."""
        its = {key: Fraction(worth(x, values)) for key, x in worths.items()}
        if self.solution is None or self._is_no_worse(its):
            self.best, self.solution = its, counts.solution(values)
            plan = visits(counts.problem, counts.classes, self.solution)
            self.tell(Found(tuple(VisitRecord.of(visit) for visit in plan), tier))

    def _is_no_worse(self, its: Mapping[str, Fraction]) -> bool:
        """Tier by tier; what stays within the tolerance of a tier counts as equal there."""
        for tier in self.problem.tiers:
            old, new = self.best[tier.id], its[tier.id]
            if new > self.worst(tier, self.best):
                return False
            if new < old and not self.is_proved(tier):
                return True
        return True

    def is_proved(self, tier: Tier) -> bool:
        """Whether the plan in hand is within the tier's tolerance of its bound."""
        return tier.id in self.best and self.is_near(tier, self.best)

    def is_exact(self, tier: Tier) -> bool:
        """Whether the plan in hand is the tier's best, so that later tiers have all it allows."""
        bound = self._bound(tier, self.best)
        return bound is not None and self.best[tier.id] <= bound

    def is_near(self, tier: Tier, values: Mapping[str, Fraction]) -> bool:
        """Whether a plan with these values is within the tier's tolerance of its bound."""
        bound = self._bound(tier, values)
        return bound is not None and values[tier.id] - bound <= abs(bound) * tier.tolerance

    def _bound(self, tier: Tier, values: Mapping[str, Fraction]) -> Fraction | None:
        return self.bounds.of(tier.id, self.bounds.allowed(self.problem.tiers, values))

    def kept_before(self, tier: Tier) -> dict[str, Fraction]:
        """What the tiers before one may be made of the best plan's."""
        tiers = self.problem.tiers
        return {t.id: self.worst(t, self.best) for t in tiers[: tiers.index(tier)]}

    def worst(self, tier: Tier, values: Mapping[str, Fraction]) -> Fraction:
        """What later tiers may make of a tier, where a plan has these values."""
        return worst(tier, values[tier.id], self._bound(tier, values))


def kept(expression: Linear, most: Fraction) -> Row | None:
    """The row that keeps an expression to a most; None where nothing is unknown in it."""
    if not expression.terms:
        return None
    return Row(dict(expression.terms), most - expression.constant)
