"""Which rounds can be dispatched: visits that are alike to every team, counted by team.

Visits of a round that take as much of a team, count alike under what rules say of teams, and may go
to the same teams are one kind. How many of a kind each team takes is nearly a dispatch, and much
smaller than one: a round that is planned so rarely fails to find its teams.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from xuncha_plan.model import Exact, Linear, Selection, total
from xuncha_plan.solver.formulation.cells import Cell, Key, Solution, Teams
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.formulation.packing import Pieces

LARGEST = 6000  # counts of kinds by team, beyond which they are not asked for


Kind = tuple[str, Fraction, Teams, tuple[tuple[int, Exact], ...]]  # round, piece, teams, limits


@dataclass(frozen=True)
class Taken:
    """How many visits of a kind a team takes: the unknown, the team, the cells of the kind."""

    unknown: int
    team: str
    cells: tuple[Cell, ...]

    def value(self, plan: Solution) -> int:
        """How many it is in a plan with teams."""
        return sum(plan.get((cell.of, cell.slot), {}).get(self.team, 0) for cell in self.cells)


@dataclass(frozen=True)
class _Limit:
    """What a rule says of one team: so much of these visits, in this unit, at most."""

    visits: Selection
    unit: str
    team: str
    high: Exact


def ask_dispatch(counts: Counts, open_to: Mapping[Key, Teams]) -> list[Taken]:
    """Add to a program without teams how many of each kind each team takes; nothing if too many."""
    limits: list[_Limit] = []
    if not (kinds := _few(_kinds(counts, open_to, limits))):
        return []
    limits += _limits(counts)
    if not (kinds := _few(_kinds(counts, open_to, limits))):
        return []
    taken: list[Taken] = []
    loads: dict[tuple[str, str], list[Linear]] = defaultdict(list)
    limited: dict[int, list[Linear]] = defaultdict(list)
    for (r, piece, teams, weights), cells in kinds.items():
        whole = total(cell.amount(None) for cell in cells)
        shares = _shared(counts, whole, teams)
        taken += [
            Taken(x, team, tuple(cells))
            for team, one in shares.items()
            for x in one.terms
            if len(shares) > 1
        ]
        for team, share in shares.items():
            loads[r, team].append(share * piece)
            for i, weight in weights:
                if limits[i].team == team:
                    limited[i].append(share * weight)
    for (r, team), amounts in loads.items():
        counts.program.at_most(total(amounts), counts.capacity(r, team))
    for i, amounts in limited.items():
        counts.program.at_most(total(amounts), limits[i].high)
    return taken


def _few(kinds: dict[Kind, list[Cell]]) -> dict[Kind, list[Cell]]:
    """Kinds that are few enough to be counted by team; none where they are too many."""
    return kinds if sum(len(teams) for _, _, teams, _ in kinds) <= LARGEST else {}


def _limits(counts: Counts) -> Iterator[_Limit]:
    asked = counts.guesses.asked()
    for told in counts.program.told:
        visits, unit = asked.get(told.guess, (Selection(), ""))
        if told.factor > 0 and visits.teams is not None and len(visits.teams) == 1:
            (team,) = visits.teams
            if all(counts.weight(cell, unit) >= 0 for cell in counts.taken(visits)):
                yield _Limit(visits, unit, team, Fraction(told.high) / told.factor)


def _kinds(
    counts: Counts, open_to: Mapping[Key, Teams], limits: list[_Limit]
) -> dict[Kind, list[Cell]]:
    pieces = Pieces(counts)
    under: dict[Cell, list[tuple[int, Exact]]] = defaultdict(list)
    for i, limit in enumerate(limits):
        for cell in counts.taken(limit.visits):
            if weight := counts.weight(cell, limit.unit):
                under[cell].append((i, weight))
    kinds: dict[Kind, list[Cell]] = defaultdict(list)
    for cell in counts.cells():
        teams = tuple(t for t in open_to.get((cell.of, cell.slot), ()) if t is not None)
        piece = pieces.of(cell)
        if teams and piece is not None:
            kinds[cell.slot.round, piece, teams, tuple(under[cell])].append(cell)
    return kinds


def _shared(counts: Counts, whole: Linear, teams: Teams) -> dict[str, Linear]:
    names = [team for team in teams if team is not None]
    if len(names) == 1:
        return {names[0]: whole}
    high = counts.program.reach(whole)[1]
    shares = {team: Linear({counts.program.variable(0, high): 1}) for team in names}
    counts.program.at_most(whole - total(shares.values()), 0, equal=True)
    return shares
