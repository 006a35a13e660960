"""What the superior decides: who is sent where, what is taken when, who answers for how much."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from xuncha_plan.model import Claim, Place
from xuncha_plan.model.record import PlanStatus


@dataclass(frozen=True)
class Sending:
    """One team of a district that works in another in a round of the net.

    `visits` is the least number of coverage visits that it makes there.
    """

    round: str
    sender: str
    team: str
    host: str
    visits: int = 1
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Taking:
    """A district's part in a joint or synchronised campaign.

    `workload` bounds the joint targets' team-weeks, so that the superior's strength suffices.
    """

    rule: str
    round: str
    sector: str  # empty where the rule names no sectors
    district: str
    at_least: int
    at_most: int | None = None
    workload: Fraction | None = None
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Elevation:
    """One target that the superior takes in a round of the net."""

    rule: str
    round: str
    district: str
    target: str
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Quota:
    """What a district answers for of a milestone over the net."""

    rule: str
    district: str
    at_least: Fraction
    place: Place | None = field(default=None, compare=False)


Order = Sending | Taking | Elevation | Quota


@dataclass(frozen=True)
class Decisions:
    """Everything that the superior decides. Claims are of its own tiers, as in a plan file."""

    sendings: tuple[Sending, ...] = ()
    takings: tuple[Taking, ...] = ()
    elevations: tuple[Elevation, ...] = ()
    quotas: tuple[Quota, ...] = ()

    def of(self, district: str) -> "Decisions":
        """What concerns one district."""
        return Decisions(
            tuple(s for s in self.sendings if district in (s.sender, s.host)),
            tuple(t for t in self.takings if t.district == district),
            tuple(e for e in self.elevations if e.district == district),
            tuple(q for q in self.quotas if q.district == district),
        )

    def orders(self) -> Iterator[Order]:
        """All of them, one after the other."""
        yield from self.sendings
        yield from self.takings
        yield from self.elevations
        yield from self.quotas


@dataclass(frozen=True)
class DecisionsRecord:
    """A file of decisions: what was decided, for which net, and what is claimed of its tiers."""

    decisions: Decisions
    superior: str = ""
    net_file: str = ""
    sha256: str = ""
    program: str = ""
    status: PlanStatus = "feasible"
    settings: dict[str, Any] = field(default_factory=dict)  # whatever a run wants to record
    tiers: tuple[Claim, ...] = ()
    place: Place | None = field(default=None, compare=False)
