"""The search of re-planning: the least change first, then the tiers with the change kept.

The relaxed program says what must change whatever is done. That alone is decided with teams, all
else as it was: a small program, and where no more changes than must, it is the whole problem.
Where teams do not fit, more is freed, up to everything.
"""

from dataclasses import dataclass
from threading import Event

from xuncha_plan.model import Linear, Problem, Rule, Tier, Words
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.engines.cpsat import CpSat
from xuncha_plan.solver.engines.effort import Answer, Effort
from xuncha_plan.solver.engines.highs import Highs
from xuncha_plan.solver.formulation.cells import Part
from xuncha_plan.solver.news import Ended, Sizes
from xuncha_plan.solver.process.child import Tell
from xuncha_plan.solver.replanning.relaxed import Relaxed
from xuncha_plan.solver.replanning.world import Visited, World
from xuncha_plan.solver.search.engine import sizes
from xuncha_plan.solver.search.ledger import Ledger
from xuncha_plan.solver.search.whole import Whole
from xuncha_plan.solver.settings import Settings

LARGEST = 40_000  # counts that may be open at once
SHARE = 0.5  # of the time left that a step may take; earlier ones come first
AFTERTHOUGHT = 0.1  # the same for what comes after the planner's tiers
NOT_CONFIRMED = Words(
    "一个求解器称无解，另一个未能证实", "one solver finds no plan, another could not confirm it"
)


def search(
    problem: Problem,
    settings: Settings,
    clock: Clock,
    tell: Tell,
    stop: Event,
    *,
    is_change_all: bool = False,
) -> Ended:
    """Find the plan that changes least, and among those the best; news is told as it comes.

    With `is_change_all` the tiers after the change are left as they come.
    """
    world = World.of(problem)
    if world is None:
        return Ended("infeasible")
    steps = _Steps(world, settings, clock, stop)
    until = problem.tiers.index(world.change_tier) + 1
    first = Ledger(problem.replace(tiers=problem.tiers[:until]), tell)
    if until > 1:
        return steps.at_once(first if is_change_all else Ledger(problem, tell))
    least = _Least(steps, first)
    ended = least.find()
    if ended is not None or is_change_all or until == len(problem.tiers):
        return ended or Ended("done")
    ledger = Ledger(problem, tell, first.bounds)
    return _Better(steps, ledger, least).find()


@dataclass
class _Steps:
    """What both halves of the search do."""

    world: World
    settings: Settings
    clock: Clock
    stop: Event

    def is_over(self) -> bool:
        """Whether time is up, or somebody wants no more."""
        return self.stop.is_set() or self.clock.left() <= 0

    def effort(self, share: float = SHARE) -> Effort:
        """A share of the time left."""
        workers = self.settings.workers or 8  # fewer leave parts of CP-SAT's portfolio out
        seconds = max(0.05, self.clock.left() * share)
        return Effort(seconds, workers, self.settings.seed, float(self.settings.gap))

    def share(self, tier: Tier) -> float:
        """The share of the time left that a tier may take."""
        return AFTERTHOUGHT if tier.id in self.world.afterthoughts else SHARE

    def in_turn(self, whole: Whole, ledger: Ledger) -> Ended:
        """The tiers one after another, from the best plan so far."""
        for tier in ledger.problem.tiers:
            if self.is_over():
                break
            answer = whole.minimize(tier, self.effort(self.share(tier)))
            if ledger.solution is None:
                return self._without_a_plan(answer, ledger)
        return Ended("out_of_time" if ledger.solution is None else "done")

    def at_once(self, ledger: Ledger) -> Ended:
        """Everything that is open, with teams, as one exact program."""
        whole = self.decided(self.world.whole(), ledger)
        whole.proves = True
        return self.in_turn(whole, ledger)

    def decided(self, part: Part, ledger: Ledger) -> Whole:
        """A part of the problem, whose bounds say nothing of the whole."""
        posed = self.world.posed(part, ledger.problem.tiers, self._rules(ledger))
        whole = Whole(posed, ledger, self.stop, proves=False)
        whole.near = self.world.old
        return whole

    def _rules(self, ledger: Ledger) -> tuple[Rule, ...]:
        wanted = {tier.id for tier in ledger.problem.tiers} | {None}
        return tuple(rule for rule in self.world.problem.rules if rule.tier in wanted)

    def _without_a_plan(self, answer: Answer, ledger: Ledger) -> Ended:
        """One solver says that no plan exists; another is asked before it is believed."""
        if answer.verdict != "infeasible":
            return Ended("out_of_time")
        posed = self.world.posed(self.world.whole(), (), self.world.hard)
        second = Highs(posed.counts.program).solve(Linear(), self.effort())
        if second.verdict == "infeasible":
            return Ended("infeasible")
        return Ended("out_of_time", NOT_CONFIRMED)


class _Least:
    """The least change; afterwards `visited` and `beside` say what was decided anew.

    `is_all` says that nothing else can change without changing more.
    """

    def __init__(self, steps: _Steps, ledger: Ledger) -> None:
        self._steps, self._world, self.ledger = steps, steps.world, ledger
        self._tier = steps.world.change_tier
        self.visited: frozenset[Visited] = frozenset()
        self.beside: frozenset[str] = frozenset()
        self.is_all = False

    def find(self) -> Ended | None:
        """None where a plan was found, else how it ended without one."""
        relaxed = Relaxed(self._world, (), self._world.hard)
        self.ledger.tell(Sizes(sizes(self._world.classes, relaxed.counts)))
        self.ledger.bound(self._tier, relaxed.certain, "highs", {})
        loose = relaxed.loose()
        if self._world.size(loose) <= LARGEST:
            self._decide(loose)
            self.is_all = self._is_proved()
        if self.is_all:
            return None
        for is_tight in (False, True):
            if is_tight:
                relaxed.tighten()
            if self._bounded(relaxed):
                return Ended("infeasible")
            if not self._is_proved() and not self._steps.is_over():
                self._decide(self.visited, self.beside if is_tight else frozenset())
            if self._is_proved():
                return None
        if self._is_small():
            return self._at_once()
        return None if self.ledger.solution is not None else Ended("out_of_time")

    def _is_small(self) -> bool:
        return self._world.whole_size <= LARGEST

    def _decide(self, visited: frozenset[Visited], beside: frozenset[str] = frozenset()) -> None:
        self.visited, self.beside = visited, beside
        part = self._steps.decided(self._world.part(visited, beside), self.ledger)
        part.minimize(self._tier, self._steps.effort())

    def _is_proved(self) -> bool:
        return self.ledger.solution is not None and self.ledger.is_proved(self._tier)

    def _at_once(self) -> Ended | None:
        ended = self._steps.at_once(self.ledger)
        return None if self.ledger.solution is not None else ended

    def _bounded(self, relaxed: Relaxed) -> bool:
        """Bound the change with teams open; whether no plan can be."""
        share = SHARE / 5 if self._is_small() else SHARE
        answer = relaxed.least(self._steps.effort(share))
        if answer.verdict == "infeasible":
            program = relaxed.counts.program
            second = CpSat(program).solve(self._steps.effort(), stop=self._steps.stop)
            return second.verdict == "infeasible"
        self.ledger.bound(self._tier, answer.bound, "highs", {})
        if answer.values is not None:
            self.visited = relaxed.moving(answer.values)
            self.beside = frozenset()
            if not self._is_small():
                self.beside = self._near(relaxed.rounds(answer.values))
        return False

    def _near(self, rounds: list[str]) -> frozenset[str]:
        """As many rounds as may be freed beside what moves: teams are packed anew there."""
        near: frozenset[str] = frozenset()
        for r in rounds:
            if self._world.size(self.visited, near | {r}) <= LARGEST:
                near |= {r}
        return near


class _Better:
    """The planner's tiers, among the plans that change least."""

    def __init__(self, steps: _Steps, ledger: Ledger, least: _Least) -> None:
        self._steps, self._world, self._ledger = steps, steps.world, ledger
        self._least = least

    def find(self) -> Ended:
        """What was decided anew is decided anew, or everything where that is small."""
        least, is_small = self._least, self._world.whole_size <= LARGEST
        if is_small and not least.is_all:
            whole = self._steps.decided(self._world.whole(), self._ledger)
        else:
            part = self._world.part(least.visited, least.beside)
            whole = self._steps.decided(part, self._ledger)
        whole.begin(least.ledger.solution or {})
        if least.is_all or is_small:
            whole.proves = True
            return self._steps.in_turn(whole, self._ledger)
        return self._between(whole)

    def _between(self, part: Whole) -> Ended:
        """Where the whole is too large: bounds from the relaxed program, plans from a part."""
        tiers = self._world.problem.tiers
        relaxed = Relaxed(self._world, tiers, self._world.problem.rules)
        relaxed.tighten()
        done: list[Tier] = []
        for tier in tiers:
            if done and not self._steps.is_over():
                share = self._steps.share(tier)
                answer = relaxed.bound(tier, self._steps.effort(share / 2))
                given = {one.id: self._ledger.worst(one, self._ledger.best) for one in done}
                self._ledger.bound(tier, answer.bound, "highs", given)
                part.minimize(tier, self._steps.effort(share))
            else:
                part.keep(tier)
            done.append(tier)
            relaxed.keep(tier.id, self._ledger.worst(tier, self._ledger.best))
        return Ended("done")
