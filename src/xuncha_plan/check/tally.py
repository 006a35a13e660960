"""What each rule comes to as one target's visits move: a running count, to compare many places.

By the law, what a rule asks lacks as much in a finished plan as its check finds. So its demands,
written over the loads of the selections that can take a moving visit, need only be worked out
again where such a load changes. What is shown to people is counted by `check` itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush

from xuncha_plan.model import (
    Cost,
    Exact,
    Ids,
    Linear,
    Plan,
    Purpose,
    Selection,
    Visit,
    sizes,
)

Change = dict[int, Exact]  # by how much unknowns grow


FEW = 20  # targets whose visits are looked through one by one


class _Shelf:
    """A plan's visits where selections find them quickly."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._all = plan, plan.visits
        self._rounds: dict[str, list[Visit]] = defaultdict(list)
        self._teams: dict[tuple[str, str], list[Visit]] = defaultdict(list)
        for visit in self._all:
            self._rounds[visit.round.id].append(visit)
            for team in visit.values("team"):
                self._teams[visit.round.id, team].append(visit)

    def select(self, visits: Selection) -> Iterator[Visit]:
        """The visits that a selection takes."""
        return filter(visits.takes, self._near(visits))

    def _near(self, visits: Selection) -> Iterable[Visit]:
        if visits.targets is not None and len(visits.targets) <= FEW:
            return (v for target in visits.targets for v in self._plan.of(target))
        if visits.rounds is None:
            return self._all
        if visits.teams is None:
            return (v for r in visits.rounds for v in self._rounds.get(r, ()))
        keys = ((r, team) for r in visits.rounds for team in visits.teams)
        return (v for key in keys for v in self._teams.get(key, ()))


class _Sum:
    """An expression and what it comes to in the plan as it is."""

    def __init__(self, expression: Linear, values: Sequence[Exact]) -> None:
        self._terms = expression.terms
        self.now = expression.constant + sum(c * values[x] for x, c in self._terms.items())

    def after(self, change: Change) -> Exact:
        """What it comes to after a change; most terms of a long sum stay as they are."""
        if len(change) < len(self._terms):
            terms = self._terms
            return self.now + sum(terms[x] * by for x, by in change.items() if x in terms)
        return self.now + sum(c * change[x] for x, c in self._terms.items() if x in change)


Work = Callable[[Change], Exact]  # what an unknown comes to, from changes of those before it


class Tally:
    """A formulation of one plan in which only one target's visits of a purpose may move."""

    def __init__(self, plan: Plan, target: str, purpose: Purpose) -> None:
        self.problem = plan.problem
        self._target, self._purpose = target, purpose
        self._shelf = _Shelf(plan)
        self._back = {visit.target.id for visit in plan.visits if visit.purpose == "lookback"}
        self._times = {t: self._numbers(plan, t) for t in plan.problem.target}
        self._values: list[Exact] = []
        self._works: list[Work | None] = []  # None: what a selection takes
        self._above: list[list[int]] = []  # the unknowns that follow from each
        self._leaves: dict[tuple[Selection, str], Linear] = {}
        self._by_round: dict[str, list[tuple[Selection, str, int]]] = defaultdict(list)
        self._demands: dict[int, tuple[int, _Sum, bool]] = {}  # rule, what it asks, is it a cost
        self._of: dict[int, list[int]] = defaultdict(list)  # the demands that an unknown is in
        for i, rule in enumerate(plan.problem.rules):
            for asked in rule.ask(self):
                self._demand(i, asked.amount if isinstance(asked, Cost) else asked.excess,
                             is_cost=isinstance(asked, Cost))  # fmt: skip

    @staticmethod
    def _numbers(plan: Plan, target: str) -> tuple[int, int]:
        its = [visit.purpose for visit in plan.of(target)]
        return its.count("coverage"), its.count("special")

    def _demand(self, rule: int, asked: Linear, *, is_cost: bool) -> None:
        if asked.terms:
            number = len(self._demands)
            self._demands[number] = (rule, self._summed(asked), is_cost)
            for x in asked.terms:
                self._of[x].append(number)

    # What rules ask.

    def alike(self, targets: Ids) -> Iterator[Ids]:
        """Targets that are looked back at, and the one that moves, alone; the rest by numbers."""
        groups: dict[object, set[str]] = defaultdict(set)
        for target in targets:
            alone = target == self._target or target in self._back
            groups[target if alone else self._times[target]].add(target)
        yield from map(frozenset, groups.values())

    def each_team(self, *visits: Selection) -> Iterable[Ids]:
        """Each team alone."""
        return [frozenset({team.id}) for team in self.problem.teams]

    def load(self, visits: Selection, unit: str = "count") -> Linear:
        """The count or work of the visits that a selection takes."""
        key = (visits, unit)
        if key not in self._leaves:
            now = sizes(self._shelf.select(visits), unit)
            self._leaves[key] = self._leaf(key, now) if self._can_take(visits) else _number(now)
        return self._leaves[key]

    def _can_take(self, visits: Selection) -> bool:
        """Whether a selection can take a visit that moves."""
        return (visits.targets is None or self._target in visits.targets) and (
            visits.purposes is None or self._purpose in visits.purposes
        )

    def _leaf(self, key: tuple[Selection, str], now: Exact) -> Linear:
        x = self._unknown(_plain(now), None, ())
        visits, unit = key
        for r in self.problem.round if visits.rounds is None else visits.rounds:
            self._by_round[r].append((visits, unit, x))
        return Linear({x: 1})

    def _unknown(self, now: Exact, work: Work | None, below: Iterable[int]) -> int:
        x = len(self._values)
        self._values.append(now)
        self._works.append(work)
        self._above.append([])
        for one in set(below):
            self._above[one].append(x)
        return x

    def _summed(self, of: Linear) -> _Sum:
        return _Sum(of, self._values)

    def _follows(self, work: Work, below: Iterable[Linear]) -> Linear:
        terms = [x for one in below for x in one.terms]
        now = work({})
        return Linear({self._unknown(now, work, terms): 1}) if terms else _number(now)

    def whether(self, visits: Selection) -> Linear:
        """1 if the selection takes a visit, else 0."""
        load = self.load(visits)
        count = self._summed(load)
        return self._follows(lambda change: int(count.after(change) > 0), [load])

    def largest(self, of: Iterable[Linear | Exact]) -> Linear:
        """The largest of them."""
        those = [x if isinstance(x, Linear) else _number(x) for x in of]
        sums = [self._summed(one) for one in those]
        return self._follows(lambda change: max(one.after(change) for one in sums), those)

    def square(self, of: Linear) -> Linear:
        """The square."""
        root = self._summed(of)
        return self._follows(lambda change: root.after(change) ** 2, [of])

    # What a move changes.

    def changes(self, gone: Iterable[Visit], new: Iterable[Visit]) -> dict[int, Fraction]:
        """By how much each rule's amount grows; rules whose loads stay as they are are left out."""
        change = self._propagated(self._moved(gone, new))
        found: dict[int, Fraction] = defaultdict(Fraction)
        for number in {number for x in change for number in self._of.get(x, ())}:
            rule, asked, is_cost = self._demands[number]
            after = asked.after(change)
            found[rule] += after - asked.now if is_cost else max(0, after) - max(0, asked.now)
        return found

    def _moved(self, gone: Iterable[Visit], new: Iterable[Visit]) -> Change:
        """By how much the selections' loads grow."""
        change: dict[int, Fraction] = defaultdict(Fraction)
        for visits, sign in ((gone, -1), (new, 1)):
            for visit in visits:
                for selection, unit, x in self._by_round.get(visit.round.id, ()):
                    if selection.takes(visit):
                        change[x] += sign * visit.size(unit)
        return {x: _plain(by) for x, by in change.items() if by}

    def _propagated(self, change: Change) -> Change:
        """The change with all that follows from it."""
        waiting = [above for x in change for above in self._above[x]]
        heapify(waiting)
        while waiting:
            x = heappop(waiting)
            work = self._works[x]
            if x in change or work is None:
                continue
            if by := work(change) - self._values[x]:
                change[x] = by
                for above in self._above[x]:
                    heappush(waiting, above)
        return change


def _number(x: Exact) -> Linear:
    return Linear(constant=_plain(x))


def _plain(x: Exact) -> Exact:
    """A whole number as such: its arithmetic is ten times as fast as a fraction's."""
    return int(x) if x.denominator == 1 else x
