"""Re-planning with the teams of moved visits open: how little can change, and what must move.

An old visit stays with its team or moves; who comes for a moved one is left open. That is a
relaxation, so its bounds hold, and it is small: at 1,340 targets and 60 teams, each team a choice
of its own would make some 290,000 counts, and here there are a few thousand.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from xuncha_plan.model import Exact, Linear, Purpose, Rule, Tier, VisitRecord, total
from xuncha_plan.solver.engines.effort import Answer, Effort
from xuncha_plan.solver.engines.highs import Highs
from xuncha_plan.solver.formulation.cells import Cell, Key, Part, Solution, Team, Teams
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.formulation.dispatchable import ask_dispatch
from xuncha_plan.solver.formulation.guesses import ask_of_teams, open_teams
from xuncha_plan.solver.formulation.packing import ask_capacities
from xuncha_plan.solver.formulation.program import Values
from xuncha_plan.solver.formulation.tiers import pose
from xuncha_plan.solver.replanning.rules import History
from xuncha_plan.solver.replanning.world import Visited, World, visited_by
from xuncha_plan.solver.search.ledger import kept

ANOTHER = "?"  # some team, but not the old one


class Relaxed:
    """The relaxed program of a world.

    `certain` is the least change by arithmetic alone: what each visit costs at its best open place.
    """

    def __init__(self, world: World, tiers: tuple[Tier, ...], rules: tuple[Rule, ...]) -> None:
        """The tiers are those that are to be bounded; `rules` are the hard ones, and theirs."""
        self._world, self._change = world, world.change
        self._histories = self._of_classes()
        self._stays: set[Key] = set()
        places = dict(self._split())
        known: Solution = {key: {None: sum(its.values())} for key, its in world.given.items()}
        part = Part(dict.fromkeys(places, (None,)), known, lambda key, team: True)
        self.counts = Counts(world.problem, world.classes, {}, part)
        self._posed = pose(self.counts, tiers, rules)
        still = open_teams(self.counts)
        self._open_to = {key: teams for key, teams in still.items() if key in places}
        self._close()
        self._cells = self._by_visited()
        self._costs = {
            visited: self._costs_of(visited, its) for visited, its in self._cells.items()
        }
        sizes = ((self._least_of(v), world.classes[v[0]].size) for v in self._cells)
        self.certain = sum((least * size for least, size in sizes), Fraction(0))
        self.amount = total(map(self._amount_of, self._cells))
        self._highs = Highs(self.counts.program)

    def tighten(self) -> None:
        """Ask what teams imply together too: slower, and near what teams can really do.

        Measured at 134 targets, ten specials in one round: least change 0 without, 3 with
        capacities, 5 with a dispatch by kinds, which is what it is; 0.4, 1.9 and 3.1 s.
        """
        ask_of_teams(self.counts)
        ask_capacities(self.counts, self._open_to)
        ask_dispatch(self.counts, self._open_to)
        self._highs = Highs(self.counts.program)

    def _of_classes(self) -> dict[Visited, History]:
        histories = self._change.histories(self._world.problem)
        purposes: tuple[Purpose, ...] = ("coverage", "lookback", "special")
        return {
            (i, purpose): history
            for i, one in enumerate(self._world.classes)
            for purpose in purposes
            if (history := histories.get((one.members[0], purpose)))
        }

    def _split(self) -> Iterator[tuple[Key, Teams]]:
        """Each place; where an old visit is, its own team apart from all others."""
        for (i, slot), teams in self._world.open_to.items():
            history = self._histories.get((i, slot.purpose), ())
            old = history[0] if len(history) == 1 else None
            if old is None or (old.round, old.mode) != (slot.round, slot.mode):
                yield (i, slot), teams
                continue
            if old.team in teams:
                stays = i, replace(slot, teams=(old.team,))
                self._stays.add(stays)
                yield stays, (old.team,)
            if others := tuple(team for team in teams if team != old.team):
                yield (i, replace(slot, teams=others)), others

    def _close(self) -> None:
        """Close what nobody can take any more."""
        for cell in self.counts.cells():
            if (cell.of, cell.slot) not in self._open_to:
                for x in cell.unknowns.values():
                    self.counts.program.close(x)

    def _by_visited(self) -> dict[Visited, list[Cell]]:
        """The open cells of what the old plan has, or of what might come in from nowhere."""
        found: dict[Visited, list[Cell]] = {visited: [] for visited in self._histories}
        for cell in self.counts.cells():
            if any(self.counts.program.variables[x].high for x in cell.unknowns.values()):
                found.setdefault(visited_by((cell.of, cell.slot)), []).append(cell)
        return {visited: cells for visited, cells in found.items() if self._is_one(visited)}

    def _is_one(self, visited: Visited) -> bool:
        """Whether a target may have one such visit; of several the change is not linear."""
        of, purpose = visited
        target = self._world.classes[of].members[0]
        asked = self._world.problem.asked(purpose, target)
        most = {"coverage": self._world.problem.times(target), "special": len(asked)}
        return most.get(purpose, 1) <= 1

    def _costs_of(self, visited: Visited, cells: list[Cell]) -> list[Fraction]:
        """What a member's visit in each cell counts.

        That depends on which parts are as they were and on the filing alone, which few cells differ
        in: at 1,340 targets there are 100,000 cells.
        """
        history = self._histories.get(visited, ())
        target = self._world.classes[visited[0]].members[0]
        old = history[0] if history else None
        known: dict[tuple[bool, ...], Fraction] = {}
        found = []
        for cell in cells:
            slot, team = cell.slot, self._team_of(cell, history)
            key = (
                old is not None and slot.round == old.round,
                old is not None and slot.mode == old.mode,
                old is not None and team == old.team,
                slot.round in self._change.filed,
            )
            if key not in known:
                place = VisitRecord(target, slot.purpose, slot.round, slot.mode, team)
                known[key] = self._change.cost_of(history, place)
            found.append(known[key])
        return found

    def _team_of(self, cell: Cell, history: History) -> Team:
        """The team that changes least of those that may come."""
        teams = cell.slot.teams
        if history and history[0].team in teams:
            return history[0].team
        return None if None in teams else ANOTHER

    def _lost(self, visited: Visited) -> Fraction:
        return self._change.cost_of(self._histories.get(visited, ()), None)

    def _least_of(self, visited: Visited) -> Fraction:
        return min({self._lost(visited), *self._costs[visited]})  # few differ

    def _amount_of(self, visited: Visited) -> Linear:
        lost = self._lost(visited)
        whole: Exact = lost * self._world.classes[visited[0]].size
        gains = zip(self._cells[visited], self._costs[visited], strict=True)
        return total(
            [whole, *(cell.amount(None) * (cost - lost) for cell, cost in gains if cost != lost)]
        )

    def loose(self) -> frozenset[Visited]:
        """What costs least in some other place than where it was, or in several."""
        return frozenset(visited for visited in self._cells if self._is_loose(visited))

    def _is_loose(self, visited: Visited) -> bool:
        least = self._least_of(visited)
        return any(
            cost == least and (cell.of, cell.slot) not in self._stays
            for cell, cost in zip(self._cells[visited], self._costs[visited], strict=True)
        )

    # Answers.

    def least(self, effort: Effort) -> Answer:
        """The least change that can be; its values say what moves."""
        return self._highs.solve(self.amount, effort)

    def keep(self, tier: str, most: Fraction) -> None:
        """Keep the change or a tier to a value from here on."""
        expression = self.amount if tier == self._change.tier else self._posed.tiers[tier]
        if row := kept(expression, most):
            self._highs.add(row, tier)

    def bound(self, tier: Tier, effort: Effort) -> Answer:
        """How good a tier can be, what is kept kept; its values say what moves then."""
        return self._highs.solve(self._posed.tiers[tier.id], effort)

    def moving(self, values: Values) -> frozenset[Visited]:
        """What is not wholly where it was, and what comes in from nowhere."""
        staying: dict[Visited, int] = defaultdict(int)
        for cell, number in self._numbers(values):
            if (cell.of, cell.slot) in self._stays:
                staying[visited_by((cell.of, cell.slot))] += number
        left = {
            visited
            for visited, history in self._histories.items()
            if staying[visited] < self._world.classes[visited[0]].size
            and not all(old.round in self._change.closed for old in history)
        }
        came = {visited_by((cell.of, cell.slot)) for cell in self._coming(values)}
        return frozenset(came | left)

    def rounds(self, values: Values) -> list[str]:
        """The rounds that visits come into, those with most of them first."""
        number = Counter(cell.slot.round for cell in self._coming(values))
        return [r for r, _ in number.most_common()]

    def _coming(self, values: Values) -> Iterator[Cell]:
        for cell, number in self._numbers(values):
            if number and (cell.of, cell.slot) not in self._stays:
                yield cell

    def _numbers(self, values: Values) -> Iterator[tuple[Cell, int]]:
        for cell in self.counts.cells():
            yield cell, sum(int(values[x]) for x in cell.unknowns.values())
