"""The search: tier after tier, by levels where the problem is large.

A small problem is one exact program with teams. A large one is planned as offices do: the rounds
first, then the teams, then the whole is improved from there until value meets bound.
"""

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations, cycle
from threading import Event

from xuncha_plan.model import Linear, Problem, Tier, Words
from xuncha_plan.solver.cells import classes
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.counts import Counts
from xuncha_plan.solver.cpsat import CpSat
from xuncha_plan.solver.effort import Effort
from xuncha_plan.solver.highs import Highs
from xuncha_plan.solver.ledger import Ledger, kept
from xuncha_plan.solver.levels import Held, Rounds
from xuncha_plan.solver.news import Ended, News, Sizes
from xuncha_plan.solver.program import Row, Values, worth
from xuncha_plan.solver.settings import Settings
from xuncha_plan.solver.tiers import Posed, pose

LARGE = 1500  # open counts from which planning by levels wins
SHARE = 0.4  # of the time left that a tier may take; earlier tiers come first
EVEN = 0.1  # the same for spreading work evenly, where teams do not fit otherwise
PAIRS = 0.7  # the same for freeing pairs of years, which ends by itself once nothing is gained
ANY_PLAN = Tier(id="-")  # what is minimised where the planner states no tier


def search(
    problem: Problem, settings: Settings, clock: Clock, tell: Callable[[News], None], stop: Event
) -> Ended:
    """Find the best plan; every better plan and every bound is told as it comes."""
    counts = Counts(problem, classes(problem))
    posed = pose(counts, problem.tiers, problem.rules)
    tell(Sizes(_sizes(counts)))
    run = _Search(posed, settings, Ledger(problem, tell), clock, stop)
    open_counts = sum(1 for v in counts.program.variables if v.decides and v.high)
    return run.by_levels() if open_counts > LARGE else run.improve(None)


def _sizes(counts: Counts) -> dict[str, int]:
    """How large the program is, with one Boolean a target beside it."""
    each = [(one.size, sum(len(slot.teams) for slot in one.slots)) for one in counts.classes]
    return {
        "targets": len(counts.problem.targets),
        "classes": len(counts.classes),
        "counts": sum(places for _, places in each),
        "booleans": sum(size * places for size, places in each),
        "variables": len(counts.program.variables),
        "rows": len(counts.program.rows),
    }


class _Search:
    def __init__(
        self, posed: Posed, settings: Settings, ledger: Ledger, clock: Clock, stop: Event
    ) -> None:
        self._posed, self._settings, self._ledger = posed, settings, ledger
        self._clock, self._stop = clock, stop
        self._tiers = ledger.problem.tiers or (ANY_PLAN,)
        self._model = CpSat(posed.counts.program)
        self._is_infeasible = False

    def _is_over(self) -> bool:
        return self._stop.is_set() or self._clock.left() <= 0

    def _effort(self, seconds: float, gap: Fraction = Fraction(0)) -> Effort:
        workers = self._settings.workers or 8  # fewer leave parts of CP-SAT's portfolio out
        limit = max(0.05, min(seconds, self._clock.left()))
        return Effort(limit, workers, self._settings.seed, float(max(gap, self._settings.gap)))

    def by_levels(self) -> Ended:
        """Rounds first: tiers that do not see teams are bounded and spread without them."""
        rounds = Rounds(self._posed, self._ledger, self._stop)
        if not rounds.even_out(self._effort(self._clock.left() * EVEN)):
            return self._confirmed()
        held = self._dispatch(rounds)
        for tier in rounds.decided():
            if self._is_over():
                break
            if not rounds.improve(tier, self._effort(self._clock.left() * SHARE)):
                return self._confirmed()
            held = self._dispatch(rounds)
            if held is None and not self._is_over():
                # spread evenly as far as the tier allows, teams fit more easily
                rounds.even_out(self._effort(self._clock.left() * EVEN))
                held = self._dispatch(rounds)
            if self._ledger.values is not None and not self._ledger.is_proved(tier):
                self._by_pairs_of_years(tier, self._clock.left() * PAIRS)
                rounds.adopt(self._posed, self._ledger.values)
                held = next(rounds.releases())
        rounds.bound_the_rest(self._effort(2.0))
        if held is not None and not self._is_over():
            model, half = self._held(rounds, held), self._clock.left() / 2
            self._tiers_in_turn(model, self._ledger.values, half, is_whole=False)
        return self.improve(self._ledger.values)

    def _by_pairs_of_years(self, tier: Tier, seconds: float) -> None:
        """Free two years of the best plan at a time, the others held, as long as a tier gains.

        Measured at 134 targets: risk from 479 to its proved best of 173 in 41 s, where teams fitted
        no spread that the level of rounds found.
        """
        end, years = Clock.of(seconds), self._ledger.problem.years
        pairs = list(combinations(years, 2))
        model = self._model.copy()
        for earlier in self._tiers[: self._tiers.index(tier)]:
            worst = self._ledger.worst(earlier, self._ledger.best)
            if row := kept(self._posed.tiers[earlier.id], worst):
                model.add(row)
        without_gain = 0
        for pair in cycle(pairs):
            over = self._is_over() or end.left() <= 0 or self._ledger.is_proved(tier)
            if over or without_gain == len(pairs):
                return
            before = self._ledger.best[tier.id]
            self._with_years_free(model.copy(), tier, frozenset(pair), min(5.0, end.left()))
            without_gain = 0 if self._ledger.best[tier.id] < before else without_gain + 1

    def _with_years_free(
        self, model: CpSat, tier: Tier, free: frozenset[int], seconds: float
    ) -> None:
        values, rounds = self._ledger.values or [], self._ledger.problem.round
        for cell in self._posed.counts.cells():
            if rounds[cell.slot.round].year not in free:
                for x in cell.unknowns.values():
                    model.add(Row({x: 1}, values[x], equal=True))
        model.minimize(self._posed.tiers[tier.id])
        model.hint(dict(enumerate(values)))
        answer = model.solve(self._effort(seconds), stop=self._stop)
        tiers = self._posed.tiers
        if answer.values and worth(tiers[tier.id], answer.values) < self._ledger.best[tier.id]:
            self._found(tier.id, answer.values)

    def _dispatch(self, rounds: Rounds) -> Held | None:
        """Find teams for the rounds as spread, or inside their years; says what could be held."""
        if rounds.values is None:
            return None
        for held in rounds.releases():
            model = self._held(rounds, held)
            for tier in rounds.decided():
                if (best := rounds.worst(tier, self._posed)) is not None:
                    model.add(best)
            answer = model.solve(self._effort(max(1.0, self._clock.left() / 30)), stop=self._stop)
            if answer.values is not None:
                self._found("", answer.values)
                return held
            if self._is_over():
                break
        return None

    def _held(self, rounds: Rounds, held: Held) -> CpSat:
        model = self._model.copy()
        for row in rounds.fixed(self._posed, held):
            model.add(row)
        return model

    def _found(self, tier: str, values: Values) -> Values:
        complete = self._posed.counts.program.completed(values)
        self._ledger.found(tier, self._posed.counts, complete, self._posed.tiers)
        return complete

    def improve(self, start: Values | None) -> Ended:
        """The exact program: each tier in turn from the best plan so far."""
        best = self._tiers_in_turn(self._model, start, self._clock.left(), is_whole=True)
        if best is None and self._is_infeasible:
            return self._confirmed()
        return Ended("done" if best is not None else "out_of_time")

    def _tiers_in_turn(
        self, model: CpSat, start: Values | None, seconds: float, *, is_whole: bool
    ) -> Values | None:
        """Improve each tier, those before it kept; None where there is no plan.

        A model that is not the whole problem, because something is held in it, gives no bounds.
        """
        best, end = start, Clock.of(seconds)
        given: dict[str, Fraction] = {}
        for i, tier in enumerate(self._tiers):
            if self._is_over() or end.left() <= 0:
                break
            expression = self._posed.tiers.get(tier.id, Linear())
            if best is None or not self._ledger.is_proved(tier):
                last = best is None or i == len(self._tiers) - 1
                share = end.left() if last else end.left() / 2  # earlier tiers come first
                best = self._minimized(model, tier, best, share, given if is_whole else None)
            if best is None:
                break
            given[tier.id] = self._ledger.worst(tier, self._worths(best))
            if row := kept(expression, given[tier.id]):
                model.add(row)
        return best

    def _worths(self, values: Values) -> dict[str, Fraction]:
        tiers = self._posed.tiers
        return {t.id: Fraction(worth(tiers.get(t.id, Linear()), values)) for t in self._tiers}

    def _minimized(
        self,
        model: CpSat,
        tier: Tier,
        best: Values | None,
        seconds: float,
        given: dict[str, Fraction] | None,
    ) -> Values | None:
        """Minimise one tier; bounds hold where earlier tiers are as `given`, None: nowhere."""
        expression = self._posed.tiers.get(tier.id, Linear())
        known = None if best is None else worth(expression, best)
        model.minimize(expression)
        if best is not None:
            model.hint(dict(enumerate(best)))

        def better(values: Values, value: Fraction) -> None:
            nonlocal known
            if known is None or value < known:
                known = value
                self._found(tier.id, values)

        def bound(at_least: Fraction | None) -> None:
            if given is not None and tier is not ANY_PLAN:
                self._ledger.bound(tier, at_least, "cpsat", given)

        answer = model.solve(self._effort(seconds), better, bound, self._stop)
        bound(answer.bound)
        if answer.values is None:
            self._is_infeasible = answer.verdict == "infeasible"
            return best
        found = self._posed.counts.program.completed(answer.values)
        if best is None or worth(expression, found) < worth(expression, best):
            return self._found(tier.id, found)
        return best

    def _confirmed(self) -> Ended:
        """One solver says that no plan exists; another is asked before it is believed."""
        seconds = max(0.5, self._clock.left() / 2)
        answer = Highs(self._posed.counts.program).solve(Linear(), self._asked(seconds, 0))
        if answer.verdict == "unknown":
            answer = CpSat(self._posed.counts.program).solve(self._asked(seconds, 1))
        if answer.verdict == "infeasible":
            return Ended("infeasible")
        if answer.values is not None:
            self._found("", answer.values)
            return Ended("done", Words("两个求解器的结论相反", "two solvers contradict each other"))
        words = Words(
            "一个求解器称无解，另一个未能证实",
            "one solver finds no plan, another could not confirm it",
        )
        return Ended("out_of_time", words)

    def _asked(self, seconds: float, another: int) -> Effort:
        return Effort(seconds, self._settings.workers or 8, self._settings.seed + another)
