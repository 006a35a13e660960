"""The formulation on class counts: how many of a class are visited where, by whom.

One set of demands serves every level. With teams every cell names the team. Without, the team is
still open: what a rule asks of teams is answered with shares of the open count, which is a
relaxation, so that bounds stay valid. In a part of a plan, what is given is a number in every
answer.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from xuncha_plan.model import Exact, Ids, Linear, Problem, Selection, total
from xuncha_plan.solver.formulation.cells import Cell, Key, Part, Solution, Team, Teams
from xuncha_plan.solver.formulation.classes import Alike, weight
from xuncha_plan.solver.formulation.guesses import Guesses
from xuncha_plan.solver.formulation.program import Program, Values, plain

MANY = 30  # terms from which a sum becomes an unknown of its own: rows stay sparse


class Counts:
    """Answers rules in counts per class, purpose, round, mode and, if decided here, team."""

    def __init__(
        self,
        problem: Problem,
        classes: tuple[Alike, ...],
        teams: Mapping[Key, Teams] | None = None,
        part: Part | None = None,
    ) -> None:
        """`teams` says who may still come where, and leaves the choice open; None decides it."""
        self.problem = problem
        self.classes = classes
        self.program = Program()
        self.decides_teams = teams is None
        self._class_of = {t: i for i, one in enumerate(classes) for t in one.members}
        self._sets: dict[Ids | None, tuple[int, ...]] = {None: tuple(range(len(classes)))}
        self._weights: dict[tuple[Cell, str], Exact] = {}
        self._sums: dict[tuple[Selection, str], Linear] = {}
        self._here: dict[Ids, set[int]] = {}
        self._taken_by: dict[Selection, tuple[Cell, ...]] = {}
        self._whether: dict[Selection, Linear] = {}
        self.guesses = Guesses()
        self._capacities: dict[tuple[str, str], Exact] = {}
        self._wholes: dict[Hashable, Linear] = {}
        self._even: dict[tuple[object, ...], Exact | None] = {}
        self.has_guessed = False  # whether an answer left teams open
        self._cells: list[dict[tuple[str, str], list[Cell]]] = [defaultdict(list) for _ in classes]
        for cell in self._parted(part) if part else self._all(teams):
            self._cells[cell.of][cell.slot.purpose, cell.slot.round].append(cell)
        self._years = [self._by_years(cells) for cells in self._cells]
        self._built_in()

    @classmethod
    def without_teams(cls, problem: Problem, classes: tuple[Alike, ...]) -> "Counts":
        """The level of rounds, before anything is known of who may come where."""
        return cls(
            problem,
            classes,
            {(i, slot): slot.teams for i, one in enumerate(classes) for slot in one.slots},
        )

    def _all(self, teams: Mapping[Key, Teams] | None) -> Iterator[Cell]:
        for i, one in enumerate(self.classes):
            for slot in one.slots:
                open_to = slot.teams if teams is None else teams.get((i, slot), ())
                if open_to:
                    who = open_to if self.decides_teams else (None,)
                    yield Cell(i, slot, {t: self.program.count(one.size) for t in who})

    def _parted(self, part: Part) -> Iterator[Cell]:
        for (i, slot), free, known in part.cells():
            size = self.classes[i].size
            yield Cell(i, slot, {t: self.program.count(size) for t in free}, known)

    def _by_years(
        self, cells: Mapping[tuple[str, str], Sequence[Cell]]
    ) -> dict[tuple[str, int], list[str]]:
        found: dict[tuple[str, int], list[str]] = defaultdict(list)
        for purpose, r in cells:
            found[purpose, self.problem.round[r].year].append(r)
        return found

    def cells(self) -> Iterator[Cell]:
        """Every cell, by class."""
        for places in self._cells:
            for cells in places.values():
                yield from cells

    def solution(self, values: Values) -> Solution:
        """The plan that values stand for, with what is given."""
        found: dict[Key, dict[Team, int]] = {}
        for cell in self.cells():
            its = {t: n for t, x in cell.unknowns.items() if (n := int(values[x]))}
            if its or cell.known:
                found[cell.of, cell.slot] = {**cell.known, **its}
        return found

    def values(self, solution: Solution) -> Values:
        """The values of all unknowns in a plan; where teams are open, whoever comes."""
        values: Values = [0] * len(self.program.variables)
        for cell in self.cells():
            its = solution.get((cell.of, cell.slot), {})
            for team, x in cell.unknowns.items():
                values[x] = its.get(team, 0) if self.decides_teams else sum(its.values())
        return self.program.completed(values)

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

    def _with_cells(self, visits: Selection) -> Iterable[int]:
        """The classes that have cells in a selection's rounds: few in a part of a plan."""
        mine = self._of(visits.targets)
        if visits.rounds is None:
            return mine
        if visits.rounds not in self._here:
            self._here[visits.rounds] = {
                i for i, cells in enumerate(self._cells) for _, r in cells if r in visits.rounds
            }
        here = self._here[visits.rounds]
        return mine if len(here) == len(self.classes) else [i for i in mine if i in here]

    def weight(self, cell: Cell, unit: str) -> Exact:
        """What one visit in a cell counts in a unit."""
        if unit == "count":
            return 1
        key = (cell, unit)
        if key not in self._weights:
            target = self.problem.target[self.classes[cell.of].members[0]]
            self._weights[key] = weight(self.problem, target, cell.slot, unit)
        return self._weights[key]

    def taken(self, visits: Selection) -> Sequence[Cell]:
        """The cells that a selection takes, whatever the teams."""
        anyone = visits if visits.teams is None else replace(visits, teams=None)
        if anyone not in self._taken_by:  # rules ask the same for each team
            each = (self._taken(anyone, i) for i in self._of(anyone.targets))
            self._taken_by[anyone] = tuple(chain.from_iterable(each))
        return self._taken_by[anyone]

    def _taken(self, visits: Selection, i: int) -> Iterator[Cell]:
        """The cells of a class that a selection takes, whatever the teams."""
        for cells in self._lists(visits, i):
            if visits.modes is None:
                yield from cells
            else:
                yield from (cell for cell in cells if cell.slot.mode in visits.modes)

    def _lists(self, visits: Selection, i: int) -> Iterable[Sequence[Cell]]:
        """A class's cells by purpose and round, as far as a selection takes them."""
        places, purposes, rounds = self._cells[i], visits.purposes, visits.rounds
        if purposes is not None and rounds is not None and len(rounds) == 1:  # asked most
            (r,) = rounds
            return [places[p, r] for p in purposes if (p, r) in places]
        return [
            cells
            for (purpose, r), cells in places.items()
            if (purposes is None or purpose in purposes) and (rounds is None or r in rounds)
        ]

    def each_team(self, *visits: Selection) -> Iterable[Ids]:
        """Each team that may have a visit in every selection, alone; none where teams are open."""
        if not self.decides_teams:
            self.has_guessed = True
            return []
        teams = [{t for cell in self.taken(one) for t in cell.teams()} for one in visits]
        return [frozenset({team}) for team in sorted(set.intersection(*teams))]

    def load(self, visits: Selection, unit: str = "count") -> Linear:
        """The count or work of the visits that a selection takes."""
        if visits.teams is not None and not self.decides_teams:
            self.has_guessed = True
            return Linear({self.guesses.of(self, visits, unit): 1})
        key = (visits, unit)
        if key not in self._sums:
            self._sums[key] = self._sum(visits, unit)
        return self._sums[key]

    def _sum(self, visits: Selection, unit: str) -> Linear:
        terms: dict[int, Exact] = {}
        constant: Exact = 0
        high: Exact = 0
        for i in self._with_cells(visits):
            heaviest: Exact = 0
            for part, factor in self._parts(visits, i, unit):
                constant += factor * part.constant
                for x in part.terms:
                    terms[x] = factor
                heaviest = max(heaviest, factor)
            if heaviest:
                high += heaviest * self._most(visits, i)
        if len(terms) < MANY or any(factor < 0 for factor in terms.values()):
            return Linear(terms, constant)
        return self.program.sum(Linear(terms), high) + constant

    def _parts(self, visits: Selection, i: int, unit: str) -> Iterator[tuple[Linear, Exact]]:
        """What a selection takes of a class: years and rounds as one where all in them counts."""
        is_plain = visits.modes is None and visits.teams is None
        for (purpose, year), rounds in self._years[i].items():
            if visits.purposes is not None and purpose not in visits.purposes:
                continue
            taken = [r for r in rounds if visits.rounds is None or r in visits.rounds]
            if is_plain and len(taken) == len(rounds):
                factor = self._evenly(i, purpose, rounds, unit)
                if factor is not None:
                    if factor:
                        yield self._in_year(i, purpose, year), factor
                    continue
            for r in taken:
                yield from self._parts_of_round(visits, i, purpose, r, unit)

    def _parts_of_round(
        self, visits: Selection, i: int, purpose: str, r: str, unit: str
    ) -> Iterator[tuple[Linear, Exact]]:
        if visits.modes is None and visits.teams is None:
            factor = self._evenly(i, purpose, [r], unit)
            if factor is not None:
                if factor:
                    yield self._in_round(i, purpose, r), factor
                return
        for cell in self._cells[i][purpose, r]:
            if visits.modes is None or cell.slot.mode in visits.modes:
                if not (factor := self.weight(cell, unit)):
                    continue
                if visits.teams is None:
                    yield self._in_cell(cell), factor
                else:
                    yield cell.amount(visits.teams), factor

    def _evenly(self, i: int, purpose: str, rounds: Sequence[str], unit: str) -> Exact | None:
        """The weight of a class's visits in some rounds, where it is the same in every mode."""
        if unit == "count":
            return 1
        key = (i, purpose, *rounds, unit)
        if key not in self._even:
            found = {self.weight(c, unit) for r in rounds for c in self._cells[i][purpose, r]}
            self._even[key] = found.pop() if len(found) == 1 else None
        return self._even[key]

    # Sums of sums keep rows short: a cell's teams, a round's cells, a year's rounds.

    def _in_cell(self, cell: Cell) -> Linear:
        if len(cell.unknowns) < 2:
            return cell.amount(None)
        return self._as_one(cell.of, cell.slot.purpose, cell, lambda: [cell.amount(None)])

    def _in_round(self, i: int, purpose: str, r: str) -> Linear:
        cells = self._cells[i][purpose, r]
        return self._as_one(i, purpose, (i, purpose, r), lambda: map(self._in_cell, cells))

    def _in_year(self, i: int, purpose: str, year: int) -> Linear:
        rounds = self._years[i][purpose, year]
        return self._as_one(
            i,
            purpose,
            (i, purpose, year),
            lambda: [self._in_round(i, purpose, r) for r in rounds],
        )

    def in_years(self, i: int) -> list[Linear]:
        """What is done of a class in each year, for each purpose."""
        return [self._in_year(i, purpose, year) for purpose, year in self._years[i]]

    def _as_one(
        self, i: int, purpose: str, key: Hashable, parts: Callable[[], Iterable[Linear]]
    ) -> Linear:
        if key not in self._wholes:
            whole = total(parts())
            if len(whole.terms) > 1:
                high = self.classes[i].size * self._times(i, purpose)
                whole = self.program.sum(Linear(whole.terms), high) + whole.constant
            self._wholes[key] = whole
        return self._wholes[key]

    def whether(self, visits: Selection) -> Linear:
        """1 if the selection takes a visit, else 0."""
        self.has_guessed |= visits.teams is not None and not self.decides_teams
        if visits not in self._whether:
            self._whether[visits] = self._indicator(visits)
        return self._whether[visits]

    def _indicator(self, visits: Selection) -> Linear:
        if visits.teams is not None and not self.decides_teams:
            return Linear({self.program.guess(0, 1): 1})
        parts = []
        for i in self._with_cells(visits):
            part = total(amount for amount, _ in self._parts(visits, i, "count"))
            if part.constant:
                return Linear(constant=1)
            if self.program.reach(part)[1]:
                parts.append((self._most(visits, i), part))
        if not parts:
            return Linear()
        if len(parts) == 1 and parts[0][0] == 1:
            return parts[0][1]
        return self.program.indicator(total(part for _, part in parts), parts)

    def _most(self, visits: Selection, i: int) -> int:
        """The most visits that a selection can take of a class."""
        taken: dict[str, int] = defaultdict(int)
        for (purpose, _), rounds in self._years[i].items():
            if visits.purposes is None or purpose in visits.purposes:
                taken[purpose] += sum(visits.rounds is None or r in visits.rounds for r in rounds)
        return self.classes[i].size * sum(
            min(self._times(i, purpose), rounds) for purpose, rounds in taken.items()
        )

    def _times(self, i: int, purpose: str) -> int:
        """The most visits of a purpose that a target of a class can have."""
        target = self.classes[i].members[0]
        match purpose:
            case "coverage":
                return self.problem.times(target)
            case "special":
                return len(self.problem.asked("special", target))
            case _:
                return 1

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
        in_term: dict[tuple[str, int], list[Linear]] = defaultdict(list)
        for (purpose, r), cells in self._cells[i].items():
            if purpose == "special":
                for cell in cells:
                    in_term[purpose, cell.slot.offer].append(self._in_cell(cell))
            if self._times(i, purpose) > 1:
                self.program.at_most(self._in_round(i, purpose, r), one.size)
        for purpose, year in self._years[i]:
            if purpose != "special":
                in_term[purpose, 0].append(self._in_year(i, purpose, year))
        for (purpose, _), amounts in in_term.items():
            times = 1 if purpose == "special" else self._times(i, purpose)
            self.program.at_most(total(amounts), one.size * times)

    def capacity(self, r: str, team: str) -> Exact:
        """Team-weeks of a team in a round."""
        if (r, team) not in self._capacities:
            self._capacities[r, team] = plain(self.problem.capacity([r], frozenset({team})))
        return self._capacities[r, team]

    def _capacity_of_teams(self) -> None:
        loads: dict[tuple[str, str], list[Linear]] = defaultdict(list)
        for cell in self.cells():
            load = self.weight(cell, "load")
            for team in {*cell.unknowns, *cell.known} - {None} if load else ():
                loads[cell.slot.round, str(team)].append(cell.amount(frozenset({str(team)})) * load)
        for (r, team), amounts in loads.items():
            capacity = self.capacity(r, team)
            for amount in amounts:
                for x, load in amount.terms.items():
                    if load > capacity:
                        self.program.close(x)
            self.program.at_most(total(amounts), capacity)
