"""The formulation on class counts: how many of a class are visited where, by whom.

One set of demands serves two levels. With teams every cell names the team. Without, the team is
still open: what a rule asks of teams is answered with shares of the open count, which is a
relaxation, so that bounds stay valid.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from xuncha_plan.model import Exact, Ids, Linear, Problem, Selection, total
from xuncha_plan.solver.cells import Alike, Slot, weight
from xuncha_plan.solver.program import Program

MANY = 30  # terms from which a sum becomes an unknown of its own: rows stay sparse

Teams = tuple[str | None, ...]
Key = tuple[int, Slot]


@dataclass(frozen=True)
class Cell:
    """A slot of a class with its unknown for each team; for None alone where teams are open."""

    of: int
    slot: Slot
    unknowns: Mapping[str | None, int]


class Counts:
    """Answers rules in counts per class, purpose, round, mode and, if decided here, team."""

    def __init__(
        self, problem: Problem, classes: tuple[Alike, ...], teams: Mapping[Key, Teams] | None = None
    ) -> None:
        """`teams` says who may still come where, and leaves the choice open; None decides it."""
        self.problem = problem
        self.classes = classes
        self.program = Program()
        self.decides_teams = teams is None
        self._class_of = {t: i for i, one in enumerate(classes) for t in one.members}
        self._sets: dict[Ids | None, tuple[int, ...]] = {None: tuple(range(len(classes)))}
        self._weights: dict[tuple[int, Slot, str], Exact] = {}
        self._sums: dict[tuple[Selection, str], Linear] = {}
        self._whether: dict[Selection, Linear] = {}
        self._shares: dict[tuple[Selection, str], dict[str, Linear]] = {}
        self.has_guessed = False  # whether an answer left teams open
        self._cells: list[dict[str, list[Cell]]] = [defaultdict(list) for _ in classes]
        for i, one in enumerate(classes):
            for slot in one.slots:
                open_to = slot.teams if teams is None else teams.get((i, slot), ())
                if open_to:
                    self._cells[i][slot.round].append(self._cell(i, slot, open_to))
        self._built_in()

    def _cell(self, i: int, slot: Slot, teams: Teams) -> Cell:
        size = self.classes[i].size
        if not self.decides_teams:
            teams = (None,)
        return Cell(i, slot, {t: self.program.count(size) for t in teams})

    def cells(self) -> Iterator[Cell]:
        """Every cell, by class."""
        for rounds in self._cells:
            for cells in rounds.values():
                yield from cells

    # What rules ask.

    def alike(self, targets: Ids) -> Iterable[Ids]:
        """The classes inside a set of targets."""
        return [frozenset(self.classes[i].members) for i in self._of(targets)]

    def _of(self, targets: Ids | None) -> tuple[int, ...]:
        if targets not in self._sets:
            found = sorted({self._class_of[t] for t in targets or ()})
            if sum(self.classes[i].size for i in found) != len(targets or ()):
                raise AssertionError("a rule asked about a part of a class that it had not shown")
            self._sets[targets] = tuple(found)
        return self._sets[targets]

    def weight(self, cell: Cell, unit: str) -> Exact:
        key = (cell.of, cell.slot, unit)
        if key not in self._weights:
            target = self.problem.target[self.classes[cell.of].members[0]]
            self._weights[key] = weight(self.problem, target, cell.slot, unit)
        return self._weights[key]

    def _taken(self, visits: Selection, i: int) -> Iterator[Cell]:
        """The cells of a class that a selection takes, whatever the teams."""
        mine = self._cells[i]
        for r in mine if visits.rounds is None else visits.rounds & mine.keys():
            for cell in mine[r]:
                if (visits.modes is None or cell.slot.mode in visits.modes) and (
                    visits.purposes is None or cell.slot.purpose in visits.purposes
                ):
                    yield cell

    def load(self, visits: Selection, unit: str = "count") -> Linear:
        """The count or work of the visits that a selection takes."""
        if visits.teams is not None and not self.decides_teams:
            self.has_guessed = True
            shares = self._share(visits, unit)
            return total(shares[t] for t in sorted(visits.teams) if t in shares)
        key = (visits, unit)
        if key not in self._sums:
            self._sums[key] = self._sum(visits, unit)
        return self._sums[key]

    def _sum(self, visits: Selection, unit: str) -> Linear:
        terms: dict[int, Exact] = {}
        high: Exact = 0
        for i in self._of(visits.targets):
            cells = list(self._taken(visits, i))
            for cell in cells:
                if factor := self.weight(cell, unit):
                    terms.update(dict.fromkeys(self._unknowns(cell, visits.teams), factor))
            heaviest = max((self.weight(cell, unit) for cell in cells), default=0)
            high += max(0, heaviest) * self._most(cells, i)
        if len(terms) < MANY or any(factor < 0 for factor in terms.values()):
            return Linear(terms)
        return self.program.sum(Linear(terms), high)

    def _unknowns(self, cell: Cell, teams: Ids | None) -> Iterable[int]:
        if teams is None:
            return cell.unknowns.values()
        return [x for t, x in cell.unknowns.items() if t in teams]

    def _share(self, visits: Selection, unit: str) -> dict[str, Linear]:
        """Each team's share of visits whose team is open; together they make the whole."""
        everyone = Selection(visits.targets, visits.rounds, visits.modes, None, visits.purposes)
        key = (everyone, unit)
        if key not in self._shares:
            whole = Linear(
                {
                    x: factor
                    for i in self._of(everyone.targets)
                    for cell in self._taken(everyone, i)
                    if None not in cell.slot.teams and (factor := self.weight(cell, unit))
                    for x in cell.unknowns.values()
                }
            )
            high = self.program.reach(whole)[1]
            step = self.program.step(whole)
            shares = {
                t.id: Linear({self.program.variable(0, high, step): 1}) for t in self.problem.teams
            }
            if shares:
                self.program.at_most(whole - total(shares.values()), 0, equal=True)
            self._shares[key] = shares
        return self._shares[key]

    def whether(self, visits: Selection) -> Linear:
        """1 if the selection takes a visit, else 0."""
        self.has_guessed |= visits.teams is not None and not self.decides_teams
        if visits not in self._whether:
            self._whether[visits] = self._indicator(visits)
        return self._whether[visits]

    def _indicator(self, visits: Selection) -> Linear:
        if visits.teams is not None and not self.decides_teams:
            return Linear({self.program.variable(0, 1): 1})
        parts = []
        for i in self._of(visits.targets):
            cells = list(self._taken(visits, i))
            unknowns = [x for cell in cells for x in self._unknowns(cell, visits.teams)]
            unknowns = [x for x in unknowns if self.program.variables[x].high]
            if unknowns:
                parts.append((self._most(cells, i), Linear(dict.fromkeys(unknowns, 1))))
        if not parts:
            return Linear()
        if len(parts) == 1 and parts[0][0] == 1:
            return parts[0][1]
        return self.program.indicator(total(part for _, part in parts), parts)

    def _most(self, cells: list[Cell], i: int) -> int:
        """The most visits that a class can have in some of its cells."""
        target = self.classes[i].members[0]
        each = {
            "coverage": self.problem.times(target),
            "lookback": 1,
            "special": len(self.problem.asked("special", target)),
        }
        rounds = {(cell.slot.round, cell.slot.purpose) for cell in cells}
        purposes = {purpose for _, purpose in rounds}
        return self.classes[i].size * min(sum(each[p] for p in purposes), len(rounds))

    def largest(self, of: Iterable[Linear | Exact]) -> Linear:
        """At least every one of them."""
        return self.program.largest(of)

    def square(self, of: Linear) -> Linear:
        """At least the square."""
        return self.program.square(of)

    # What is built in.

    def _built_in(self) -> None:
        for i, one in enumerate(self.classes):
            self._at_most_so_many(i, one)
        if self.decides_teams:
            self._capacity_of_teams()

    def _at_most_so_many(self, i: int, one: Alike) -> None:
        """A round takes each target once for a purpose; the term as often as rules ask."""
        in_round: dict[tuple[str, str], list[int]] = defaultdict(list)
        in_term: dict[tuple[str, int], list[int]] = defaultdict(list)
        for cells in self._cells[i].values():
            for cell in cells:
                in_round[cell.slot.purpose, cell.slot.round] += cell.unknowns.values()
                in_term[cell.slot.purpose, cell.slot.offer] += cell.unknowns.values()
        times = self.problem.times(one.members[0])
        for (purpose, _), unknowns in in_term.items():
            most = one.size * (times if purpose == "coverage" else 1)
            self.program.at_most(Linear(dict.fromkeys(unknowns, 1)), most)
        several = {"coverage": times > 1, "lookback": False}
        for (purpose, _), unknowns in in_round.items():
            if several.get(purpose, len(self.problem.asked("special", one.members[0])) > 1):
                self.program.at_most(Linear(dict.fromkeys(unknowns, 1)), one.size)

    def _capacity_of_teams(self) -> None:
        loads: dict[tuple[str, str], dict[int, Exact]] = defaultdict(dict)
        for cell in self.cells():
            for team, x in cell.unknowns.items():
                if team is not None and (load := self.weight(cell, "load")):
                    loads[cell.slot.round, team][x] = load
        for (r, team), terms in loads.items():
            capacity = self.problem.capacity([r], frozenset({team}))
            for x, load in terms.items():
                if load > capacity:
                    self.program.close(x)
            self.program.at_most(Linear(terms), capacity)

    def open_teams(self) -> dict[Key, Teams]:
        """Who may still come where, once rules and capacities have closed what they close."""
        still: dict[Key, Teams] = {}
        for cell in self.cells():
            teams = tuple(t for t, x in cell.unknowns.items() if self.program.variables[x].high)
            if teams:
                still[cell.of, cell.slot] = teams
        return still
