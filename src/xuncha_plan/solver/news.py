"""What the solving process tells the one that waits for it: plain data that pickles."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from xuncha_plan.model import VisitRecord, Words

Engine = Literal["cpsat", "highs"]
ENGINES: tuple[Engine, ...] = ("cpsat", "highs")
Given = tuple[tuple[str, Fraction], ...]  # tiers, and the most that each is kept to


@dataclass(frozen=True)
class Sizes:
    """How large the programs are."""

    counts: dict[str, int]


@dataclass(frozen=True)
class Found:
    """A plan that is better than every one before it."""

    visits: tuple[VisitRecord, ...]
    tier: str  # the tier that was being improved


@dataclass(frozen=True)
class Bounded:
    """No plan that keeps the tiers before to what is given can go below this bound in a tier."""

    tier: str
    bound: Fraction
    engine: Engine
    given: Given = ()


@dataclass(frozen=True)
class Said:
    """Something worth telling while it goes on."""

    words: Words


@dataclass(frozen=True)
class Ended:
    """The search is over: everything tried, no plan can be, or time ran out."""

    verdict: Literal["done", "infeasible", "out_of_time", "fault"]
    words: Words | None = None


News = Sizes | Found | Bounded | Said | Ended
