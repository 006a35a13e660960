"""What the diagnosing process tells the one that waits for it: plain data that pickles.

Rules are called by their places in the problem.
"""

from dataclasses import dataclass
from fractions import Fraction

from xuncha_plan.model.diagnosis import MoreRounds, MoreTeams, MoreWeeks, Visits
from xuncha_plan.solver.diagnosis.subset import Kept


@dataclass(frozen=True)
class PlanFound:
    """There is a plan: nothing conflicts."""

    plan: Visits


@dataclass(frozen=True)
class ClashFound:
    """Rules that cannot hold together; `without` holds a plan for all but one, where known."""

    rules: Kept
    without: dict[int, Visits]
    by: frozenset[str]
    needs_capacity: bool


@dataclass(frozen=True)
class GivingWayFound:
    """Rules that give way, each by an amount, with a plan that lets them; `by`: not less."""

    amounts: dict[int, Fraction]
    plan: Visits
    by: frozenset[str]


@dataclass(frozen=True)
class MoreFound:
    """More of something, with a plan; `by`: one less will not do."""

    more: MoreTeams | MoreRounds | MoreWeeks
    plan: Visits
    by: frozenset[str]


@dataclass(frozen=True)
class Probed:
    """Whether there is a plan at a size; `by`: who says that there is none, nobody: not known."""

    number: Fraction
    has_plan: bool
    by: frozenset[str]


DiagnosisNews = PlanFound | ClashFound | GivingWayFound | MoreFound | Probed
