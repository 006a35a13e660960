"""What the superior has to know of a district, worked out once: its problem is not kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction


@dataclass(frozen=True)
class Candidate:
    """A target that an order may be about; `rounds` are the net's in which it may be covered."""

    target: str
    title: str
    workload: Fraction
    rounds: frozenset[str]


@dataclass(frozen=True)
class OwnTeam:
    """A team: what people call it, its team-weeks a round (None follows working days).

    `alike` is one id for all teams of the district that its rules cannot tell apart.
    """

    title: str
    capacity: Fraction | None
    alike: str


@dataclass(frozen=True)
class OwnRound:
    """One of a district's rounds: its days, its teams' team-weeks, those of one whole team."""

    id: str
    title: str
    start: date
    end: date
    capacity: Mapping[str, Fraction]  # of the teams present
    weeks: Fraction  # working days by five

    @property
    def strength(self) -> Fraction:
        """Team-weeks of all teams present."""
        return sum(self.capacity.values(), Fraction(0))


@dataclass(frozen=True)
class Worth:
    """A target of a milestone: what it counts, and the least own load that it takes."""

    load: Fraction
    counts: Fraction


@dataclass(frozen=True)
class Need:
    """What a district must have covered by a day: at least so many team-weeks of own load.

    `free` is the part of each round's team-weeks that visits may take; `name` that of the
    district's rule, None for its coverage as a whole.
    """

    by: date
    load: Fraction
    free: Mapping[str, Fraction]
    name: str | None


@dataclass(frozen=True)
class Summary:
    """A district in short. Rules of the net are named by their place in its file, from 1."""

    id: str
    title: str
    rounds: tuple[OwnRound, ...]  # in order
    maps: Mapping[str, str]  # the net's round to the district's
    teams: Mapping[str, OwnTeam]
    targets: int
    workload: Fraction
    needs: tuple[Need, ...] = ()
    campaigns: Mapping[tuple[int, str], tuple[Candidate, ...]] = field(default_factory=dict)
    elevated: Mapping[int, tuple[Candidate, ...]] = field(default_factory=dict)
    milestones: Mapping[int, tuple[Worth, ...]] = field(default_factory=dict)
    own_share: Fraction = Fraction(1, 2)  # what own teams carry of a joint target

    def own(self, net_round: str) -> OwnRound | None:
        """The district's round that lies in a round of the net; None where there is none."""
        its = self.maps.get(net_round)
        return next((r for r in self.rounds if r.id == its), None)

    def guest(self, sender: "Summary", team: str, net_round: str) -> Fraction:
        """Team-weeks that another district's team has here in a round of the net."""
        stated, own = sender.teams[team].capacity, self.own(net_round)
        if stated is not None:
            return stated
        return Fraction(0) if own is None else own.weeks

    @property
    def strength(self) -> Fraction:
        """Team-weeks of the whole term."""
        return sum((r.strength for r in self.rounds), Fraction(0))
