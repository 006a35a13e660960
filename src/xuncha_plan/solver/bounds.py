"""What is proved of each tier, by which engine, and for which plans it holds."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from xuncha_plan.solver.news import Bounded, Engine, Given


@dataclass
class Bounds:
    """A bound that was proved with earlier tiers kept to a most holds for plans within those.

    A plan that is worse in an earlier tier may well lie below it.
    """

    _known: dict[str, dict[tuple[Engine, Given], Fraction]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def add(self, news: Bounded) -> bool:
        """Something was proved; whether its engine had not proved as much before."""
        mine, key = self._known[news.tier], (news.engine, news.given)
        if key in mine and mine[key] >= news.bound:
            return False
        mine[key] = news.bound
        return True

    def of(
        self, tier: str, values: Mapping[str, Fraction], engine: Engine | None = None
    ) -> Fraction | None:
        """The highest bound of a tier, by any engine or one, that holds for a plan's values."""
        return max(
            (
                bound
                for (its, given), bound in list(self._known[tier].items())  # others may add
                if engine in (None, its)
                and all(t in values and values[t] <= most for t, most in given)
            ),
            default=None,
        )

    def engines(self, tier: str) -> set[Engine]:
        """Who has proved something of a tier."""
        return {engine for engine, _ in self._known[tier]}
