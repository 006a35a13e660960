"""What every question about a plan stands on: classes, the plan in counts, who may come where."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial

from xuncha_plan.check import plan_of, tier_values
from xuncha_plan.check.wish import Wish
from xuncha_plan.model import Ids, Plan, PlanRecord, Problem, Visit, VisitRecord
from xuncha_plan.solver.formulation.cells import Key, Part, Solution, Team, Teams
from xuncha_plan.solver.formulation.classes import Alike, classes
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.formulation.expand import visits as expanded
from xuncha_plan.solver.formulation.tiers import Posed, pose

Placed = tuple[str, str, str, str | None]  # a purpose, a round, a mode, a team


@dataclass(frozen=True)
class Ground:
    """A plan that keeps its problem's rules, in counts.

    Members of a class are interchangeable: where one may be, so may each, at the same cost.
    """

    plan: Plan

    @property
    def problem(self) -> Problem:
        """The plan's problem."""
        return self.plan.problem

    @cached_property
    def values(self) -> dict[str, Fraction]:
        """What each tier is worth in the plan."""
        return tier_values(self.plan)

    @cached_property
    def classes(self) -> tuple[Alike, ...]:
        """The classes of the problem."""
        return classes(self.problem)

    @cached_property
    def class_of(self) -> dict[str, int]:
        """The class of each target."""
        return {target: i for i, one in enumerate(self.classes) for target in one.members}

    @cached_property
    def open_to(self) -> dict[Key, Teams]:
        """Who may come where by what is built in; rules close more."""
        return {(i, slot): slot.teams for i, one in enumerate(self.classes) for slot in one.slots}

    @cached_property
    def solution(self) -> Solution:
        """The plan in counts."""
        return self.counted(self.plan)

    def counted(self, plan: Plan) -> Solution:
        """A plan of the problem in counts."""
        found: dict[Key, dict[Team, int]] = defaultdict(lambda: defaultdict(int))
        slots = [{(s.purpose, s.round, s.mode): s for s in one.slots} for one in self.classes]
        for visit in plan.visits:
            i = self.class_of[visit.target.id]
            slot = slots[i][visit.purpose, visit.round.id, visit.mode]
            found[i, slot][None if visit.team is None else visit.team.id] += 1
        return {key: dict(its) for key, its in found.items()}

    def moved(self, gone: VisitRecord, new: VisitRecord) -> Plan:
        """The plan with one visit in the place of another."""
        kept = [visit for visit in self.plan.visits if VisitRecord.of(visit) != gone]
        return Plan(self.problem, (*kept, *plan_of(self.problem, PlanRecord((new,))).visits))

    def on(self, problem: Problem) -> "Ground":
        """The same for a problem whose rules differ in their tiers alone."""
        other = Ground(Plan(problem, self.plan.visits))
        other.__dict__.update({key: self.__dict__[key] for key in SHARED if key in self.__dict__})
        return other

    # Parts of the plan as programs.

    def places(self, rounds: Ids, teams: Ids | None, targets: Iterable[str]) -> dict[Key, Teams]:
        """What may be decided anew: what lies in some rounds with some teams (None: all).

        Classes that have nothing there are left out; some targets are free in every round.
        """
        everywhere = {self.class_of[target] for target in targets}
        moving = {
            i
            for (i, slot), its in self.solution.items()
            if slot.round in rounds and any(_is_of(team, teams) for team in its)
        }
        found: dict[Key, Teams] = {}
        for key, its in self.open_to.items():
            if key[0] in everywhere or (key[0] in moving and key[1].round in rounds):
                found[key] = tuple(team for team in its if _is_of(team, teams))
        return found

    def pose(self, places: Mapping[Key, Teams], given: Solution) -> Posed:
        """The program that decides these places anew, the rest as given."""
        part = Part(places, given, lambda key, team: True)
        counts = Counts(self.problem, self.classes, part=part)
        return pose(counts, self.problem.tiers, self.problem.rules)

    def records(self, solution: Solution, wish: Wish | None = None) -> tuple[VisitRecord, ...]:
        """The visits of a plan in counts: a wish is met, and whoever can stays where it is."""
        old = _by_target(self.plan.visits)
        new = _by_target(expanded(self.problem, self.classes, solution))
        return tuple(
            VisitRecord(target, *place)
            for one in self.classes
            for target, places in _settled(one.members, old, new, wish)
            for place in places
        )


def is_wanted(wish: Wish, key: Key, teams: Iterable[Team]) -> bool:
    """Whether a wish is met in a place by one of some teams, of which there is one."""
    slot, present = key[1], tuple(teams)
    return (
        bool(present)
        and slot.purpose == wish.purpose
        and wish.round in (None, slot.round)
        and wish.mode in (None, slot.mode)
        and (wish.team is None or wish.team in present)
    )


def _is_of(team: Team, teams: Ids | None) -> bool:
    """Whether a team is one of some; the superior's are with everyone."""
    return team is None or teams is None or team in teams


SHARED = ("classes", "class_of", "open_to", "solution")


def _by_target(visits: Iterable[Visit]) -> dict[str, tuple[Placed, ...]]:
    found: dict[str, list[Placed]] = defaultdict(list)
    for v in visits:
        found[v.target.id].append((v.purpose, v.round.id, v.mode, v.team.id if v.team else None))
    return {target: tuple(sorted(places, key=str)) for target, places in found.items()}


def _settled(
    members: tuple[str, ...],
    old: Mapping[str, tuple[Placed, ...]],
    new: Mapping[str, tuple[Placed, ...]],
    wish: Wish | None,
) -> Iterator[tuple[str, tuple[Placed, ...]]]:
    """What each member of a class has: first who is wished for, then those that had the same."""
    waiting, moving = [new.get(target, ()) for target in members], []
    for target in sorted(members, key=lambda one: wish is None or one != wish.target):
        its = old.get(target, ())
        if wish is not None and target == wish.target:
            its = min(filter(partial(_meets, wish), waiting), key=lambda one: one != its)
        if its in waiting:
            waiting.remove(its)
            yield target, its
        else:
            moving.append(target)
    yield from zip(moving, waiting, strict=True)


def _meets(wish: Wish, places: tuple[Placed, ...]) -> bool:
    return any(
        purpose == wish.purpose
        and wish.round in (None, r)
        and wish.mode in (None, mode)
        and wish.team in (None, team)
        for purpose, r, mode, team in places
    )
