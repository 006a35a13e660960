"""How a search is run."""

from dataclasses import dataclass
from fractions import Fraction

from xuncha_plan.model import VisitRecord


@dataclass(frozen=True)
class Settings:
    """`time_limit` in seconds; `workers` of 0 is the solver's own choice; `gap` is relative.

    `warm` is a plan to begin with.
    """

    time_limit: float = 60.0
    workers: int = 0
    seed: int = 1
    gap: Fraction = Fraction(0)
    warm: tuple[VisitRecord, ...] = ()
