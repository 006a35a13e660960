"""What is asked of a solver backend, and what it answers."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from xuncha_plan.solver.clock import Clock, Work
from xuncha_plan.solver.formulation.program import Values

Verdict = Literal["optimal", "feasible", "infeasible", "unknown", "invalid"]


@dataclass(frozen=True)
class Answer:
    """What a backend says: the values of all variables, and a bound on the objective."""

    verdict: Verdict
    values: Values | None = None
    bound: Fraction | None = None


@dataclass(frozen=True)
class Effort:
    """How long and how hard a backend may try; `seconds` of wall clock, or of `work`.

    With `work` an answer depends on nothing but the program: the search ends after so many steps.
    """

    seconds: float
    workers: int = 8
    seed: int = 1
    gap: float = 0.0  # relative gap at which it may stop
    only_improve: bool = False  # leave proofs to others: a start is given, time alone ends it
    work: Work | None = None

    def clock(self) -> Clock:
        """A clock that ends with it."""
        return Clock.of(self.seconds, self.work)
