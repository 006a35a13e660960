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
        """A better plan was found."""
        self.best = {key: Fraction(worth(x, values)) for key, x in worths.items()}
        records = tuple(VisitRecord.of(visit) for visit in visits(counts, values))
        self.tell(Found(records, tier))

    def is_proved(self, tier: Tier) -> bool:
        """Whether the plan in hand is within the tier's tolerance of its bound."""
        value, bound = self.best.get(tier.id), self.bounds.get(tier.id)
        return (
            value is not None and bound is not None and value - bound <= abs(bound) * tier.tolerance
        )

    def keep(self, tier: Tier, expression: Linear, value: Fraction) -> Row | None:
        """The row that keeps a tier near its best value; None where nothing is unknown in it.

        Where the bound is near, it is kept to what the bound allows, so that it stays proved.
        """
        if not expression.terms:
            return None
        worst = value + abs(value) * tier.tolerance
        if (bound := self.bounds.get(tier.id)) is not None:
            worst = max(value, min(worst, bound + abs(bound) * tier.tolerance))
        return Row(dict(expression.terms), worst - expression.constant)
