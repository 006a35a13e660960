"""A problem as Timefold is told it: visits, the places of each, and sums over chosen places.

A visit is the coverage of a target with what must move with it, a look-back or a special task. Each
takes exactly one of its places (a round, a mode, a team). What rules ask becomes demands: sums of
nodes, each the largest of some rows, or whether one has anything; a row is a sum over chosen
places. What all places of a visit have in common stands in the row's base, so that a place names
only the rows in which it differs.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from rivals.units import units
from xuncha_plan.model import (
    Cost,
    Exact,
    Ids,
    Linear,
    Plan,
    Problem,
    Rule,
    Selection,
    Visit,
    total,
)
from xuncha_plan.solver.formulation.classes import slots

SCALE = 1000  # amounts in a tier are whole thousandths
ABOUT = 100  # so much is one of a hard demand's own unit, so that no rule outweighs another
FINEST = 10**6  # the finest whole part in which a hard demand is counted


class NotStated(Exception):
    """A rule needs what this form has no words for."""


@dataclass(frozen=True)
class Choice:
    """A visit and the places that it may take; an empty place is no visit at all."""

    name: str
    places: tuple[tuple[Visit, ...], ...]


@dataclass
class Row:
    """A sum over chosen places: base + amounts[choice, place]."""

    base: int = 0
    amounts: dict[tuple[int, int], int] = field(default_factory=dict)


@dataclass
class Node:
    """The largest of its rows; or, of one row, `factor` if it is above 0."""

    rows: list[Row]
    factor: int = 0  # 0: the largest


@dataclass
class Asked:
    """A demand: how far base and nodes together are above 0 is its amount; None: it is hard."""

    tier: int | None
    base: int
    nodes: list[Node]


class Stated:
    """The formulation that rules ask, and what they asked."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.choices = list(_choices(problem))
        self._visits: list[tuple[int, int, tuple[Visit, ...]]] = []
        self._of: dict[str, list[int]] = defaultdict(list)
        self._in: dict[str, list[int]] = defaultdict(list)
        for c, choice in enumerate(self.choices):
            for p, place in enumerate(choice.places):
                for target in {visit.target.id for visit in place}:
                    self._of[target].append(len(self._visits))
                for r in {visit.round.id for visit in place}:
                    self._in[r].append(len(self._visits))
                self._visits.append((c, p, place))
        self._sizes: dict[tuple[int, str], Exact] = {}
        self._nodes: dict[int, list[Linear] | Linear] = {}
        self._next = len(self._visits)

    # What a formulation answers.

    def alike(self, targets: Ids) -> Iterable[Ids]:
        """Every target alone."""
        return [frozenset({one}) for one in sorted(targets)]

    def each_team(self, *visits: Selection) -> Iterable[Ids]:
        """Every team alone."""
        return [frozenset({team.id}) for team in self.problem.teams]

    def load(self, visits: Selection, unit: str = "count") -> Linear:
        """The sum over chosen places."""
        terms: dict[int, Exact] = {}
        for x in self._reach(visits):
            amount: Exact = 0
            for visit in self._visits[x][2]:
                if visits.takes(visit):
                    amount += self._size(visit, unit)
            if amount:
                terms[x] = amount
        return Linear(terms)

    def _size(self, visit: Visit, unit: str) -> Exact:
        """Whole numbers as such: they add up ten times as fast."""
        key = (id(visit), unit)
        if key not in self._sizes:
            size = visit.size(unit)
            self._sizes[key] = size.numerator if size.denominator == 1 else size
        return self._sizes[key]

    def _reach(self, visits: Selection) -> Iterable[int]:
        if visits.targets is not None and len(visits.targets) <= len(self._of) // 4:
            return sorted({x for one in visits.targets for x in self._of.get(one, ())})
        if visits.rounds is not None:
            return sorted({x for one in visits.rounds for x in self._in.get(one, ())})
        return range(len(self._visits))

    def whether(self, visits: Selection) -> Linear:
        """Exact as a sum where only one visit is in question."""
        its = dict.fromkeys(self.load(visits).terms, 1)
        if len({self._visits[x][0] for x in its}) <= 1:
            return Linear(its)
        return self._node(Linear(its))

    def largest(self, of: Iterable[Linear | Exact]) -> Linear:
        """A node."""
        listed = [one if isinstance(one, Linear) else Linear({}, one) for one in of]
        if any(x in self._nodes for one in listed for x in one.terms):
            raise NotStated("the largest of what is itself a largest")
        return self._node(listed)

    def square(self, of: Linear) -> Linear:
        """Not said here."""
        raise NotStated("squares")

    def _node(self, what: list[Linear] | Linear) -> Linear:
        self._nodes[self._next] = what
        self._next += 1
        return Linear({self._next - 1: 1})

    # What was asked.

    def capacity(self) -> Iterator[Asked]:
        """What is built in: teams take no more than they can."""
        for r in self.problem.rounds:
            for team in self.problem.present(r.id):
                its, here = frozenset({team}), frozenset({r.id})
                load = self.load(Selection(rounds=here, teams=its), "load")
                yield self._demand(load - self.problem.capacity(here, its), None, Fraction(1))

    def asked(self, rule: Rule) -> Iterator[Asked | Row]:
        """A rule's demands, and its costs as rows; NotStated where this form has no words."""
        tiers = [tier.id for tier in self.problem.tiers]
        tier = None if rule.tier is None else tiers.index(rule.tier)
        for one in rule.ask(self):
            if isinstance(one, Cost):
                yield self._row(one.amount, SCALE * rule.weight)
                continue
            demand = self._demand(one.excess, tier, rule.weight)
            if demand.nodes or demand.base > 0:
                yield demand

    def _demand(self, excess: Linear, tier: int | None, weight: Fraction) -> Asked:
        scale = self._fineness(excess) if tier is None else SCALE * weight
        plain = Linear({x: c for x, c in excess.terms.items() if x not in self._nodes})
        nodes = [Node([self._row(plain, scale)])] if plain.terms else []
        nodes += [
            self._said(self._nodes[x], c, scale)
            for x, c in excess.terms.items()
            if x in self._nodes
        ]
        return Asked(tier, round(excess.constant * scale), nodes)

    def _said(self, what: list[Linear] | Linear, factor: Exact, scale: Exact) -> Node:
        if isinstance(what, Linear):
            return Node([self._row(what, 1)], round(factor * scale))
        if factor < 0:
            raise NotStated("less a largest")
        return Node([self._row(one, factor * scale) for one in what])

    def _fineness(self, excess: Linear) -> int:
        known = [excess, *(self._rows_of(x) for x in excess.terms if x in self._nodes)]
        parts = [c for one in known for c in (*one.terms.values(), one.constant)]
        exact = min(FINEST, lcm(*(c.denominator for c in parts)))
        return exact * max(1, round(ABOUT / exact))

    def _rows_of(self, x: int) -> Linear:
        what = self._nodes[x]
        return what if isinstance(what, Linear) else total(what)

    def _row(self, linear: Linear, scale: Exact) -> Row:
        row = Row(round(linear.constant * scale))
        by_choice: dict[int, dict[int, int]] = defaultdict(dict)
        for x, c in linear.terms.items():
            choice, place, _ = self._visits[x]
            by_choice[choice][place] = _rounded(c, scale)
        for choice, amounts in by_choice.items():
            places = len(self.choices[choice].places)
            common = _most_common(amounts, places)
            row.base += common
            for place in range(places) if common else amounts:
                if left := amounts.get(place, 0) - common:
                    row.amounts[choice, place] = left
        return row


def _rounded(amount: Exact, scale: Exact) -> int:
    """Their product, in whole numbers alone: five times as fast as by Fractions."""
    above = amount.numerator * scale.numerator
    below = amount.denominator * scale.denominator
    return (2 * above + below) // (2 * below)


def _most_common(amounts: dict[int, int], places: int) -> int:
    counts = Counter(amounts.values())
    counts[0] += places - len(amounts)
    return counts.most_common(1)[0][0]


def _choices(problem: Problem) -> Iterator[Choice]:
    """The visits to be placed, in places that break no hard rule alone."""
    listed = [*_coverage(problem), *_later(problem)]
    banned = _banned(problem, [visit for one in listed for p in one.places for visit in p])
    for one in listed:
        fit = tuple(p for p in one.places if not any(id(visit) in banned for visit in p))
        yield Choice(one.name, fit or one.places[:1])


def _coverage(problem: Problem) -> Iterator[Choice]:
    for unit in units(problem):
        yield Choice(unit[0].id, tuple(_common(problem, [t.id for t in unit])))


def _later(problem: Problem) -> Iterator[Choice]:
    """Look-backs, which may be left out where they need not be, and special tasks."""
    musts = _musts(problem)
    for target in problem.targets:
        for purpose in ("lookback", "special"):
            if problem.asked(purpose, target.id):
                its = _single(problem, target.id, purpose)
                is_must = purpose == "special" or target.id in musts
                yield Choice(f"{target.id}-{purpose}", tuple(its if is_must else [(), *its]))


def _banned(problem: Problem, visits: list[Visit]) -> set[int]:
    """Those that some rule forbids by themselves, by their `id()`."""
    plan = Plan(problem, tuple(visits))
    alone = (rule for rule in problem.rules if rule.tier is None and rule.word in ALONE)
    return {id(visit) for rule in alone for f in rule.check(plan) for visit in f.visits}


ALONE = ("recusal", "blackout", "window", "eligible")  # what a visit breaks or keeps by itself


def _musts(problem: Problem) -> Ids:
    found = (r.musts(problem) for r in problem.rules if r.word == "lookback" and r.tier is None)
    return frozenset().union(*found)


def _single(problem: Problem, target: str, purpose: str) -> list[tuple[Visit, ...]]:
    return [
        (Plan.visit(problem, target, slot.purpose, slot.round, slot.mode, team),)
        for slot in slots(problem, problem.target[target])
        if slot.purpose == purpose
        for team in slot.teams
    ]


def _common(problem: Problem, targets: list[str]) -> list[tuple[Visit, ...]]:
    """The places that all of a unit have."""
    found: dict[tuple[str, str, str | None], list[Visit]] = defaultdict(list)
    for target in targets:
        for (visit,) in _single(problem, target, "coverage"):
            team = None if visit.team is None else visit.team.id
            found[visit.round.id, visit.mode, team].append(visit)
    return [tuple(visits) for visits in found.values() if len(visits) == len(targets)]
