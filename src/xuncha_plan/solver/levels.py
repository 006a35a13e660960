"""Planning by levels: the rounds first, with teams left open, then the teams.

A level is nothing but which decisions are taken: without teams the program is a relaxation, so
its bounds hold for the whole, and linear programming proves them where the whole stays open
(measured: 134 targets, risk proved in 0.4 s against 15 s unproved with teams).
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from fractions import Fraction
from threading import Event

from xuncha_plan.model import Linear, Tier
from xuncha_plan.solver.counts import Cell, Counts
from xuncha_plan.solver.cpsat import CpSat
from xuncha_plan.solver.effort import Answer, Effort
from xuncha_plan.solver.highs import Highs
from xuncha_plan.solver.ledger import Ledger
from xuncha_plan.solver.program import Row, Values, worth
from xuncha_plan.solver.tiers import Posed, pose

Held = Callable[[Cell], Hashable]  # cells with one key are held to their sum


class Rounds:
    """The level of rounds: how many of each class in which round and mode, by whichever team."""

    def __init__(self, exact: Posed, ledger: Ledger, stop: Event) -> None:
        problem = exact.counts.problem
        counts = Counts(problem, exact.counts.classes, exact.counts.open_teams())
        counts.capacity_of_rounds()
        self._posed = pose(counts, problem.tiers, problem.rules)
        self._program = counts.program
        self._ledger, self._stop = ledger, stop
        self._highs = Highs(counts.program)
        self._improver: CpSat | None = None
        self._kept: list[Row] = []
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

    def improve(self, tier: Tier, effort: Effort) -> bool:
        """Minimise a tier, those before it kept; False where no plan can exist."""
        expression = self._posed.tiers[tier.id]
        hint = None if self.values is None else dict(enumerate(self.values))
        gap = float(tier.tolerance) / 2
        first = Effort(effort.seconds * 0.6, effort.workers, effort.seed, gap)
        answer = self._highs.solve(expression, first, hint)
        if answer.verdict == "infeasible":
            return self.values is not None
        self._ledger.bound(tier, answer.bound, "highs")
        self._take(answer, expression)
        if not self._is_near(tier, expression) and not self._stop.is_set():
            second = Effort(effort.seconds * 0.4, effort.workers, effort.seed, gap)
            self._polish(tier, expression, second)
        if self.values is not None:
            value = Fraction(worth(expression, self.values))
            if row := self._ledger.keep(tier, expression, value):
                self._kept.append(row)
                self._worst[tier.id] = Fraction(row.high + expression.constant)
                self._highs.add(row)
        return True

    def _take(self, answer: Answer, expression: Linear) -> None:
        if answer.values is None:
            return
        values = self._program.completed(answer.values)
        if self.values is None or worth(expression, values) <= worth(expression, self.values):
            self.values = values

    def _is_near(self, tier: Tier, expression: Linear) -> bool:
        bound = self._ledger.bounds.get(tier.id)
        if self.values is None or bound is None:
            return False
        return worth(expression, self.values) - bound <= abs(bound) * tier.tolerance

    def _polish(self, tier: Tier, expression: Linear, effort: Effort) -> None:
        """Neighbourhood search from the plan in hand, and a second opinion on the bound."""
        model = CpSat(self._program)
        for row in self._kept:
            model.add(row)
        model.minimize(expression)
        if self.values is not None:
            model.hint(dict(enumerate(self.values)))
        answer = model.solve(effort, stop=self._stop)
        self._ledger.bound(tier, answer.bound, "cpsat")
        self._take(answer, expression)

    def bound_the_rest(self, effort: Effort) -> None:
        """Bounds for the tiers that this level cannot settle, with every count a fraction."""
        self._highs.whole(())
        for tier in self._ledger.problem.tiers[len(self.decided()) :]:
            answer = self._highs.solve(self._posed.tiers[tier.id], effort)
            if answer.verdict == "optimal":
                self._ledger.bound(tier, answer.bound, "highs")

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

    def worst(self, tier: Tier, exact: Posed) -> Row | None:
        """The row that keeps the exact program as near a tier's best as this level is kept."""
        expression = exact.tiers[tier.id]
        if tier.id not in self._worst or not expression.terms:
            return None
        return Row(dict(expression.terms), self._worst[tier.id] - expression.constant)

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
