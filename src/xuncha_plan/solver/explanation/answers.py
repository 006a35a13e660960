"""What is asked of the solver about a plan in hand, and what it answers: data that pickles."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from xuncha_plan.check.wish import Wish
from xuncha_plan.model import VisitRecord, Words
from xuncha_plan.solver.news import Engine

Verdict = Literal["possible", "impossible", "unknown"]


@dataclass(frozen=True)
class Placing:
    """What would the best plan be in which a visit is where it is wanted?

    `near` is where to look first, such as the best move of the visit alone; where nothing forbids
    that move, `instead_of` is the visit that it moves, and it is the plan to begin with. `suspects`
    are rules, by their places, of which some may forbid the place by themselves.
    """

    wish: Wish
    near: VisitRecord | None = None
    instead_of: VisitRecord | None = None
    suspects: tuple[int, ...] = ()


@dataclass(frozen=True)
class Lifting:
    """What would the best plan be if a rule, by its place among the rules, asked nothing?"""

    rule: int


@dataclass(frozen=True)
class Standing:
    """How good is the plan in hand: what can no plan go below, tier by tier?"""


@dataclass(frozen=True)
class Sifting:
    """Which of these hard rules cost nothing: without all of them no plan could be better.

    Only the first tiers count in which the plan that `Standing` found is proved best.
    """

    rules: tuple[int, ...]


Question = Placing | Lifting | Standing | Sifting


@dataclass(frozen=True)
class TierAnswer:
    """One tier: what it is worth in the plan in hand and in the best plan found.

    `bound` is what no plan can go below that keeps the tiers before to what the plan found has;
    None where nothing is known of it. `engines` say so; without any, arithmetic does.
    """

    tier: str
    now: Fraction
    value: Fraction | None = None
    bound: Fraction | None = None
    engines: frozenset[Engine] = frozenset()


@dataclass(frozen=True)
class Answer:
    """Whether there is such a plan, what its tiers are worth, and its visits.

    Impossible without engines: no place at all is open, whatever the rest of the plan; `culprits`
    are the suspects that forbid it by themselves. `breach` is
    the amount by which the plan breaks a rule that was set aside; `free` are rules that cost
    nothing; `remark` says what went wrong, if anything did.
    """

    verdict: Verdict
    tiers: tuple[TierAnswer, ...] = ()
    visits: tuple[VisitRecord, ...] | None = None
    engines: frozenset[Engine] = frozenset()
    culprits: tuple[int, ...] = ()
    breach: Fraction | None = None
    free: tuple[int, ...] = ()
    remark: Words | None = None
