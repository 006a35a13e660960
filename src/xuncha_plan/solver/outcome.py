"""What a solve came to, and what is told on the way."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from xuncha_plan.model import PlanRecord, Words

Kind = Literal["optimal", "feasible", "infeasible", "no_plan", "interrupted", "fault"]


@dataclass(frozen=True)
class Progress:
    """One tier as it stands now; `elapsed` in seconds."""

    tier: str
    value: Fraction | None
    bound: Fraction | None
    elapsed: float
    words: Words | None = None


@dataclass(frozen=True)
class Outcome:
    """The end of a solve. A record is there whenever a plan was found that passes the check.

    `is_whole` says that the search ended by itself: no clock, person or crash cut it short.
    """

    kind: Kind
    record: PlanRecord | None = None
    words: Words | None = None
    seconds: float = 0.0
    sizes: dict[str, int] = field(default_factory=dict)
    is_whole: bool = True
