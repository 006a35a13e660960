"""The diagnosis itself, as it runs in a process of its own: conflicts first, then ways out."""

from collections.abc import Callable
from threading import Event

from xuncha_plan.model import Problem
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.diagnosis.conflicts import Clash, Conflicts
from xuncha_plan.solver.diagnosis.means import Means
from xuncha_plan.solver.diagnosis.more import KINDS, Enough
from xuncha_plan.solver.diagnosis.news import (
    ClashFound,
    DiagnosisNews,
    GivingWayFound,
    MoreFound,
    PlanFound,
)
from xuncha_plan.solver.diagnosis.question import Answer
from xuncha_plan.solver.diagnosis.subset import Kept, hard
from xuncha_plan.solver.diagnosis.ways import Floor, Way, Ways
from xuncha_plan.solver.news import Ended
from xuncha_plan.solver.settings import Settings

MOST_CONFLICTS = 5
MOST_TOGETHER = 3  # ways out in which several rules give way

Tell = Callable[[DiagnosisNews], None]


def diagnose(problem: Problem, settings: Settings, clock: Clock, tell: Tell, stop: Event) -> Ended:
    """Why there is no plan, and what would help; everything is told once it is known."""
    search = _Search(problem, Means(clock, settings, stop), tell)
    answer = search.conflicts()
    if answer is not None:
        if answer.plan is not None:
            tell(PlanFound(answer.plan))
        return Ended("done" if answer.plan is not None else "out_of_time")
    search.ways_out()
    return Ended("done" if search.means.left() else "out_of_time")


class _Search:
    def __init__(self, problem: Problem, means: Means, tell: Tell) -> None:
        self.means = means
        self._problem, self._tell, self._hard = problem, tell, hard(problem)
        self._clashes: list[Clash] = []

    def conflicts(self) -> Answer | None:
        """Tells a conflict, and every other that shares no rule with it; an answer if none is."""
        self._looking = Conflicts(self._problem, self._hard, self.means)
        first = self._looking.first(self._hard)
        if isinstance(first, Answer):
            return first
        self._add(first)
        rest = self._hard
        while len(self._clashes) < MOST_CONFLICTS and self.means.left():
            rest -= self._apart(self._clashes[-1].rules)
            another = self._looking.at_once(rest)
            if another is None:
                break
            self._add(another)
        return None

    def _add(self, clash: Clash) -> None:
        self._clashes.append(clash)
        self._tell(ClashFound(clash.rules, clash.without, clash.by, clash.needs_capacity))

    def _apart(self, rules: Kept) -> Kept:
        """The rules by which conflicts are told apart: coverage takes part in most."""
        others = frozenset(i for i in rules if self._problem.rules[i].word != "coverage")
        return others or rules

    def ways_out(self) -> None:
        """Tells the cheapest ways out, those by giving way first."""
        while self._giving_way():
            pass
        for kind in KINDS:
            enough = Enough(self._problem, kind, self.means)
            found = enough.found(clash.rules for clash in self._clashes)
            if found is not None:
                self._tell(MoreFound(found.more, found.plan, found.by))

    def _giving_way(self) -> bool:
        """One rule alone, the cheapest first, where one alone can do; and several together.

        True where all known rules could give way and still no plan exists: another conflict was
        found then, and it is to be tried again.
        """
        every = frozenset[int]().union(*(clash.rules for clash in self._clashes))
        in_all = every.intersection(*(clash.rules for clash in self._clashes))
        ways = Ways(self._problem, every, self.means)
        floors = [floor for i in sorted(in_all) if (floor := ways.floor(frozenset({i})))]
        tried = [self._try(ways, one) for one in sorted(floors, key=lambda one: one.cost)]
        alone = [one for one in tried if isinstance(one, Way)]
        together = ways.floor(every) if len(every) > 1 or not alone else None
        if together is None or any(together.cost >= way.cost for way in alone):
            return False
        first = self._try(ways, together)
        if isinstance(first, Answer):
            return first.is_no and self._found_another(self._hard - every)
        for i in sorted(() if alone else first.amounts)[:MOST_TOGETHER]:
            if (floor := ways.floor(every - {i})) is not None:
                self._try(ways, floor)
        return False

    def _try(self, ways: Ways, floor: Floor) -> Way | Answer:
        way = ways.way(floor) if self.means.left() else Answer()
        if isinstance(way, Way) and way.amounts:
            self._tell(GivingWayFound(way.amounts, way.plan, way.by))
        return way

    def _found_another(self, rest: Kept) -> bool:
        """Whether the rules that conflict with nothing known conflict among themselves."""
        if len(self._clashes) >= MOST_CONFLICTS or not self.means.left():
            return False
        another = self._looking.first(rest)
        if isinstance(another, Clash):
            self._add(another)
        return isinstance(another, Clash)
