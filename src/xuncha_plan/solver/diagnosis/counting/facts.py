"""What hard rules say, as sums of amounts that stay below a number.

A formulation that answers every question with an unknown of its own, and remembers the question.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from xuncha_plan.model import Demand, Exact, Ids, Linear, Problem, Rule, Selection
from xuncha_plan.solver.formulation.classes import Alike, Slot

Team = str | None


@dataclass(frozen=True)
class Term:
    """So many times an amount: of a selection in a unit, or whether it takes a visit."""

    factor: Exact
    visits: Selection
    unit: str  # `whether` is 1 for any number of visits

    def takes(self, member: str, slot: Slot) -> bool:
        """Whether it is about a target's visits in a slot, teams aside."""
        visits = self.visits
        return (
            (visits.targets is None or member in visits.targets)
            and (visits.rounds is None or slot.round in visits.rounds)
            and (visits.modes is None or slot.mode in visits.modes)
            and (visits.purposes is None or slot.purpose in visits.purposes)
        )

    def among(self, teams: frozenset[Team]) -> frozenset[Team]:
        """Those of some teams whose visits it is about; None is the superior's."""
        return teams if self.visits.teams is None else teams & self.visits.teams


@dataclass(frozen=True)
class Fact:
    """`terms` add up to `high` at most, because one rule says so."""

    place: int  # of the rule among the problem's
    terms: tuple[Term, ...]
    high: Fraction

    def bound(self, sign: int) -> tuple[Term, Fraction] | None:
        """An amount and its upper (`sign` 1) or lower (-1) bound, if the fact is nothing else."""
        if len(self.terms) != 1 or self.terms[0].factor * sign <= 0:
            return None
        return None if self.terms[0].unit == "whether" else (self.terms[0], self._alone)

    @property
    def _alone(self) -> Fraction:
        return self.high / self.terms[0].factor

    def closed(self) -> Iterator[Term]:
        """What it forbids outright."""
        if self.high <= 0 and all(term.factor > 0 for term in self.terms):
            yield from self.terms


@dataclass
class _Hearing:
    """A formulation that only listens; `groups` are the targets that rules cannot tell apart."""

    problem: Problem
    groups: tuple[Ids, ...]
    asked: list[tuple[Selection, str] | None] = field(default_factory=list)
    lows: dict[int, Exact] = field(default_factory=dict)  # of what is largest or a square

    def alike(self, targets: Ids) -> Iterable[Ids]:
        return [group for group in self.groups if group <= targets]

    def each_team(self, *visits: Selection) -> Iterable[Ids]:
        return []

    def load(self, visits: Selection, unit: str = "count") -> Linear:
        return self._next((visits, unit))

    def whether(self, visits: Selection) -> Linear:
        return self._next((visits, "whether"))

    def largest(self, of: Iterable[Linear | Exact]) -> Linear:
        parts = [one if isinstance(one, Linear) else Linear(constant=one) for one in of]
        known = [one.constant for one in parts if not one.terms]
        return self._next(None, max(known, default=None))

    def square(self, of: Linear) -> Linear:
        return self._next(None, 0)

    def _next(self, question: tuple[Selection, str] | None, low: Exact | None = None) -> Linear:
        if low is not None:
            self.lows[len(self.asked)] = low
        self.asked.append(question)
        return Linear({len(self.asked) - 1: 1})

    def fact(self, place: int, demand: Demand) -> Fact | None:
        """The demand as a fact; what is only known from below is put in as its least."""
        terms, high = [], -Fraction(demand.excess.constant)
        for x, c in demand.excess.terms.items():
            question = self.asked[x]
            if question is not None:
                terms.append(Term(c, *question))
            elif c > 0 and x in self.lows:
                high -= c * self.lows[x]
            else:
                return None
        return Fact(place, tuple(terms), high)


def facts(problem: Problem, rules: dict[int, Rule], classes: tuple[Alike, ...]) -> list[Fact]:
    """What rules say in such sums; what they say otherwise is left out."""
    hearing = _Hearing(problem, tuple(frozenset(one.members) for one in classes))
    found = []
    for place, rule in rules.items():
        asked = (demand for demand in rule.ask(hearing) if isinstance(demand, Demand))
        found += [hearing.fact(place, demand) for demand in asked]
    return [fact for fact in found if fact is not None]
