"""What rules ask of teams at a level where teams are open.

An answer is a guess: anything up to the whole. What is told of a guess alone is used all the same:
which teams are kept away, and what the limits of each team come to for all of them together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from xuncha_plan.model import Cost, Demand, Exact, Linear, Selection, total
from xuncha_plan.solver.formulation.program import plain

if TYPE_CHECKING:
    from xuncha_plan.solver.formulation.cells import Cell, Key, Teams
    from xuncha_plan.solver.formulation.counts import Counts

Asked = tuple[Selection, str]  # visits of some teams, and the unit


@dataclass
class Guesses:
    """The guesses of one formulation, by what was asked."""

    _known: dict[Asked, int] = field(default_factory=dict)
    _reaches: dict[Asked, tuple[Exact, Exact]] = field(default_factory=dict)

    def of(self, counts: "Counts", visits: Selection, unit: str) -> int:
        """What some teams take of visits whose team is open."""
        asked = visits, unit
        if asked not in self._known:
            low, high = self._reach(counts, replace(visits, teams=None), unit)
            self._known[asked] = counts.program.guess(min(0, low), max(0, high))
        return self._known[asked]

    def _reach(self, counts: "Counts", everyone: Selection, unit: str) -> tuple[Exact, Exact]:
        asked = everyone, unit
        if asked not in self._reaches:
            self._reaches[asked] = counts.program.reach(counts.load(everyone, unit))
        return self._reaches[asked]

    def asked(self) -> dict[int, Asked]:
        """What each guess stands for."""
        return {guess: asked for asked, guess in self._known.items()}


def open_teams(counts: "Counts") -> "dict[Key, Teams]":
    """Who may still come where, once rules and capacities have closed what they close."""
    shut = {} if counts.decides_teams else _shut(counts)
    still: dict[Key, Teams] = {}
    for cell in counts.cells():
        if counts.decides_teams:
            high = counts.program.variables
            teams = tuple(t for t, x in cell.unknowns.items() if high[x].high)
        else:
            teams = tuple(t for t in cell.slot.teams if t not in shut.get(cell, ()))
        if teams:
            still[cell.of, cell.slot] = teams
    return still


def _shut(counts: "Counts") -> "dict[Cell, set[str | None]]":
    """Who may not come where, by what rules say of teams and by capacity."""
    shut: dict[Cell, set[str | None]] = defaultdict(set)
    asked = counts.guesses.asked()
    for told in counts.program.told:
        low, _ = counts.program.guesses[-told.guess - 1]
        if told.guess in asked and told.factor > 0 >= told.high and low >= 0:
            visits, unit = asked[told.guess]
            for cell in counts.taken(visits):
                if counts.weight(cell, unit) > 0:
                    shut[cell] |= visits.teams or set()
    for cell in counts.cells():
        load = counts.weight(cell, "load")
        for team in cell.slot.teams if load else ():
            if team and load > counts.capacity(cell.slot.round, team):
                shut[cell].add(team)
    return shut


def ask_of_teams(counts: "Counts") -> None:
    """What each team must keep, added up over teams, holds for visits whose team is open."""
    limits: dict[tuple[Selection, str, int], dict[str, Exact]] = defaultdict(dict)
    asked = counts.guesses.asked()
    for told in counts.program.told:
        visits, unit = asked.get(told.guess, (Selection(), ""))
        if visits.teams is not None and len(visits.teams) == 1:
            (team,), sign = visits.teams, 1 if told.factor > 0 else -1
            its = limits[replace(visits, teams=None), unit, sign]
            high = plain(Fraction(told.high) / told.factor * sign)
            its[team] = min(high, its.get(team, high))
    for (visits, unit, sign), its in limits.items():
        whole = _by_any_team(counts, visits, unit)
        is_whole = sign < 0 and counts.program.reach(whole)[0] >= 0
        if is_whole or its.keys() >= _senders(counts, visits):
            counts.program.at_most(whole * sign, sum(its.values()))


def added_up(counts: "Counts", demands: Iterable[Demand | Cost]) -> Iterator[Demand | Cost]:
    """A soft rule's demands, those that differ by team alone as one, of visits by any team.

    What each team is over adds up to at least what all are over together.
    """
    listed = list(demands)
    asked = counts.guesses.asked()
    alike: dict[tuple[Selection, str, Exact], dict[str, Demand]] = defaultdict(dict)
    for one in listed:
        of = _of_one_team(one, asked) if isinstance(one, Demand) else None
        if of is None or not isinstance(one, Demand) or of[1] in alike[of[0]]:
            yield one
        else:
            alike[of[0]][of[1]] = one
    for (visits, unit, factor), of_teams in alike.items():
        if of_teams.keys() >= _senders(counts, visits):
            rest = total(one.excess for one in of_teams.values())
            own = Linear({x: c for x, c in rest.terms.items() if x >= 0}, rest.constant)
            yield Demand(_by_any_team(counts, visits, unit) * factor + own)
        else:
            yield from of_teams.values()


def _of_one_team(
    one: Demand, asked: Mapping[int, Asked]
) -> tuple[tuple[Selection, str, Exact], str] | None:
    """Which visits, unit and factor, and which team; None where it is not about one team alone."""
    guesses = [x for x in one.excess.terms if x < 0]
    if len(guesses) != 1 or guesses[0] not in asked:
        return None
    visits, unit = asked[guesses[0]]
    if visits.teams is None or len(visits.teams) != 1:
        return None
    (team,) = visits.teams
    return (replace(visits, teams=None), unit, one.excess.terms[guesses[0]]), team


def _by_any_team(counts: "Counts", visits: Selection, unit: str) -> Linear:
    """The selected visits by any team; the superior's are in no team's share."""
    return total(
        cell.amount(None) * counts.weight(cell, unit)
        for cell in counts.taken(visits)
        if None not in cell.slot.teams
    )


def _senders(counts: "Counts", visits: Selection) -> set[str]:
    return {team for cell in counts.taken(visits) for team in cell.slot.teams if team is not None}
