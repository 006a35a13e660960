"""How many teams, rounds or team-weeks more would do while every rule holds."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from xuncha_plan.model import Problem
from xuncha_plan.model.diagnosis import MoreRounds, MoreTeams, MoreWeeks
from xuncha_plan.solver.diagnosis.conflicts import COUNTING, ENGINES, By
from xuncha_plan.solver.diagnosis.means import Means
from xuncha_plan.solver.diagnosis.question import Visits, ask
from xuncha_plan.solver.diagnosis.refuting import refuted
from xuncha_plan.solver.diagnosis.subset import hard
from xuncha_plan.solver.diagnosis.variants import (
    STEP,
    capacities,
    more_rounds,
    more_teams,
    varied,
)

MOST = 16  # teams, rounds or steps of team-weeks up to which it is tried
WHOLE = 0.25  # of the time limit that a plan of the whole may take

More = MoreTeams | MoreRounds | MoreWeeks


@dataclass(frozen=True)
class Variant:
    """A problem with more of something, and what that is."""

    problem: Problem
    more: More


Kind = Callable[[Problem, int], Variant | None]


@dataclass(frozen=True)
class Found:
    """More of something, a plan with it, and who says that one less will not do."""

    more: More
    plan: Visits
    by: By


def with_more_teams(problem: Problem, number: int) -> Variant | None:
    """So many teams in addition; None where nobody could say how they would be."""
    teams = more_teams(problem, number)
    larger = varied(problem, teams=teams)
    return Variant(larger, MoreTeams(teams, larger.capacity() - problem.capacity()))


def with_more_rounds(problem: Problem, number: int) -> Variant | None:
    """So many rounds in addition; None where the term has no room for them."""
    rounds = more_rounds(problem, number)
    if len(rounds) < number:
        return None
    larger = varied(problem, rounds=rounds)
    return Variant(larger, MoreRounds(rounds, larger.capacity() - problem.capacity()))


def with_more_weeks(problem: Problem, number: int) -> Variant | None:
    """So many half team-weeks more for each team in each round."""
    weeks = STEP * number
    larger = varied(problem, capacity=capacities(problem, weeks))
    cost = larger.capacity() - problem.capacity()
    return Variant(larger, MoreWeeks(weeks, capacities(problem, weeks), cost))


# More team-weeks help no rules but those that need capacity.
WITHOUT_CAPACITY: tuple[Kind, ...] = (with_more_teams, with_more_rounds)
KINDS: tuple[Kind, ...] = (with_more_weeks, *WITHOUT_CAPACITY)


class Enough:
    """Looks for the least of something with which a plan exists, every rule kept."""

    def __init__(self, problem: Problem, kind: Kind, means: Means) -> None:
        self._problem, self._kind, self._means = problem, kind, means

    def found(self) -> Found | None:
        """The least with which a plan was found; None where none was.

        What arithmetic refutes comes first, since that is asked soonest.
        """
        low, high = 0, 1
        while (is_refuted := self._is_refuted(high)) is None or is_refuted:
            if is_refuted is None:
                return None
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._is_refuted(middle) else (low, middle)
        return self._of_all(high, COUNTING)

    def _is_refuted(self, number: int) -> bool | None:
        """Whether arithmetic alone shows that so much is not enough; None: no such number."""
        variant = self._variant(number)
        if variant is None:
            return None
        return bool(refuted(variant.problem, hard(self._problem), self._means))

    def _of_all(self, number: int, by: By) -> Found | None:
        """From a number that cannot be less, upwards until there is a plan, then back."""
        every, low, step = hard(self._problem), number - 1, 1
        while (variant := self._variant(number)) is not None:
            answer = ask(variant.problem, every, self._means.within(WHOLE))
            if answer.plan is not None:
                return self._narrowed(Found(variant.more, answer.plan, by), low, number)
            if not answer.is_no:
                return None
            low, number, step, by = number, number + step, step * 2, ENGINES
        return None

    def _narrowed(self, found: Found, low: int, high: int) -> Found:
        """Between a number with which there is no plan and one with which there is."""
        while high - low > 1:
            middle = (low + high) // 2
            variant = self._variant(middle)
            if variant is None:
                return replace(found, by=frozenset())
            answer = ask(variant.problem, hard(self._problem), self._means.within(WHOLE))
            if answer.plan is not None:
                found, high = Found(variant.more, answer.plan, found.by), middle
            elif answer.is_no:
                found, low = replace(found, by=ENGINES), middle
            else:
                return replace(found, by=frozenset())
        return found

    def _variant(self, number: int) -> Variant | None:
        return self._kind(self._problem, number) if number <= MOST and self._means.left() else None
