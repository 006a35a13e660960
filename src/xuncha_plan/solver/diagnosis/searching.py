"""The diagnosis itself, as it runs in a process of its own: conflicts first, then ways out."""

from collections.abc import Callable
from itertools import islice, product
from threading import Event

from xuncha_plan.model import Problem
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.diagnosis.conflicts import Clash, Conflicts
from xuncha_plan.solver.diagnosis.means import Means
from xuncha_plan.solver.diagnosis.more import KINDS, WITHOUT_CAPACITY, Enough
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
MOST_CHOICES, MOST_FLOORS = 1000, 6  # of one rule a conflict: looked at, and worked out

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
        is_about_capacity = all(clash.needs_capacity for clash in self._clashes)
        for kind in KINDS if is_about_capacity else WITHOUT_CAPACITY:
            found = Enough(self._problem, kind, self.means).found()
            if found is not None:
                self._tell(MoreFound(found.more, found.plan, found.by))

    def _giving_way(self) -> bool:
        """The fewest rules that do, the cheapest first; then all together, if that may cost less.

        True where all known rules could give way and still no plan exists: another conflict was
        found then, and it is to be tried again.
        """
        every = frozenset[int]().union(*(clash.rules for clash in self._clashes))
        ways = Ways(self._problem, every, self.means)
        together = ways.floor(every)
        if together is None:
            return self._found_another(self._hard - every)
        chosen = (one for one in self._one_each() if one != every)
        few = [floor for one in chosen if (floor := ways.floor(one))]
        few.sort(key=lambda floor: floor.cost)
        found: list[Way] = []
        for floor in (*few[:1], together, *few[1:]):
            if floor is together and any(way.cost <= together.cost for way in found):
                continue  # few of them cost no more than all can
            way = self._try(ways, floor)
            if isinstance(way, Way):
                found.append(way)
            elif floor is together and way.is_no:
                return self._found_another(self._hard - every)
        if len(found) == 1 and len(found[0].amounts) > 1:
            self._others(ways, every, found[0])
        return False

    def _one_each(self) -> list[Kept]:
        """Few rules of which every conflict has one, the fewest first."""
        chosen = product(*(sorted(clash.rules) for clash in self._clashes))
        found: list[Kept] = []
        for one in sorted({frozenset(one) for one in islice(chosen, MOST_CHOICES)}, key=len):
            if not any(fewer <= one for fewer in found):
                found.append(one)
        return found[:MOST_FLOORS]

    def _others(self, ways: Ways, every: Kept, way: Way) -> None:
        """Where several have to give way: what it costs if one of them does not."""
        for i in sorted(way.amounts)[:MOST_TOGETHER]:
            if (floor := ways.floor(every - {i})) is not None:
                self._try(ways, floor)

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
