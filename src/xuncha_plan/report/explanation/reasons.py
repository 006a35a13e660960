"""Why a visit is where it is, as values: what other places would cost, and who is in the way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from xuncha_plan.check.alternatives import Moved
from xuncha_plan.check.wish import Wish
from xuncha_plan.model import Finding, Plan, Purpose, Rule, Target, Visit, VisitRecord
from xuncha_plan.solver.explanation import Answer, TierAnswer


@dataclass(frozen=True)
class Row:
    """One wish and both answers: the visit moved alone, and with the rest re-arranged.

    `moved` of None: no place at all would do. `answer` of None: it was not asked.
    """

    wish: Wish
    moved: Moved | None
    answer: Answer | None = None


@dataclass(frozen=True)
class Explanation:
    """One target's visits of a purpose, what each tier is worth now, and what was asked.

    `sections` are the rows by what they vary: `round`, `mode`, `team`; or `place`, for one wish.
    """

    plan: Plan
    target: Target
    purpose: Purpose
    now: tuple[Visit, ...]
    values: Mapping[str, Fraction]
    sections: Mapping[str, tuple[Row, ...]]
    others: tuple[Visit, ...] = ()  # the target's visits of other purposes

    def rows(self) -> Iterator[Row]:
        """All rows, section after section."""
        for rows in self.sections.values():
            yield from rows

    @property
    def is_wanted(self) -> bool:
        """Whether some rule asks for such visits of the target."""
        return bool(self.plan.problem.asked(self.purpose, self.target.id))

    def is_met(self, row: Row) -> bool:
        """Whether a visit is where it is wanted already."""
        return any(map(row.wish.is_met, self.now))

    def bonds(self) -> list["Bond"]:
        """Who binds the visit where it is: those first that forbid most, then by what they cost."""
        found: dict[object, Bond] = {}
        for section, rows in self.sections.items():
            for row in rows:
                for key, bond in _bonds(row):
                    known = found.setdefault(key, bond)
                    known.costs.update(bond.costs)
                    if bond.finding is not None:
                        known.forbids.setdefault(section, set()).add(row.wish)
        return sorted(found.values(), key=lambda bond: bond.rank)


@dataclass
class Bond:
    """A rule, or a built-in requirement, and what it has against other places.

    `forbids` are the wishes that it forbids by section, `costs` what a soft rule adds where.
    """

    rule: Rule | None  # None: built in
    code: str
    finding: Finding | None = None  # an example of what it finds
    forbids: dict[str, set[Wish]] = field(default_factory=dict)
    costs: dict[Wish, Fraction] = field(default_factory=dict)

    @property
    def number_of_forbidden(self) -> int:
        """How many wishes it forbids."""
        return sum(map(len, self.forbids.values()))

    @property
    def rank(self) -> tuple[int, Fraction]:
        """What comes first in a list."""
        return -self.number_of_forbidden, -max(self.costs.values(), default=Fraction(0))


def _bonds(row: Row) -> Iterator[tuple[object, Bond]]:
    if row.moved is None:
        return
    for finding in row.moved.forbidden:
        key = finding.code if finding.rule is None else id(finding.rule)
        yield key, Bond(finding.rule, finding.code, finding)
    for rule, cost in row.moved.causes:
        if cost > 0:
            yield id(rule), Bond(rule, rule.word, costs={row.wish: cost})


# What an answer comes to.


def cost(tier: TierAnswer) -> Fraction | None:
    """How much more a tier is worth in the plan found than now; None where none was found."""
    return None if tier.value is None else max(Fraction(0), tier.value - tier.now)


def least_cost(tier: TierAnswer) -> Fraction:
    """How much more it must be at least; 0 where nothing is proved."""
    return Fraction(0) if tier.bound is None else max(Fraction(0), tier.bound - tier.now)


def is_proved(tier: TierAnswer) -> bool:
    """Whether no plan costs less, tiers before it kept to what the plan found has."""
    return cost(tier) is not None and cost(tier) == least_cost(tier)


def also_changed(plan: Plan, wish: Wish, visits: tuple[VisitRecord, ...]) -> list[VisitRecord]:
    """The visits of a plan that the plan in hand does not have, the wanted one aside."""
    old = {_line(VisitRecord.of(visit)) for visit in plan.visits}
    return [
        one
        for one in visits
        if _line(one) not in old and not (one.target == wish.target and one.purpose == wish.purpose)
    ]


def _line(one: VisitRecord) -> tuple[str, ...]:
    return one.target, one.purpose, one.round, one.mode, one.team or ""
