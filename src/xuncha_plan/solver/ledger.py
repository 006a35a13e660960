"""What is known so far: the best plan, each tier's value in it, and each tier's bound."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from xuncha_plan.model import Linear, Problem, Tier, VisitRecord
from xuncha_plan.solver.counts import Counts
from xuncha_plan.solver.expand import visits
from xuncha_plan.solver.news import Bounded, Engine, Found, News
from xuncha_plan.solver.program import Row, Values, worth


@dataclass
class Ledger:
    """The state of a search; everything new in it is told at once."""

    problem: Problem
    tell: Callable[[News], None]
    bounds: dict[str, Fraction] = field(default_factory=dict)
    best: dict[str, Fraction] = field(default_factory=dict)
    values: Values | None = None  # of the exact program, in the best plan

    def bound(self, tier: Tier, bound: Fraction | None, engine: Engine) -> None:
        """A bound of a tier was proved."""
        known = self.bounds.get(tier.id)
        if bound is not None and (known is None or bound > known):
            self.bounds[tier.id] = bound
        if bound is not None and (known is None or bound >= known):
            self.tell(Bounded(tier.id, bound, engine))

    def found(
        self, tier: str, counts: Counts, values: Values, worths: Mapping[str, Linear]
    ) -> None:
        """A plan was found; it is kept and told if none so far is better."""
        its = {key: Fraction(worth(x, values)) for key, x in worths.items()}
        if self.values is None or self._is_no_worse(its):
            self.best, self.values = its, values
            records = tuple(VisitRecord.of(visit) for visit in visits(counts, values))
            self.tell(Found(records, tier))

    def _is_no_worse(self, its: Mapping[str, Fraction]) -> bool:
        """Tier by tier; what stays within the tolerance of a tier counts as equal there."""
        for tier in self.problem.tiers:
            old, new = self.best[tier.id], its[tier.id]
            if new > self.worst(tier, old):
                return False
            if new < old and not self.is_proved(tier):
                return True
        return True

    def is_proved(self, tier: Tier) -> bool:
        """Whether the plan in hand is within the tier's tolerance of its bound."""
        value, bound = self.best.get(tier.id), self.bounds.get(tier.id)
        return (
            value is not None and bound is not None and value - bound <= abs(bound) * tier.tolerance
        )

    def worst(self, tier: Tier, value: Fraction) -> Fraction:
        """What later tiers may make of a tier's value.

        Where the bound is near, it is kept to what the bound allows, so that it stays proved.
        """
        worst = value + abs(value) * tier.tolerance
        if (bound := self.bounds.get(tier.id)) is not None:
            worst = max(value, min(worst, bound + abs(bound) * tier.tolerance))
        return worst

    def keep(self, tier: Tier, expression: Linear, value: Fraction) -> Row | None:
        """The row that keeps a tier near its best value; None where nothing is unknown in it."""
        if not expression.terms:
            return None
        return Row(dict(expression.terms), self.worst(tier, value) - expression.constant)
