"""What is proved of each tier, by which engine, and for which plans it holds."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from xuncha_plan.model import Tier
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

    def allowed(self, tiers: Iterable[Tier], values: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """What each tier may come to in plans that count as no worse than one with these values.

        A bound proves a tier only where it holds for all of those.
        """
        found = dict(values)
        for tier in tiers:
            if tier.id in values:
                found[tier.id] = worst(tier, values[tier.id], self.of(tier.id, found))
        return found

    def engines(self, tier: str) -> set[Engine]:
        """Who has proved something of a tier."""
        return {engine for engine, _ in self._known[tier]}


def worst(tier: Tier, value: Fraction, bound: Fraction | None) -> Fraction:
    """What later tiers may make of a tier that has a value.

    Where its bound is near, it is kept to what the bound allows, so that it stays proved.
    """
    most = value + abs(value) * tier.tolerance
    return most if bound is None else max(value, min(most, bound + abs(bound) * tier.tolerance))
