"""A program in which rules give way, each by a slack of its own, and others hold."""

from fractions import Fraction
from math import ceil

from xuncha_plan.model import Demand, Linear, Problem, Rule, total
from xuncha_plan.solver.diagnosis.proportions import Proof, prove
from xuncha_plan.solver.diagnosis.subset import GIVING_WAY, Kept, subset
from xuncha_plan.solver.formulation.classes import classes
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.formulation.guesses import ask_of_teams, open_teams
from xuncha_plan.solver.formulation.packing import ask_capacities
from xuncha_plan.solver.formulation.program import Values, worth
from xuncha_plan.solver.formulation.tiers import pose


class Elastic:
    """`hard` rules hold, `giving` ones give way by so much, and the others ask nothing.

    Without teams it is a relaxation: what cannot be there cannot be at all.
    """

    def __init__(self, problem: Problem, hard: Kept, giving: Kept, *, teams: bool) -> None:
        small = subset(problem, hard, giving)
        groups = classes(small.problem)
        of = Counts if teams else Counts.without_teams
        self.counts = of(small.problem, groups)
        self.program = self.counts.program
        pose(self.counts, (), small.of(hard))
        if not teams:
            self._ask_what_teams_imply()
        self.size_with_teams = sum(len(slot.teams) for one in groups for slot in one.slots)
        self.weights = {i: small.rules[i].weight for i in sorted(giving)}
        self._single: dict[int, Linear] = {}
        self.slacks = {i: self._slack(i, small.rules[i]) for i in sorted(giving)}
        self.cost = total(self.slacks.values())
        self._owner = {x: i for i, slack in self.slacks.items() for x in slack.terms}

    def _ask_what_teams_imply(self) -> None:
        open_to = open_teams(self.counts)
        for cell in self.counts.cells():
            if (cell.of, cell.slot) not in open_to:
                for x in cell.unknowns.values():
                    self.program.close(x)
        ask_of_teams(self.counts)
        ask_capacities(self.counts, open_to)

    def _slack(self, place: int, rule: Rule) -> Linear:
        """At least what giving way costs: the rule's amount of breach times its weight."""
        demands = [one for one in rule.ask(self.counts) if isinstance(one, Demand)]
        if len(demands) == 1 and demands[0].excess.terms:
            self._single[place] = self.program.relaxed(demands[0].excess)
        return self.program.slack(pose(self.counts, (GIVING_WAY,), [rule]).tiers[GIVING_WAY.id])

    def clash(self, kept: Kept, seconds: float) -> Kept | None:
        """Rules of `kept` that cannot hold together, as adding up shows; None where it shows none.

        All give way by one common slack, as little as possible: a vertex of its dual names few.
        """
        one = frozenset(x for i in kept for x in self.slacks[i].terms)
        proof = prove(self.program, Linear({min(one): 1}), seconds, one) if one else None
        if proof is None or proof.value <= 0:
            return None
        named = {self._owner.get(x) for i in proof.weights for x in self.program.rows[i].terms}
        return kept & {i for i in named if i is not None}

    def least(self, seconds: float) -> Proof | None:
        """The least cost of giving way that adding up rows proves."""
        return prove(self.program, self.cost, seconds)

    def lifted(self, bound: Fraction) -> Fraction:
        """The least cost at or above a bound that giving way can have.

        One demand alone is missed by its number less whole steps: 40 % of 134 by 53.6 less a count.
        """
        step, offset = Fraction(self.program.step(self.cost)), Fraction(0)
        if len(self._single) == len(self.slacks) == 1 and bound > 0:
            ((i, excess),) = self._single.items()
            step = Fraction(self.program.step(Linear(excess.terms))) * self.weights[i]
            offset = Fraction(excess.constant) * self.weights[i]
        return offset + ceil((bound - offset) / step) * step

    def breaches(self, values: Values) -> dict[int, Fraction]:
        """By how much each rule that gives way is breached in a solution."""
        costs = ((i, Fraction(worth(slack, values))) for i, slack in self.slacks.items())
        return {i: cost / self.weights[i] for i, cost in costs if cost}
