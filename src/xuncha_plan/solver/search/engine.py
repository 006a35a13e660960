"""The search: tier after tier, by levels where the problem is large.

A small problem is one exact program with teams. A large one is planned as offices do: the rounds
first, then the teams, then parts of the plan are decided anew until value meets bound.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random
from threading import Event

from xuncha_plan.model import Linear, Problem, Tier, Words
from xuncha_plan.solver.clock import Clock, Work
from xuncha_plan.solver.engines.cpsat import CpSat
from xuncha_plan.solver.engines.effort import Answer, Effort
from xuncha_plan.solver.engines.highs import Highs
from xuncha_plan.solver.formulation.cells import Solution
from xuncha_plan.solver.formulation.classes import Alike, classes
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.news import Ended, News, Said, Sizes
from xuncha_plan.solver.search.ledger import Ledger
from xuncha_plan.solver.search.levels import Rounds
from xuncha_plan.solver.search.neighbourhoods import LARGEST, Frees, fitted, turns, years_of
from xuncha_plan.solver.search.parts import Parts
from xuncha_plan.solver.search.rolling import Rolling
from xuncha_plan.solver.search.warm import begin_with
from xuncha_plan.solver.search.whole import Whole
from xuncha_plan.solver.settings import Settings

LARGE = 1500  # open counts from which planning by levels wins
HUGE = 60_000  # open counts from which the whole with teams is not even written down
SHARE = 0.5  # of the time left that a tier may take; earlier tiers come first
FIRST = 0.2  # the same for spreading work evenly, where there is no plan yet
ROLLING = 0.9  # the same for a first plan round after round, where it is too large at once
ABOVE = 0.6  # of a tier's time, for the level of rounds
PART = 5.0  # seconds for a part of a plan, at most
NOT_WARM = Words(
    "给出的起始计划不符合现有规则，从头求解",
    "the plan to begin with does not keep the rules as they are; solving from scratch",
)
CONFIRMED = {
    by: Words(f"一个求解器得出，{by}另行证实", f"found by one solver and confirmed by {by}")
    for by in ("HiGHS", "CP-SAT")
}
ANY_PLAN = Tier(id="-")  # what is minimised where the planner states no tier


def search(
    problem: Problem, settings: Settings, clock: Clock, tell: Callable[[News], None], stop: Event
) -> Ended:
    """Find the best plan; every better plan and every bound is told as it comes."""
    return _Search(problem, settings, Ledger(problem, tell), clock, stop).run()


class _Search:
    def __init__(
        self, problem: Problem, settings: Settings, ledger: Ledger, clock: Clock, stop: Event
    ) -> None:
        self._problem, self._settings, self._ledger = problem, settings, ledger
        self._work = Work() if settings.reproducible else None
        self._clock = clock if self._work is None else Clock.of(settings.time_limit, self._work)
        self._stop = stop
        self._tiers = problem.tiers or (ANY_PLAN,)
        self._random = Random(settings.seed)
        self._classes = classes(problem)
        self._rounds = Rounds(problem, self._classes, ledger)
        self._parts = Parts(problem, self._classes, self._rounds.open_to, ledger, stop)
        self._size = sum(map(len, self._rounds.open_to.values()))
        self._whole: Whole | None = None

    def run(self) -> Ended:
        """By levels or at once."""
        self._begin_warm()
        if self._size <= LARGE:
            return self._at_once()
        self._ledger.tell(Sizes(sizes(self._classes, self._rounds.counts)))
        return self._by_levels()

    def _begin_warm(self) -> None:
        for news in self._settings.proved:
            self._ledger.bounds.add(news)
        visits = self._settings.warm
        if visits and not begin_with(visits, self._classes, self._parts, self._ledger):
            self._ledger.tell(Said(NOT_WARM))

    def _is_over(self) -> bool:
        return self._stop.is_set() or self._clock.left() <= 0

    def _effort(self, seconds: float) -> Effort:
        workers = self._settings.workers or 8  # fewer leave parts of CP-SAT's portfolio out
        limit = max(0.05, min(seconds, self._clock.left()))
        gap = float(self._settings.gap)
        return Effort(limit, workers, self._settings.seed, gap, work=self._work)

    def _at_once(self) -> Ended:
        """The exact program with teams: each tier in turn from the best plan so far."""
        posed = self._parts.whole()
        if self._size <= LARGE:
            self._ledger.tell(Sizes(sizes(self._classes, posed.counts)))
        whole = Whole(posed, self._ledger, self._stop)
        for i, tier in enumerate(self._tiers):
            if self._is_over():
                break
            is_last = self._ledger.solution is None or i == len(self._tiers) - 1
            seconds = self._clock.left() * (1 if is_last else SHARE)
            answer = whole.minimize(tier, self._effort(seconds))
            if self._ledger.solution is None:
                return self._without_a_plan(answer)
        return self._ended()

    def _ended(self) -> Ended:
        return Ended("out_of_time" if self._ledger.solution is None else "done")

    def _without_a_plan(self, answer: Answer) -> Ended:
        return self._confirmed() if answer.verdict == "infeasible" else self._ended()

    # By levels.

    def _by_levels(self) -> Ended:
        if self._ledger.solution is not None:
            self._rounds.adopt(self._ledger.solution)
        elif self._first_plan() == "infeasible":
            return self._confirmed()
        turn, turns = 0, 1 if self._size <= LARGEST else 2  # then the whole has its turn
        while not self._is_over() and not self._is_proved() and turn < turns:
            for tier in self._tiers:
                if self._is_over():
                    break
                if not self._better(tier):
                    return self._confirmed()
            turn = turn + 1 if self._ledger.solution is not None else 0
        if self._size > HUGE or self._is_proved() or self._is_over():
            return self._ended()
        return self._at_once()

    def _is_proved(self) -> bool:
        """Every tier: exactly where the whole can still be asked, else within its tolerance."""
        proved = self._ledger.is_exact if self._size <= LARGEST else self._ledger.is_proved
        return self._ledger.solution is not None and all(map(proved, self._problem.tiers))

    def _first_plan(self) -> str:
        """The first tier's best rounds; where no teams fit, the whole at once, or evenly."""
        effort = self._effort(max(2.0, self._clock.left() * FIRST))
        verdict = self._rounds.start(self._tiers[0], effort)
        self._dispatch(self._tiers[0])
        if self._needs_a_plan(verdict) and self._size <= HUGE:
            whole = Whole(self._parts.whole(), self._ledger, self._stop)
            verdict = whole.minimize(self._tiers[0], effort).verdict
        if self._needs_a_plan(verdict):
            verdict = self._rounds.even_out(effort, self._stop)
            self._dispatch(self._tiers[0])
        return verdict

    def _needs_a_plan(self, verdict: str) -> bool:
        return self._ledger.solution is None and verdict != "infeasible" and not self._is_over()

    def _better(self, tier: Tier) -> bool:
        """Better one tier, those before it kept; False where no plan can exist."""
        seconds = self._clock.left() * SHARE
        end = Clock.of(seconds, self._work)
        self._rounds.let_worsen(tier)
        if not self._ledger.is_proved(tier):
            if tier not in self._rounds.decided():
                self._rounds.bound_the_rest(self._effort(2.0))
            elif not self._is_just_begun(tier) and not self._by_rounds(tier, seconds * ABOVE):
                return False
            self._by_parts(tier, end)
            if self._is_small():
                self._by_the_whole(tier, end)
        if self._ledger.solution is not None and tier is not ANY_PLAN:
            self._rounds.adopt(self._ledger.solution)
            self._rounds.keep(tier, self._ledger.worst(tier, self._ledger.best))
        return True

    def _by_rounds(self, tier: Tier, seconds: float) -> bool:
        """Better rounds first, then teams for them; False where no plan can exist."""
        if not self._rounds.improve(tier, self._effort(seconds), self._stop):
            return False
        self._dispatch(tier)
        if not self._is_as_planned(tier) and self._size <= HUGE:
            self._dispatch_evened(tier)
        return True

    def _dispatch(self, tier: Tier) -> None:
        """Find teams for the rounds as planned."""
        planned = self._rounds.solution()
        if planned is None:
            return
        if not self._parts.is_large(planned):
            self._dispatch_at_once(planned, tier)
        else:
            self._roll(tier, ROLLING if self._ledger.solution is None else SHARE)

    def _roll(self, tier: Tier, share: float) -> bool:
        """Teams round after round, in a share of the time left; whether a plan was found."""
        effort = self._effort(self._clock.left() * share)
        return Rolling(self._problem, self._rounds, self._parts).run(tier, effort)

    def _dispatch_at_once(self, planned: Solution, tier: Tier) -> None:
        """Rounds as planned, or round after round, or inside their years, or between two plans."""
        effort = self._effort(max(1.0, min(PART * 2, self._clock.left() / 15)))
        kept_to = {t: w for t, w in self._rounds.worst.items() if t != tier.id}
        for i, held in enumerate(self._rounds.releases()):
            if self._is_over() or self._parts.dispatch(planned, held, tier, kept_to, effort):
                return
            if i == 0 and self._ledger.solution is None and self._roll(tier, SHARE):
                return
        if self._ledger.solution is not None:
            between = years_of(self._problem, planned, self._ledger.solution)
            self._decide_anew(between, tier, PART * 2)

    def _is_just_begun(self, tier: Tier) -> bool:
        """Whether the tier's best rounds were just given teams, as far as they fit."""
        return self._size > HUGE and tier is self._tiers[0] and not self._rounds.worst

    def _is_as_planned(self, tier: Tier) -> bool:
        """Whether the best plan is, in a tier, as good as its rounds were planned."""
        planned, best = self._rounds.value(tier), self._ledger.best.get(tier.id)
        return planned is None or (best is not None and best <= self._most(tier, planned))

    def _most(self, tier: Tier, value: Fraction) -> Fraction:
        return self._ledger.worst(tier, {**self._ledger.best, tier.id: value})

    def _dispatch_evened(self, tier: Tier) -> None:
        """Once more with the work spread evenly, as far as the tier allows: teams fit more."""
        planned = self._rounds.value(tier)
        if planned is not None and not self._is_over():
            self._rounds.keep(tier, self._most(tier, planned))
            self._rounds.even_out(self._effort(PART / 2), self._stop)
            self._dispatch(tier)

    def _decide_anew(self, frees: Frees, tier: Tier, seconds: float) -> bool:
        """Decide a part of the best plan anew; whether the tier gained."""
        before = dict(self._ledger.best)
        fitting = fitted(self._problem, frees, self._parts.size, self._random)
        if fitting is not None:
            self._parts.improve(fitting, tier, self._effort(seconds))
        return self._ledger.best.get(tier.id) != before.get(tier.id)

    def _by_parts(self, tier: Tier, end: Clock) -> None:
        """Parts in turn, as long as the tier gains and time is left."""
        has_gained = self._ledger.solution is not None
        while has_gained:
            has_gained = False
            for frees in self._turns():
                if self._is_over() or end.left() <= 0 or self._ledger.is_proved(tier):
                    return
                has_gained |= self._decide_anew(frees, tier, min(PART, end.left()))

    def _is_small(self) -> bool:
        return self._size <= LARGEST and self._ledger.solution is not None

    def _by_the_whole(self, tier: Tier, end: Clock) -> None:
        """The exact program with teams, for what is left of a tier's time."""
        if self._is_over() or end.left() <= 0:
            return
        if self._whole is None:
            self._whole = Whole(self._parts.whole(), self._ledger, self._stop)
        self._whole.minimize(tier, self._effort(end.left()))

    def _turns(self) -> Iterator[Frees]:
        return turns(self._problem, lambda: self._ledger.solution or {}, self._size, self._random)

    # No plan.

    def _confirmed(self) -> Ended:
        """One solver says that no plan exists; another is asked before it is believed."""
        seconds = max(0.5, self._clock.left() / 2)
        program = (self._rounds.counts if self._size > HUGE else self._parts.whole().counts).program
        answer = Highs(program).solve(Linear(), self._asked(seconds))
        by = "HiGHS"
        if answer.verdict == "unknown":
            by = "CP-SAT"
            another = replace(self._asked(seconds), seed=self._settings.seed + 1)
            answer = CpSat(program).solve(another)
        if answer.verdict == "infeasible":
            return Ended("infeasible", CONFIRMED[by])
        if answer.values is not None and self._size <= HUGE:
            whole = Whole(self._parts.whole(), self._ledger, self._stop)
            whole.found("", answer.values)
            return Ended("done", Words("两个求解器的结论相反", "two solvers contradict each other"))
        words = Words(
            "一个求解器称无解，另一个未能证实",
            "one solver finds no plan, another could not confirm it",
        )
        return Ended("out_of_time", words)

    def _asked(self, seconds: float) -> Effort:
        return Effort(seconds, self._settings.workers or 8, self._settings.seed, work=self._work)


def sizes(classes: tuple[Alike, ...], counts: Counts) -> dict[str, int]:
    """How large a program is, with one Boolean a target beside it."""
    each = [(one.size, sum(len(slot.teams) for slot in one.slots)) for one in classes]
    return {
        "targets": len(counts.problem.targets),
        "classes": len(classes),
        "counts": sum(places for _, places in each),
        "booleans": sum(size * places for size, places in each),
        "variables": len(counts.program.variables),
        "rows": len(counts.program.rows),
    }
