"""The least number of teams, rounds or team-weeks with which a plan exists: tried one by one."""

from collections.abc import Callable
from fractions import Fraction
from threading import Event

from xuncha_plan.model import Problem
from xuncha_plan.model.diagnosis import Sized
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.diagnosis.conflicts import ENGINES
from xuncha_plan.solver.diagnosis.means import Means
from xuncha_plan.solver.diagnosis.news import Probed
from xuncha_plan.solver.diagnosis.question import ask
from xuncha_plan.solver.diagnosis.refuting import refuted
from xuncha_plan.solver.diagnosis.subset import hard
from xuncha_plan.solver.diagnosis.variants import size_now, size_step, sized
from xuncha_plan.solver.news import Ended
from xuncha_plan.solver.settings import Settings

FARTHEST = 64  # steps up from the file's own size
EACH = 0.4  # of the time limit that one size may take

Tell = Callable[[Probed], None]


def find_least(
    what: Sized, problem: Problem, settings: Settings, clock: Clock, tell: Tell, stop: Event
) -> Ended:
    """Tells of every size that is tried whether there is a plan."""
    probing = _Probing(what, problem, Means(clock, settings, stop), tell)
    start, step = size_now(problem, what), size_step(what)
    if probing.has_plan(start):
        number = start - step
        while probing.has_plan(number):
            number -= step
    else:
        probing.upwards(start, step)
    return Ended("done" if probing.means.left() else "out_of_time")


class _Probing:
    def __init__(self, what: Sized, problem: Problem, means: Means, tell: Tell) -> None:
        self.means = means
        self._what, self._problem, self._tell = what, problem, tell

    def has_plan(self, number: Fraction) -> bool | None:
        """Whether there is a plan; None: no such size, or it is not known."""
        variant = sized(self._problem, self._what, number)
        if variant is None or not self.means.left():
            return None
        by = refuted(variant, hard(variant), self.means)
        if not by:
            answer = ask(variant, hard(variant), self.means.within(EACH))
            if answer.plan is not None:
                self._tell(Probed(number, True, frozenset()))
                return True
            by = ENGINES if answer.is_no else frozenset()
        self._tell(Probed(number, False, by))
        return False if by else None

    def upwards(self, low: Fraction, step: Fraction) -> None:
        """From a size without a plan to the least with one: ever wider steps, then halves."""
        width, high = step, low + step
        while not (found := self.has_plan(high)):
            if found is None or width > step * FARTHEST:
                return
            low, width = high, width * 2
            high = low + width
        while high - low > step:
            middle = low + (high - low) // (2 * step) * step
            found = self.has_plan(middle)
            if found is None:
                return
            low, high = (low, middle) if found else (middle, high)
