"""Planning by levels: the rounds first, with teams left open, then the teams.

A level is nothing but which decisions are taken: without teams the program is a relaxation, so
its bounds hold for the whole, and linear programming proves them where the whole stays open
(measured: 134 targets, risk proved in 0.4 s against 15 s unproved with teams).
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from fractions import Fraction
from threading import Event

from xuncha_plan.model import Exact, Linear, Selection, Tier
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.counts import Cell, Counts
from xuncha_plan.solver.cpsat import CpSat
from xuncha_plan.solver.effort import Answer, Effort
from xuncha_plan.solver.highs import Highs
from xuncha_plan.solver.ledger import Ledger, kept
from xuncha_plan.solver.packing import ask_capacities
from xuncha_plan.solver.program import Row, Values, worth
from xuncha_plan.solver.tiers import Posed, pose

Held = Callable[[Cell], Hashable]  # cells with one key are held to their sum


class Rounds:
    """The level of rounds: how many of each class in which round and mode, by whichever team."""

    def __init__(self, exact: Posed, ledger: Ledger, stop: Event) -> None:
        problem = exact.counts.problem
        open_to = exact.counts.open_teams()
        counts = Counts(problem, exact.counts.classes, open_to)
        ask_capacities(counts, open_to)
        self._posed = pose(counts, problem.tiers, problem.rules)
        self._program = counts.program
        self._ledger, self._stop = ledger, stop
        self._evenness = self._fullest_round()
        self._years = self._sums_of_years()
        self._whole = {x for x, v in enumerate(self._program.variables) if v.whole}
        self._highs = Highs(counts.program)
        self._kept: dict[str, Row] = {}
        self._worst: dict[str, Fraction] = {}
        self.values: Values | None = None

    def decided(self) -> list[Tier]:
        """The tiers that this level can settle: those before the first that speaks of teams."""
        tiers: list[Tier] = []
        for tier in self._ledger.problem.tiers:
            if tier.id in self._posed.guessed:
                break
            tiers.append(tier)
        return tiers

    def _sums_of_years(self) -> set[int]:
        """Unknowns for what is done of a class in a year: the level above this one."""
        sums: dict[Hashable, dict[int, Exact]] = defaultdict(dict)
        for cell in self._posed.counts.cells():
            for x in cell.unknowns.values():
                sums[self.years(cell)][x] = 1
        several = (Linear(ones) for ones in sums.values())
        program = self._program
        return {z for one in several for z in program.sum(one, program.reach(one)[1]).terms}

    def _fullest_round(self) -> Linear:
        """The largest share of its capacity that a round takes."""
        problem = self._ledger.problem
        loads = (
            self._posed.counts.load(Selection(rounds=frozenset({r})), "load")
            * (1 / (problem.capacity([r]) or Fraction(1)))
            for r in problem.round
        )
        return self._program.largest([0, *loads])

    def even_out(self, effort: Effort) -> bool:
        """Spread the work evenly, tiers so far kept: teams fit more easily. False: no plan."""
        self._highs.whole(self._whole)
        effort = replace(effort, gap=0.1)  # near enough: this is a means
        answer = self._highs.solve(self._evenness, effort, self._hint())
        if answer.verdict == "infeasible":
            return self.values is not None
        if answer.values is not None:
            self.values = self._program.completed(answer.values)
        return True

    def improve(self, tier: Tier, effort: Effort) -> bool:
        """Minimise a tier, those before it kept; False where no plan can exist.

        First with whole years and rounds that may be fractions, which is proved where the whole
        stays open; then whole rounds inside those years; then all at once from there.
        """
        expression, end = self._posed.tiers[tier.id], Clock.of(effort.seconds)
        gap = float(tier.tolerance) / 2

        def part(of: float) -> Effort:
            return replace(effort, seconds=max(0.1, end.left() * of), gap=gap)

        if not self._by_years(tier, expression, part(0.4), lambda: part(0.3)):
            return self.values is not None
        if not self._is_near(tier):
            self._highs.whole(self._whole)
            answer = self._highs.solve(expression, part(0.6), self._hint())
            self._ledger.bound(tier, answer.bound, "highs", self._worst)
            self._take(answer, expression)
        if not self._is_near(tier) and not self._stop.is_set():
            self._polish(tier, expression, part(1.0))
        self._keep(tier, expression)
        return True

    def _hint(self) -> dict[int, Exact] | None:
        return None if self.values is None else dict(enumerate(self.values))

    def _keep(self, tier: Tier, expression: Linear) -> None:
        if self.values is not None:
            self._keep_to(tier, expression, self._ledger.worst(tier, self._worths(self.values)))

    def _keep_to(self, tier: Tier, expression: Linear, worst: Fraction) -> None:
        self._worst[tier.id] = worst
        if row := kept(expression, worst):
            self._kept[tier.id] = row
            self._highs.add(row, tier.id)

    def _by_years(
        self, tier: Tier, expression: Linear, effort: Effort, inside: Callable[[], Effort]
    ) -> bool:
        """Whole years, then whole rounds inside them; False where even years cannot be."""
        self._highs.whole(self._years)
        answer = self._highs.solve(expression, effort, self._hint())
        if answer.verdict == "infeasible":
            return False
        self._ledger.bound(tier, answer.bound, "highs", self._worst)
        if answer.values is not None:
            for z in self._years:
                self._highs.fix(z, answer.values[z])
            self._highs.whole(self._whole)
            self._take(self._highs.solve(expression, inside()), expression)
            for z in self._years:
                self._highs.fix(z, None)
        return True

    def _take(self, answer: Answer, expression: Linear) -> None:
        if answer.values is None:
            return
        values = self._program.completed(answer.values)
        if self.values is None or worth(expression, values) <= worth(expression, self.values):
            self.values = values

    def _is_near(self, tier: Tier) -> bool:
        return self.values is not None and self._ledger.is_near(tier, self._worths(self.values))

    def _worths(self, values: Values) -> dict[str, Fraction]:
        return {t: Fraction(worth(x, values)) for t, x in self._posed.tiers.items()}

    def _polish(self, tier: Tier, expression: Linear, effort: Effort) -> None:
        """Neighbourhood search from the plan in hand, and a second opinion on the bound."""
        model = CpSat(self._program)
        for row in self._kept.values():
            model.add(row)
        model.minimize(expression)
        if self.values is not None:
            model.hint(dict(enumerate(self.values)))
        answer = model.solve(effort, stop=self._stop)
        self._ledger.bound(tier, answer.bound, "cpsat", self._worst)
        self._take(answer, expression)

    def bound_the_rest(self, effort: Effort) -> None:
        """Bounds for the tiers that this level cannot settle, with every count a fraction."""
        self._highs.whole(())
        for tier in self._ledger.problem.tiers[len(self.decided()) :]:
            answer = self._highs.solve(self._posed.tiers[tier.id], effort)
            if answer.verdict == "optimal":
                self._ledger.bound(tier, answer.bound, "highs", self._worst)

    # Handing on to the level of teams.

    def fixed(self, exact: Posed, held: Held) -> Iterator[Row]:
        """Rows that hold the exact program to this level's counts, summed as `held` says."""
        mine: dict[Hashable, int] = defaultdict(int)
        for cell in self._posed.counts.cells():
            for x in cell.unknowns.values():
                mine[held(cell)] += int((self.values or [])[x])
        theirs: dict[Hashable, list[int]] = defaultdict(list)
        for cell in exact.counts.cells():
            theirs[held(cell)] += cell.unknowns.values()
        for key, unknowns in theirs.items():
            yield Row(dict.fromkeys(unknowns, 1), mine[key], equal=True)

    def adopt(self, exact: Posed, values: Values) -> None:
        """Go on from a plan of the exact program: its rounds, and what its tiers are worth."""
        theirs: dict[Hashable, Exact] = defaultdict(int)
        for cell in exact.counts.cells():
            theirs[cell.of, cell.slot] += sum(values[x] for x in cell.unknowns.values())
        mine: Values = [0] * len(self._program.variables)
        for cell in self._posed.counts.cells():
            for x in cell.unknowns.values():
                mine[x] = theirs[cell.of, cell.slot]
        self.values = self._program.completed(mine)
        for tier in self._ledger.problem.tiers:
            if tier.id in self._worst:
                self._keep(tier, self._posed.tiers[tier.id])

    def worst(self, tier: Tier, exact: Posed) -> Row | None:
        """The row that keeps the exact program as near a tier's best as this level is kept."""
        if tier.id not in self._worst:
            return None
        return kept(exact.tiers[tier.id], self._worst[tier.id])

    def releases(self) -> Iterator[Held]:
        """What is held fixed when teams are sought: rounds; where they fail, modes in years; years.

        Measured at 134 targets: rounds spread without regard to teams fail in one of three cases,
        years never did, and finding rounds and teams inside them takes 0.3 s.
        """
        yield lambda cell: (cell.of, cell.slot)
        yield lambda cell: (cell.of, cell.slot.purpose, cell.slot.mode, self._year(cell))
        yield self.years

    def years(self, cell: Cell) -> Hashable:
        """Holds what is done in a year, in whichever round and mode."""
        return cell.of, cell.slot.purpose, self._year(cell)

    def _year(self, cell: Cell) -> int:
        return self._ledger.problem.round[cell.slot.round].year
