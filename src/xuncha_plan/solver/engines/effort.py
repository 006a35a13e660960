"""What is asked of a solver backend, and what it answers."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

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
    """How long and how hard a backend may try; `seconds` of wall clock."""

    seconds: float
    workers: int = 8
    seed: int = 1
    gap: float = 0.0  # relative gap at which it may stop
    only_improve: bool = False  # leave proofs to others: a start is given, time alone ends it
