"""What a district proved that it cannot do: not all of these orders together."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from xuncha_plan.net.model import Decisions, Elevation, Order, Quota, Summary, Taking


@dataclass(frozen=True)
class Cut:
    """Orders of one district that cannot all hold, however it plans.

    `away` counts teams that are sent away, by round of the net and kind of team; `guests` are the
    team-weeks that come, by round, and `hosting` the number of teams where that they must be used
    is part of the reason. `reasons` are the names of the district's rules that cannot hold.
    """

    district: str
    away: Mapping[tuple[str, str], int] = field(default_factory=dict)
    guests: Mapping[str, Fraction] = field(default_factory=dict)
    hosting: Mapping[str, int] = field(default_factory=dict)
    takings: tuple[Taking, ...] = ()
    elevations: tuple[Elevation, ...] = ()
    quotas: tuple[Quota, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the district cannot plan even without any order."""
        return not (self.away or self.guests or self.takings or self.elevations or self.quotas)


def cut_of(
    summaries: Mapping[str, Summary],
    district: str,
    decisions: Decisions,
    orders: Mapping[str, Order],
    reasons: Collection[str],
) -> Cut:
    """The cut of a district that was proved impossible under its orders.

    `orders` says which decision each added rule comes from; `reasons` are the rules of its
    smallest conflict, or nothing where it is not known: then every order is part of it.
    """
    its, own = decisions.of(district), summaries[district]
    named = [orders[name] for name in reasons if name in orders] if reasons else [*its.orders()]
    sent = [s for s in its.sendings if s.sender == district]
    come = [s for s in its.sendings if s.host == district]
    guests: dict[str, Fraction] = {}
    for s in come:
        weeks = own.guest(summaries[s.sender], s.team, s.round)
        guests[s.round] = guests.get(s.round, Fraction(0)) + weeks
    is_hosting = any(order in come for order in named)
    return Cut(
        district,
        away=dict(Counter((s.round, own.teams[s.team].alike) for s in sent)),
        guests=guests,
        hosting=dict(Counter(s.round for s in come)) if is_hosting else {},
        takings=tuple(x for x in its.takings if x in named),
        elevations=tuple(x for x in its.elevations if x in named),
        quotas=tuple(x for x in its.quotas if x in named),
        reasons=tuple(reasons),
    )
