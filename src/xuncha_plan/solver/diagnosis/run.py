"""A diagnosis from what its process tells: conflicts and ways out, in the problem's own terms."""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from xuncha_plan.check import plan_of
from xuncha_plan.model import PlanRecord, Problem
from xuncha_plan.model.diagnosis import (
    Conflict,
    Diagnosis,
    GivesWay,
    Member,
    Visits,
    Vouched,
    WayOut,
)
from xuncha_plan.solver.diagnosis.child import in_child
from xuncha_plan.solver.diagnosis.counting.arguments import arguments, smallest
from xuncha_plan.solver.diagnosis.easing import eased
from xuncha_plan.solver.diagnosis.news import (
    ClashFound,
    DiagnosisNews,
    GivingWayFound,
    MoreFound,
    PlanFound,
)
from xuncha_plan.solver.diagnosis.subset import hard
from xuncha_plan.solver.news import Ended
from xuncha_plan.solver.process.hearing import DIED, Hearing
from xuncha_plan.solver.settings import Settings

Watch = Callable[[Diagnosis], None]


def diagnose(problem: Problem, settings: Settings, watch: Watch | None = None) -> Diagnosis:
    """Why no plan exists and what would help, as far as the time goes; `watch` hears of each part.

    Ctrl-C or SIGTERM end it early and keep what is known.
    """
    return _Diagnosing(problem, settings, watch or (lambda so_far: None)).diagnosis()


def counted(problem: Problem) -> Conflict | None:
    """A conflict that counting alone shows, without a solver; None where it shows none."""
    argument = smallest(problem, hard(problem))
    if argument is None:
        return None
    members = tuple(Member(problem.rules[i]) for i in sorted(argument.rules))
    return Conflict(members, "counting", argument.needs_capacity, argument.chain)


def opinion(problem: Problem, settings: Settings) -> Diagnosis:
    """A plan, or the first conflict that is found, by counting or by engines; neither in time."""
    diagnosing = _Diagnosing(problem, settings, lambda so_far: diagnosing.end_early(so_far))
    return diagnosing.diagnosis()


class _Diagnosing:
    def __init__(self, problem: Problem, settings: Settings, watch: Watch) -> None:
        self._problem, self._watch = problem, watch
        self._hearing = Hearing(problem, settings, in_child, self._hear)
        self._plan: Visits | None = None
        self._conflicts: dict[frozenset[int], Conflict] = {}
        self._ways: list[WayOut] = []

    def end_early(self, so_far: Diagnosis) -> None:
        """Go no further once a conflict is known."""
        if so_far.conflicts:
            self._hearing.interrupt()

    def diagnosis(self) -> Diagnosis:
        ended = self._hearing.ended() or Ended("fault", DIED)
        is_complete = ended.verdict == "done" and not self._hearing.is_interrupted
        return replace(self._so_far(), is_complete=is_complete, trouble=ended.words)

    def _so_far(self) -> Diagnosis:
        ways = sorted(self._ways, key=self._rank)
        return Diagnosis(
            self._plan,
            tuple(self._conflicts.values()),
            tuple(ways),
            is_complete=False,
            is_interrupted=self._hearing.is_interrupted,
            seconds=self._hearing.seconds(),
        )

    @staticmethod
    def _rank(way: WayOut) -> tuple[Fraction, int, list[int]]:
        """The cheapest first; what costs the same in the order of the file, not of the search."""
        rules = [step.rule.number for step in way.steps if isinstance(step, GivesWay)]
        return way.cost, len(way.steps), rules

    def _hear(self, news: DiagnosisNews) -> None:
        match news:
            case PlanFound():
                self._plan = news.plan
            case ClashFound():
                self._conflicts[news.rules] = self._conflict(news)
            case GivingWayFound():
                self._add(self._giving_way(news))
            case MoreFound():
                self._add(WayOut((news.more,), news.plan, vouched(news.by)))
        with contextlib.suppress(OSError):  # nothing is lost because nobody can be told of it
            self._watch(self._so_far())

    def _add(self, way: WayOut) -> None:
        """Keep a way out; of two in which the same rules give way, the cheaper."""
        same = [known for known in self._ways if _changed(known) == _changed(way)]
        if all(way.cost < known.cost for known in same):
            self._ways = [known for known in self._ways if known not in same] + [way]

    def _conflict(self, news: ClashFound) -> Conflict:
        members = (Member(self._problem.rules[i], news.without.get(i)) for i in sorted(news.rules))
        told = next(arguments(self._problem, news.rules), None)
        return Conflict(
            tuple(members),
            vouched(news.by) or "engine",
            news.needs_capacity,
            told.chain if told is not None else (),
        )

    def _giving_way(self, news: GivingWayFound) -> WayOut:
        plan = plan_of(self._problem, PlanRecord(news.plan))
        rules = self._problem.rules
        steps = (GivesWay(rules[i], n, eased(rules[i], plan)) for i, n in news.amounts.items())
        return WayOut(tuple(steps), news.plan, vouched(news.by))


def _changed(way: WayOut) -> frozenset[object]:
    """What gives way, or what there is more of."""
    return frozenset(
        step.rule.number if isinstance(step, GivesWay) else type(step) for step in way.steps
    )


def vouched(by: frozenset[str]) -> Vouched | None:
    """What a proof is called, by who vouches for it."""
    if "counting" in by:
        return "counting"
    return {0: None, 1: "engine"}.get(len(by), "engines")
