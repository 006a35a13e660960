"""A finished plan: visits, as a person would read them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import product

from xuncha_plan.model.district import Round, Target, Team
from xuncha_plan.model.modes import ModeId, Purpose
from xuncha_plan.model.place import Place
from xuncha_plan.model.problem import Problem
from xuncha_plan.model.selection import Selection
from xuncha_plan.model.where import number


@dataclass(frozen=True)
class Visit:
    """One inspection of one target; `workload` and `load` (own load) in team-weeks."""

    target: Target
    purpose: Purpose
    round: Round
    mode: ModeId
    team: Team | None
    workload: Fraction
    load: Fraction
    place: Place | None = field(default=None, compare=False)

    def size(self, unit: str) -> Fraction:
        """How much it counts in a unit: `count`, `workload`, `load`, or a numeric field."""
        match unit:
            case "count":
                return Fraction(1)
            case "workload":
                return self.workload
            case "load":
                return self.load
            case _:
                return sum(
                    (number(x) or Fraction(0) for x in self.target.values(unit)), Fraction(0)
                )

    def values(self, dimension: str) -> tuple[str, ...]:
        """What it has in a dimension of the target's or in round, year, term, team, mode."""
        match dimension:
            case "round":
                return (self.round.id,)
            case "year":
                return (str(self.round.year),)
            case "term":
                return ("term",)
            case "mode":
                return (self.mode,)
            case "team":
                return () if self.team is None else (self.team.id,)
            case _:
                return tuple(str(value) for value in self.target.values(dimension))


@dataclass(frozen=True)
class Plan:
    """The visits of a problem, in no particular order."""

    problem: Problem
    visits: tuple[Visit, ...]

    @staticmethod
    def visit(
        problem: Problem,
        target: str,
        purpose: Purpose,
        round_id: str,
        mode: ModeId,
        team: str | None,
        place: Place | None = None,
    ) -> Visit:
        """A visit by ids, its work worked out; KeyError where an id is unknown."""
        its = problem.target[target]
        work = problem.work(purpose, its, round_id, mode)
        return Visit(
            its,
            purpose,
            problem.round[round_id],
            mode,
            None if team is None else problem.team[team],
            work,
            work * problem.mode[mode].own_share,
            place,
        )

    @cached_property
    def _by_target(self) -> dict[str, list[Visit]]:
        found: dict[str, list[Visit]] = defaultdict(list)
        for visit in self.visits:
            found[visit.target.id].append(visit)
        for visits in found.values():
            visits.sort(key=lambda visit: self.problem.index[visit.round.id])
        return found

    def of(self, target: str, purpose: Purpose | None = None) -> list[Visit]:
        """The visits of a target, by round."""
        return [v for v in self._by_target.get(target, ()) if purpose in (None, v.purpose)]

    def select(self, selection: Selection) -> Iterator[Visit]:
        """The visits that a selection takes."""
        return filter(selection.takes, self.visits)

    def grouped(
        self, selection: Selection, per: tuple[str, ...]
    ) -> dict[tuple[str, ...], list[Visit]]:
        """The selected visits by what they have in the dimensions; without a value, in none."""
        groups: dict[tuple[str, ...], list[Visit]] = defaultdict(list)
        for visit in self.select(selection):
            for key in product(*(visit.values(dimension) for dimension in per)):
                groups[key].append(visit)
        return groups


def sizes(visits: Iterable[Visit], unit: str) -> Fraction:
    """What visits add up to in a unit."""
    return sum((visit.size(unit) for visit in visits), Fraction(0))
