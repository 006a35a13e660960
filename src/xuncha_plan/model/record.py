"""A plan as its file states it: claims about tiers, and visits by ids not looked up yet."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from xuncha_plan.model.place import Place
from xuncha_plan.model.plan import Visit

PlanStatus = Literal["optimal", "feasible"]
Proof = Literal["bound", "engines", "engine", "none"]


@dataclass(frozen=True)
class Claim:
    """What a plan file says of one tier: its value, and a bound below which no plan can go.

    `bound` is None where nothing was proved; values of a file are rounded to four decimals.
    `engines` are those that proved the bound, where nobody rechecked it.
    """

    id: str
    value: Fraction
    bound: Fraction | None = None
    status: PlanStatus = "feasible"
    proof: Proof = "none"
    place: Place | None = field(default=None, compare=False)
    engines: tuple[str, ...] = ()


@dataclass(frozen=True)
class VisitRecord:
    """One line of a plan file; the ids may name nothing."""

    target: str
    purpose: str
    round: str
    mode: str
    team: str | None = None
    place: Place | None = field(default=None, compare=False)

    @classmethod
    def of(cls, visit: Visit) -> "VisitRecord":
        """The line that states a visit."""
        team = None if visit.team is None else visit.team.id
        return cls(visit.target.id, visit.purpose, visit.round.id, visit.mode, team)


@dataclass(frozen=True)
class PlanRecord:
    """A plan file, or a plan typed by hand, which claims nothing (`sha256` and `tiers` empty)."""

    visits: tuple[VisitRecord, ...]
    jurisdiction: str = ""
    problem_file: str = ""
    sha256: str = ""
    program: str = ""
    status: PlanStatus = "feasible"
    uncovered: tuple[str, ...] = ()
    settings: dict[str, Any] = field(default_factory=dict)  # whatever a run wants to record
    tiers: tuple[Claim, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)  # fields of a later minor version, kept
    place: Place | None = field(default=None, compare=False)
