"""Where a visit can be, and the classes of targets that no rule can tell apart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from xuncha_plan.model import (
    Exact,
    Ids,
    Linear,
    ModeId,
    Problem,
    Purpose,
    Selection,
    Target,
    number,
)


@dataclass(frozen=True)
class Slot:
    """A purpose in a round in a mode, and which teams may come; `(None,)` are the superior's."""

    purpose: Purpose
    round: str
    mode: ModeId
    teams: tuple[str | None, ...]
    work: Fraction  # team-weeks, before the mode's own share
    offer: int = 0  # which special rule it answers

    def __hash__(self) -> int:
        """By what tells a target's slots apart: there may be hundreds of teams."""
        return hash((self.purpose, self.round, self.mode, self.offer))


def slots(problem: Problem, target: Target) -> Iterator[Slot]:
    """Every slot of a target that the built-in constraints leave open."""
    offers = problem.asked("special", target.id)
    for purpose in ("coverage", "lookback", "special"):
        modes = tuple(problem.possible_modes(purpose, target.id))
        if purpose == "coverage" and problem.times(target.id) == 0:
            continue
        for r in problem.ordered:
            for mode in modes:
                if not problem.admits(purpose, target, r, mode):
                    continue
                number_of_offer = 0
                if purpose == "special":
                    offer = problem.special(target.id, r.id, mode)
                    if offer is None:
                        continue
                    number_of_offer = next(i for i, one in enumerate(offers) if one is offer)
                if teams := problem.teams_for(target, r.id, mode):
                    work = problem.work(purpose, target, r.id, mode)
                    yield Slot(purpose, r.id, mode, teams, work, number_of_offer)


@dataclass(frozen=True)
class Alike:
    """A class: targets that no rule can tell apart, with the slots that each of them has."""

    members: tuple[str, ...]
    slots: tuple[Slot, ...]

    @property
    def size(self) -> int:
        """How many targets."""
        return len(self.members)


class Sight:
    """A formulation that only watches: what rules ask about tells which targets they tell apart."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._seen: dict[Ids, int] = {}
        self._fields: set[str] = set()

    def alike(self, targets: Ids) -> Iterable[Ids]:
        """All as one, and what is asked is remembered."""
        self._see(targets)
        return [targets] if targets else []

    def each_team(self, *visits: Selection) -> Iterable[Ids]:
        """None: teams tell no targets apart."""
        return []

    def load(self, visits: Selection, unit: str = "count") -> Linear:
        """Nothing, and what is asked is remembered."""
        self._see(visits.targets)
        if unit not in ("count", "workload", "load"):
            self._fields.add(unit)
        return Linear()

    def whether(self, visits: Selection) -> Linear:
        """Nothing, and what is asked is remembered."""
        self._see(visits.targets)
        return Linear()

    def largest(self, of: Iterable[Linear | Exact]) -> Linear:
        """Nothing; the expressions are made, so that what they ask is seen."""
        for _ in of:
            pass
        return Linear()

    def square(self, of: Linear) -> Linear:
        """Nothing."""
        return Linear()

    def _see(self, targets: Ids | None) -> None:
        if targets is not None:
            self._seen.setdefault(targets, len(self._seen))

    def classes(self) -> tuple[Alike, ...]:
        """The classes, once every rule has asked, in the order of their first members."""
        sight: dict[str, list[object]] = {target.id: [] for target in self.problem.targets}
        for targets, i in self._seen.items():
            for one in targets:
                sight[one].append(i)
        found: dict[tuple[object, ...], list[str]] = defaultdict(list)
        places: dict[tuple[object, ...], tuple[Slot, ...]] = {}
        for target in self.problem.targets:
            its = tuple(slots(self.problem, target))
            weights = tuple(target.values(field) for field in sorted(self._fields))
            # one visit for each of several special rules is a pairing that counts do not show
            alone = target.id if len(self.problem.asked("special", target.id)) > 1 else None
            key = (tuple(sight[target.id]), its, weights, target.workload, alone)
            found[key].append(target.id)
            places[key] = its
        return tuple(Alike(tuple(members), places[key]) for key, members in found.items())


def classes(problem: Problem) -> tuple[Alike, ...]:
    """The classes of a problem under its rules."""
    sight = Sight(problem)
    for rule in problem.rules:
        for _ in rule.ask(sight):
            pass
    return sight.classes()


def weight(problem: Problem, target: Target, slot: Slot, unit: str) -> Exact:
    """How much one visit of a target in a slot counts in a unit."""
    match unit:
        case "count":
            return 1
        case "workload":
            amount = slot.work
        case "load":
            amount = slot.work * problem.mode[slot.mode].own_share
        case _:
            amount = sum((number(x) or Fraction(0) for x in target.values(unit)), Fraction(0))
    return int(amount) if amount.denominator == 1 else amount  # whole numbers add up faster
