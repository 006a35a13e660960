"""What a diagnosis says: what cannot hold together, and what would help."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from xuncha_plan.model.district import Round, Team
from xuncha_plan.model.record import Claim, VisitRecord
from xuncha_plan.model.rule import Rule
from xuncha_plan.model.words import Language, Words

Vouched = Literal["counting", "engines", "engine"]  # counted here, two engines agree, one says so
Visits = tuple[VisitRecord, ...]


@dataclass(frozen=True)
class Sentence:
    """Words with what fills their blanks."""

    words: Words
    blanks: Mapping[str, object] = field(default_factory=dict)

    def say(self, language: Language) -> str:
        """The sentence in one language."""
        return self.words.say(language, **self.blanks)


@dataclass(frozen=True)
class Member:
    """A rule of a conflict; `without` is a plan that keeps all the others, None: none is known."""

    rule: Rule
    without: Visits | None = None


@dataclass(frozen=True)
class Conflict:
    """Rules that cannot hold together, in the file's order.

    `chain` counts it out, where counting suffices; `proof` says who vouches for it. They may need
    what is built in, the capacity of teams, to be in each other's way.
    """

    members: tuple[Member, ...]
    proof: Vouched
    needs_capacity: bool = False
    chain: tuple[Sentence, ...] = ()

    @property
    def is_minimal(self) -> bool:
        """Whether every member is shown to be needed."""
        return all(member.without is not None for member in self.members)


@dataclass(frozen=True)
class Parameter:
    """A parameter of a rule that would do with another value."""

    key: str
    old: object
    new: object


@dataclass(frozen=True)
class Excepted:
    """Targets that a rule would leave out."""

    targets: tuple[str, ...]


@dataclass(frozen=True)
class Softened:
    """A rule that would be kept as well as possible instead of always."""


@dataclass(frozen=True)
class GivesWay:
    """One rule gives way by an amount of breach in its own unit."""

    rule: Rule
    amount: Fraction
    how: Parameter | Excepted | Softened

    @property
    def cost(self) -> Fraction:
        """The amount times the rule's weight, as in a tier."""
        return self.amount * self.rule.weight


@dataclass(frozen=True)
class MoreTeams:
    """Teams that come in addition; the cost is their team-weeks in the term."""

    teams: tuple[Team, ...]
    cost: Fraction

    @property
    def number(self) -> int:
        """How many."""
        return len(self.teams)


@dataclass(frozen=True)
class MoreRounds:
    """Rounds that come in addition; the cost is the team-weeks that teams have in them."""

    rounds: tuple[Round, ...]
    cost: Fraction

    @property
    def number(self) -> int:
        """How many."""
        return len(self.rounds)


@dataclass(frozen=True)
class MoreWeeks:
    """Each team has so many team-weeks more in each round; `capacity` is what it has then."""

    weeks: Fraction
    capacity: Mapping[str, Fraction]
    cost: Fraction

    @property
    def number(self) -> Fraction:
        """How many team-weeks."""
        return self.weeks


Step = GivesWay | MoreTeams | MoreRounds | MoreWeeks


@dataclass(frozen=True)
class WayOut:
    """What would let a plan exist, and such a plan.

    `proof` says who vouches that the same steps cannot do with less; None: nobody.
    """

    steps: tuple[Step, ...]
    plan: Visits
    proof: Vouched | None = None

    @property
    def cost(self) -> Fraction:
        """What all steps cost together."""
        return sum((step.cost for step in self.steps), Fraction(0))


@dataclass(frozen=True)
class Diagnosis:
    """Why no plan exists, or a plan where one does; neither: it could not be found out.

    `ways` are in order of cost. It is complete unless time ran out, or somebody stopped it.
    """

    plan: Visits | None = None
    conflicts: tuple[Conflict, ...] = ()
    ways: tuple[WayOut, ...] = ()
    is_complete: bool = True
    is_interrupted: bool = False
    seconds: float = 0.0
    trouble: Words | None = None  # what went wrong with the solver


Sized = Literal["teams", "rounds", "weeks"]


@dataclass(frozen=True)
class SizePoint:
    """A problem of some size: whether there is a plan, and the best that was found.

    `number` counts teams or rounds, or team-weeks more than the file's. Without a plan `proof`
    says who vouches that there is none; None: it is not known.
    """

    number: Fraction
    has_plan: bool
    proof: Vouched | None = None
    tiers: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Sizing:
    """The least size with which a plan was found, and what more of it would give.

    `points` are in order of size; `now` is the file's own.
    """

    what: Sized
    now: Fraction
    points: tuple[SizePoint, ...]
    is_complete: bool = True
    is_interrupted: bool = False
    trouble: Words | None = None

    @property
    def least(self) -> SizePoint | None:
        """The smallest point with a plan; None where none was found."""
        return next((point for point in self.points if point.has_plan), None)

    @property
    def below(self) -> SizePoint | None:
        """The largest smaller point, of which it is known or not whether there is no plan."""
        smaller = [p for p in self.points if self.least is None or p.number < self.least.number]
        return smaller[-1] if smaller else None
