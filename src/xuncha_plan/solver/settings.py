"""How a search is run."""

from dataclasses import dataclass
from fractions import Fraction

from xuncha_plan.model import VisitRecord
from xuncha_plan.solver.news import Bounded


@dataclass(frozen=True)
class Settings:
    """`time_limit` in seconds; `workers` of 0 is the solver's own choice; `gap` is relative.

    `warm` is a plan to begin with, `proved` what an earlier search of the same problem proved, and
    `memory` what the searching process may hold, in MiB; 0 is most of the machine's.
    """

    time_limit: float = 60.0
    workers: int = 0
    seed: int = 1
    gap: Fraction = Fraction(0)
    warm: tuple[VisitRecord, ...] = ()
    proved: tuple[Bounded, ...] = ()
    memory: float = 0.0
