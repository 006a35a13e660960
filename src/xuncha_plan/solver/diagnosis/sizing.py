"""How many teams, rounds or team-weeks would do, and what more of them would give."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial

from xuncha_plan.model import Problem
from xuncha_plan.model.diagnosis import Sized, SizePoint, Sizing
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.diagnosis.child import size_in_child
from xuncha_plan.solver.diagnosis.news import DiagnosisNews, Probed
from xuncha_plan.solver.diagnosis.run import vouched
from xuncha_plan.solver.diagnosis.variants import size_now, size_step, sized
from xuncha_plan.solver.news import Ended
from xuncha_plan.solver.process.hearing import DIED, Hearing
from xuncha_plan.solver.process.run import solve
from xuncha_plan.solver.settings import Settings

SEARCH = 0.4  # of the time limit that the least size may take; the rest is for the best plans
AHEAD = 3  # sizes beyond the least that are solved too

Watch = Callable[[Sizing], None]


def size(problem: Problem, what: Sized, settings: Settings, watch: Watch | None = None) -> Sizing:
    """The least size with a plan, and the best plan at it and a few sizes more."""
    return _Sizing(problem, what, settings, watch or (lambda so_far: None)).sizing()


class _Sizing:
    def __init__(self, problem: Problem, what: Sized, settings: Settings, watch: Watch) -> None:
        self._problem, self._what, self._settings, self._watch = problem, what, settings, watch
        self._points: dict[Fraction, SizePoint] = {}
        self._clock = Clock.of(settings.time_limit)

    def sizing(self) -> Sizing:
        share = replace(self._settings, time_limit=self._settings.time_limit * SEARCH)
        search = partial(size_in_child, self._what)
        hearing = Hearing(self._problem, share, search, self._hear)
        ended = hearing.ended() or Ended("fault", DIED)
        is_over = hearing.is_interrupted or not self._best_plans()
        return replace(
            self._so_far(),
            is_complete=ended.verdict == "done" and not is_over,
            is_interrupted=is_over,
            trouble=ended.words,
        )

    def _so_far(self) -> Sizing:
        points = tuple(self._points[number] for number in sorted(self._points))
        return Sizing(self._what, size_now(self._problem, self._what), points, is_complete=False)

    def _hear(self, news: DiagnosisNews) -> None:
        if isinstance(news, Probed):
            proof = None if news.has_plan else vouched(news.by)
            self._points[news.number] = SizePoint(news.number, news.has_plan, proof)
            self._watch(self._so_far())

    def _best_plans(self) -> bool:
        """Solves the least size, a few beyond it and the file's own; False: somebody stopped it."""
        least = self._so_far().least
        if least is None:
            return True
        step = size_step(self._what)
        numbers = {least.number + step * i for i in range(AHEAD + 1)}
        numbers |= {size_now(self._problem, self._what)} if self._has_plan_now() else set()
        waiting = sorted(numbers)
        for i, number in enumerate(waiting):
            variant = sized(self._problem, self._what, number)
            seconds = self._clock.left() / (len(waiting) - i)
            if variant is None or seconds <= 0:
                continue
            outcome = solve(variant, replace(self._settings, time_limit=max(1.0, seconds)))
            if outcome.record is not None:
                self._points[number] = SizePoint(number, True, None, outcome.record.tiers)
                self._watch(self._so_far())
            if outcome.kind == "interrupted":
                return False
        return True

    def _has_plan_now(self) -> bool:
        now = self._points.get(size_now(self._problem, self._what))
        return now is not None and now.has_plan
