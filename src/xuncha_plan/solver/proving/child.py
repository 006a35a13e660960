"""Where certificates are looked for: in a process of its own, as every search."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from threading import Event

from xuncha_plan.model import BoundProof, ConflictProof, Problem
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.news import Ended
from xuncha_plan.solver.process.child import Tell
from xuncha_plan.solver.settings import Settings


@dataclass(frozen=True)
class Wanted:
    """A bound of a tier that is to be proved, with earlier tiers at most as given."""

    tier: str
    bound: Fraction
    given: Mapping[str, Fraction]


@dataclass(frozen=True)
class Bounds:
    """Looks for proofs of bounds, tier by tier, and tells of each."""

    wanted: tuple[Wanted, ...]

    def __call__(
        self, problem: Problem, settings: Settings, clock: Clock, tell: Tell, stop: Event
    ) -> Ended:
        """Run in the child."""
        from xuncha_plan.check.proofs import pose
        from xuncha_plan.solver.proving.finding import Finder

        posed = pose(problem)
        for i, one in enumerate(self.wanted):
            if stop.is_set() or clock.left() <= 0:
                return Ended("out_of_time")
            share = Clock.of(clock.left() / (len(self.wanted) - i))
            found = Finder(posed.keeping(one.given), share).bound(one.tier, one.bound)
            if found is not None:
                proved, sums = found
                tell(BoundProof(one.tier, min(proved, one.bound), one.given, sums))
        return Ended("done")


@dataclass(frozen=True)
class Conflicts:
    """Looks for proofs that sets of rules, by place, cannot hold together; tells of each."""

    sets: tuple[frozenset[int], ...]

    def __call__(
        self, problem: Problem, settings: Settings, clock: Clock, tell: Tell, stop: Event
    ) -> Ended:
        """Run in the child."""
        from xuncha_plan.check.proofs import pose
        from xuncha_plan.solver.proving.finding import Finder

        for i, places in enumerate(self.sets):
            if stop.is_set() or clock.left() <= 0:
                return Ended("out_of_time")
            share = Clock.of(clock.left() / (len(self.sets) - i))
            sums = Finder(pose(problem, places), share).conflict()
            if sums is not None:
                rules = {n + 1: problem.rules[n].title_or_name for n in sorted(places)}
                tell(ConflictProof(rules, sums))
        return Ended("done")
