"""How a search is run."""

from dataclasses import dataclass
from fractions import Fraction

from xuncha_plan.model import VisitRecord
from xuncha_plan.solver.news import Bounded

PATIENCE = 5  # seconds of wall clock that a second of work may take


@dataclass(frozen=True)
class Settings:
    """`time_limit` in seconds; `workers` of 0 is the solver's own choice; `gap` is relative.

    `warm` is a plan to begin with, `proved` what an earlier search of the same problem proved, and
    `memory` what the searching process may hold, in MiB; 0 is most of the machine's.
    What is `reproducible` is the same on every run of one version on one kind of machine:
    `time_limit` then counts seconds of work in place of the clock's.
    """

    time_limit: float = 60.0
    workers: int = 0
    seed: int = 1
    gap: Fraction = Fraction(0)
    warm: tuple[VisitRecord, ...] = ()
    proved: tuple[Bounded, ...] = ()
    memory: float = 0.0
    reproducible: bool = False

    @property
    def wall(self) -> float:
        """Seconds of wall clock after which a search is over, whatever it was doing."""
        return self.time_limit * (PATIENCE if self.reproducible else 1)
