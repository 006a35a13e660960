"""Cells of a formulation: where visits of a class are counted, by team or with teams open."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from xuncha_plan.model import Ids, Linear
from xuncha_plan.solver.formulation.classes import Slot

Team = str | None
Teams = tuple[Team, ...]
Key = tuple[int, Slot]
Solution = Mapping[Key, Mapping[Team, int]]  # a plan in counts


@dataclass(frozen=True, eq=False)
class Cell:
    """A slot of a class with its unknown for each team; for None alone where teams are open.

    `known` is what is given already, by team.
    """

    of: int
    slot: Slot
    unknowns: Mapping[Team, int]
    known: Mapping[Team, int] = field(default_factory=dict)

    def teams(self) -> Iterator[str]:
        """The teams that take a visit or may."""
        return (team for team in (*self.unknowns, *self.known) if team is not None)

    def amount(self, teams: Ids | None) -> Linear:
        """How many visits, of all or of some teams."""
        if teams is None:
            return Linear(dict.fromkeys(self.unknowns.values(), 1), sum(self.known.values()))
        return Linear(
            {x: 1 for t, x in self.unknowns.items() if t in teams},
            sum(n for t, n in self.known.items() if t in teams),
        )


@dataclass(frozen=True)
class Part:
    """A part of a plan: what `frees` takes is decided anew, all else is as given."""

    teams: Mapping[Key, Teams]  # who may come where at all
    given: Solution
    frees: Callable[[Key, Team], bool]

    def cells(self) -> Iterator[tuple[Key, list[Team], Mapping[Team, int]]]:
        """Each cell that has something open or given: its free teams, and what is given."""
        for key, teams in self.teams.items():
            free = [team for team in teams if self.frees(key, team)]
            known = {t: n for t, n in self.given.get(key, {}).items() if n and t not in free}
            if free or known:
                yield key, free, known
        for key, its in self.given.items():
            if key not in self.teams:
                yield key, [], its
