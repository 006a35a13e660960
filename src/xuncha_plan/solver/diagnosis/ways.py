"""The cheapest ways out: which rules give way, by how much, and that it cannot be less.

What giving way costs at least follows from adding up rows of the whole in a fraction of a second.
A plan that costs no more is proved cheapest by that; where none is found, engines say what it costs
in whole numbers.
"""

from dataclasses import dataclass
from fractions import Fraction

from xuncha_plan.check import plan_of
from xuncha_plan.model import PlanRecord, Problem
from xuncha_plan.solver.diagnosis.conflicts import COUNTING, By
from xuncha_plan.solver.diagnosis.elastic import Elastic
from xuncha_plan.solver.diagnosis.means import Means
from xuncha_plan.solver.diagnosis.question import Answer, Visits, ask_cheapest
from xuncha_plan.solver.diagnosis.subset import Kept, hard
from xuncha_plan.solver.engines.cpsat import CpSat
from xuncha_plan.solver.engines.highs import Highs
from xuncha_plan.solver.search.engine import LARGE

EACH = 0.3  # of the time limit that one way out may take
OPINION = 0.05  # the same for a second opinion on what it costs at least
SMALL = 12_000  # counts with teams up to which that is sought with teams


@dataclass(frozen=True)
class Floor:
    """What it costs at least that some rules give way, as `elastic` shows."""

    giving: Kept
    cost: Fraction
    elastic: Elastic


@dataclass(frozen=True)
class Way:
    """By how much which rules give way, a plan that lets them, and who says that less cannot be."""

    amounts: dict[int, Fraction]
    plan: Visits
    cost: Fraction
    by: By


class Ways:
    """Looks for ways out of known conflicts, whose rules are `known`."""

    def __init__(self, problem: Problem, known: Kept, means: Means) -> None:
        self._problem, self._known, self._means = problem, known, means
        self._hard = hard(problem)

    def floor(self, giving: Kept) -> Floor | None:
        """The least that some cost where all others hold; None where rows say that they cannot."""
        whole = Elastic(self._problem, self._hard - giving, giving, teams=False)
        proof = whole.least(self._means.left())
        return None if proof is None else Floor(giving, whole.lifted(proof.value), whole)

    def way(self, floor: Floor) -> Way | Answer:
        """A plan of everything in which a floor's rules give way, as little as is found.

        An answer without a plan where there is none, or where none is known.
        """
        giving, means = floor.giving, self._means.within(EACH)
        few = floor if floor.cost else self._with_teams(giving)
        answer = ask_cheapest(self._problem, self._hard - giving, means, giving, few.cost)
        if answer.plan is None:
            return answer
        by = frozenset[str]()
        if answer.cost <= floor.cost:
            by = COUNTING
        elif answer.cost <= floor.elastic.lifted(answer.bound):
            by = answer.by | self._others(floor, answer)
        elif answer.cost <= few.cost:
            by = frozenset({"cpsat"}) | self._others(few, answer)
        return Way(self._amounts(giving, answer.plan), answer.plan, answer.cost, by)

    def _with_teams(self, giving: Kept) -> Floor:
        """What it costs at least among the rules that conflict, where teams make it so."""
        few = Elastic(self._problem, self._known - giving, giving, teams=True)
        if few.size_with_teams > SMALL:
            return Floor(giving, Fraction(0), few)
        model = CpSat(few.program)
        model.minimize(few.cost)
        bound = model.solve(self._means.within(OPINION).effort()).bound
        return Floor(giving, few.lifted(bound or Fraction(0)), few)

    def _others(self, floor: Floor, answer: Answer) -> By:
        """Who else says that it cannot cost less, where one engine alone does."""
        if len(answer.by) > 1:
            return frozenset()
        elastic, means = floor.elastic, self._means.within(OPINION)
        if elastic.size_with_teams <= LARGE:  # an engine has decided it with teams
            rest = self._hard - floor.giving
            elastic = Elastic(self._problem, rest, floor.giving, teams=True)
        bound = Highs(elastic.program).solve(elastic.cost, means.effort()).bound
        is_said = bound is not None and elastic.lifted(bound) >= answer.cost
        return frozenset({"highs"}) if is_said else frozenset()

    def _amounts(self, giving: Kept, visits: Visits) -> dict[int, Fraction]:
        plan = plan_of(self._problem, PlanRecord(visits))
        amounts: dict[int, Fraction] = {}
        for i in sorted(giving):
            found = self._problem.rules[i].check(plan)
            if amount := sum((finding.amount for finding in found), Fraction(0)):
                amounts[i] = amount
        return amounts
