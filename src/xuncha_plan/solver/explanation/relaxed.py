"""Bounds for every plan at once: the whole problem with teams left open."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from xuncha_plan.check.wish import Wish
from xuncha_plan.model import Linear, Rule
from xuncha_plan.solver.engines.cpsat import CpSat
from xuncha_plan.solver.engines.effort import Answer, Effort
from xuncha_plan.solver.engines.highs import Highs
from xuncha_plan.solver.explanation.ground import Ground, is_wanted
from xuncha_plan.solver.formulation.cells import Cell, Solution
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.formulation.guesses import ask_of_teams, open_teams
from xuncha_plan.solver.formulation.packing import ask_capacities
from xuncha_plan.solver.formulation.program import Row
from xuncha_plan.solver.formulation.tiers import pose
from xuncha_plan.solver.search.ledger import kept


class Relaxed:
    """One program without teams, built once; what is wanted and kept in it may change."""

    def __init__(self, ground: Ground, rules: Sequence[Rule] | None = None) -> None:
        """`rules` are those that are asked; None asks all of the problem's."""
        problem = ground.problem
        self.counts = Counts.without_teams(problem, ground.classes)
        self._posed = pose(self.counts, problem.tiers, problem.rules if rules is None else rules)
        self.open_to = open_teams(self.counts)
        program = self.counts.program
        for cell in self.counts.cells():
            if (cell.of, cell.slot) not in self.open_to:
                for x in cell.unknowns.values():
                    program.close(x)
        ask_of_teams(self.counts)
        if rules is None:
            ask_capacities(self.counts, self.open_to)
        years = (self.counts.in_years(i) for i in range(len(ground.classes)))
        self._years = {x for sums in years for one in sums for x in one.terms}
        self._highs = Highs(program)
        self._wanted: Linear | None = None

    def open_cells(self, of: int, wish: Wish) -> list[Cell]:
        """The cells of a class where a wish could be met."""
        found = []
        for cell in self.counts.cells():
            key = (cell.of, cell.slot)
            if cell.of == of and is_wanted(wish, key, self.open_to.get(key, ())):
                found.append(cell)
        return found

    def want(self, cells: Iterable[Cell]) -> None:
        """Ask for a visit in one of some cells, in place of what was asked before."""
        self._wanted = Linear({x: -1 for cell in cells for x in cell.unknowns.values()})
        self._highs.add(Row(dict(self._wanted.terms), -1), "wanted")

    def is_possible(self, effort: Effort, most: Mapping[str, Fraction] | None = None) -> bool:
        """Whether a plan without teams, in fractions, may do what is wanted and keep to a most."""
        self.keep(most or {})
        self._highs.whole(())
        return self._highs.solve(Linear(), effort).verdict != "infeasible"

    def least(self) -> dict[str, Fraction]:
        """What each tier cannot go below by arithmetic alone."""
        reach = self.counts.program.reach
        return {tier: Fraction(reach(x)[0]) for tier, x in self._posed.tiers.items()}

    def keep(self, most: Mapping[str, Fraction]) -> None:
        """Keep tiers to what they may be; the others are free."""
        for tier, expression in self._posed.tiers.items():
            row = kept(expression, most[tier]) if tier in most else None
            self._highs.add(row or Row({}, 0), f"tier {tier}")

    def minimize(self, tier: str, effort: Effort, *, in_whole_years: bool) -> Answer:
        """Minimise a tier; with fractions everywhere, or whole in years: slower and higher."""
        self._highs.whole(self._years if in_whole_years else ())
        return self._highs.solve(self._posed.tiers[tier], effort)

    def is_impossible_too(self, effort: Effort) -> bool:
        """Whether another engine agrees that what is wanted cannot be."""
        model = CpSat(self.counts.program)
        if self._wanted is not None:
            model.add(Row(dict(self._wanted.terms), -1))
        return model.solve(effort).verdict == "infeasible"

    def rounded(self, tier: str, years: Answer, effort: Effort) -> Solution | None:
        """A plan without teams that does in each year what a bound's does, whole in rounds too."""
        if years.values is None:
            return None
        program = self.counts.program
        for z in self._years:
            self._highs.fix(z, years.values[z])
        self._highs.whole({x for x, v in enumerate(program.variables) if v.whole})
        answer = self._highs.solve(self._posed.tiers[tier], effort)
        for z in self._years:
            self._highs.fix(z, None)
        if answer.values is None:
            return None
        return self.counts.solution(program.completed(answer.values))
