"""A problem to re-plan, in classes: what is given in it, what is open, where the old visits are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from xuncha_plan.model import Problem, Purpose, Rule, Tier, VisitRecord
from xuncha_plan.solver.formulation.cells import Key, Part, Solution, Teams
from xuncha_plan.solver.formulation.classes import Alike, Slot, classes
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.formulation.tiers import Posed, pose
from xuncha_plan.solver.replanning.rules import Begun, Change

Visited = tuple[int, Purpose]  # a class and what it is visited for


def visited_by(key: Key) -> Visited:
    """What a place would be a visit of."""
    return key[0], key[1].purpose


@dataclass(frozen=True)
class World:
    """`given` is what closed rounds have, `old` where the other old visits can still be."""

    problem: Problem
    classes: tuple[Alike, ...]
    change: Change
    open_to: Mapping[Key, Teams]
    given: Solution
    old: Solution

    @classmethod
    def of(cls, problem: Problem) -> "World | None":
        """A problem with a rule `begun` and a `change`, which is the first; None: no way back.

        There is none where what is closed cannot be as it was.
        """
        begun = next(rule for rule in problem.rules if isinstance(rule, Begun))
        change = next(rule for rule in problem.rules if isinstance(rule, Change))
        its = classes(problem)
        places = _Places(its)
        given = places.solution(begun.old)
        if _size(given) < len(begun.old):
            return None
        covered = {i for i, slot in given if slot.purpose == "coverage"}
        done = {i for i in covered if problem.times(its[i].members[0]) == 1}
        open_to = {
            (i, slot): slot.teams
            for i, one in enumerate(its)
            for slot in one.slots
            if slot.round not in begun.rounds and not (slot.purpose == "coverage" and i in done)
        }
        rest = tuple(visit for visit in change.old if visit.round not in begun.rounds)
        return cls(problem, its, change, open_to, given, places.solution(rest))

    @cached_property
    def change_tier(self) -> Tier:
        """The tier that the change is in."""
        return next(tier for tier in self.problem.tiers if tier.id == self.change.tier)

    @cached_property
    def afterthoughts(self) -> frozenset[str]:
        """The tiers of further changes: what is worth little time."""
        changes = (rule.tier for rule in self.problem.rules if isinstance(rule, Change))
        return frozenset(tier for tier in changes if tier and tier != self.change.tier)

    @cached_property
    def hard(self) -> tuple[Rule, ...]:
        """What no plan may break, without what only makes it better or worse."""
        return tuple(rule for rule in self.problem.rules if rule.tier is None)

    def posed(self, part: Part, tiers: tuple[Tier, ...], rules: tuple[Rule, ...]) -> Posed:
        """The program of a part, with teams."""
        return pose(Counts(self.problem, self.classes, part=part), tiers, rules)

    def part(self, visited: frozenset[Visited], beside: frozenset[str] = frozenset()) -> Part:
        """What is visited so is decided anew, all else as it was.

        What the old plan has in the rounds `beside` may change within its round.
        """
        teams = {key: self.open_to[key] for key in self._freed(visited, beside)}
        return Part(teams, {**self.given, **self.old}, lambda key, team: True)

    def _freed(self, visited: frozenset[Visited], beside: frozenset[str]) -> Iterator[Key]:
        rounds = {visited_by(key): key[1].round for key in self.old if key[1].round in beside}
        for key in self.open_to:
            its = visited_by(key)
            if its in visited or rounds.get(its) == key[1].round:
                yield key

    def whole(self) -> Part:
        """Everything that is not closed is decided anew."""
        return Part(self.open_to, self.given, lambda key, team: True)

    def size(self, visited: frozenset[Visited], beside: frozenset[str] = frozenset()) -> int:
        """How many counts would be open."""
        return sum(len(self.open_to[key]) for key in self._freed(visited, beside))

    @cached_property
    def whole_size(self) -> int:
        """How many counts would be open if everything were decided anew."""
        return sum(map(len, self.open_to.values()))


class _Places:
    """Where visits are, in classes and slots."""

    def __init__(self, its: tuple[Alike, ...]) -> None:
        self._class_of = {target: i for i, one in enumerate(its) for target in one.members}
        self._slots: dict[tuple[int, str, str, str], Slot] = {
            (i, slot.purpose, slot.round, slot.mode): slot
            for i, one in enumerate(its)
            for slot in one.slots
        }

    def solution(self, visits: tuple[VisitRecord, ...]) -> Solution:
        """The visits that still have a place, in counts."""
        found: dict[Key, dict[str | None, int]] = defaultdict(lambda: defaultdict(int))
        for visit in visits:
            i = self._class_of[visit.target]
            slot = self._slots.get((i, visit.purpose, visit.round, visit.mode))
            if slot is not None and visit.team in slot.teams:
                found[i, slot][visit.team] += 1
        return found


def _size(solution: Solution) -> int:
    return sum(sum(its.values()) for its in solution.values())
