"""How a search is run."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Settings:
    """`time_limit` in seconds; `workers` of 0 is the solver's own choice; `gap` is relative."""

    time_limit: float = 60.0
    workers: int = 0
    seed: int = 1
    gap: Fraction = Fraction(0)
