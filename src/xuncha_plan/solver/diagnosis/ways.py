"""The cheapest ways out: which rules give way, by how much, and that it cannot be less.

Whatever lets a plan exist has to resolve the known conflicts. What that costs at least is found
among their few rules alone, and by adding up all others; where a plan of the whole costs no more,
it is proved cheapest.
"""

from dataclasses import dataclass
from fractions import Fraction

from xuncha_plan.check import plan_of
from xuncha_plan.model import PlanRecord, Problem
from xuncha_plan.solver.diagnosis.conflicts import COUNTING, ENGINES, By
from xuncha_plan.solver.diagnosis.elastic import Elastic
from xuncha_plan.solver.diagnosis.means import Means
from xuncha_plan.solver.diagnosis.question import Answer, Visits, ask
from xuncha_plan.solver.diagnosis.subset import Kept, hard
from xuncha_plan.solver.engines.cpsat import CpSat
from xuncha_plan.solver.engines.highs import Highs

EACH = 0.25  # of the time limit that one way out may take
SMALL = 12_000  # counts with teams up to which a floor is sought with teams


@dataclass(frozen=True)
class Floor:
    """What it costs at least that some rules give way; `elastic` is where that was found."""

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
        """The least that some give way while the other known ones hold; None: they cannot.

        Without teams first, which is a relaxation; where that costs nothing, with them.
        """
        for teams in (False, True):
            elastic = Elastic(self._problem, self._known - giving, giving, teams=teams)
            model = CpSat(elastic.program)
            model.minimize(elastic.cost)
            answer = model.solve(self._means.within(EACH).effort(0.5))
            if answer.verdict == "infeasible":
                return None
            floor = Floor(giving, elastic.lifted(answer.bound or Fraction(0)), elastic)
            if floor.cost or elastic.size_with_teams > SMALL:
                break
        return floor

    def way(self, floor: Floor) -> Way | Answer:
        """A plan of everything in which a floor's rules give way, as little as is found.

        An answer without a plan where there is none, or where none is known.
        """
        means, giving = self._means.within(EACH), floor.giving
        whole = Elastic(self._problem, self._hard - giving, giving, teams=False)
        summed = self._summed(whole, means)
        enough = max(floor.cost, summed)
        answer = ask(self._problem, self._hard - giving, means, giving, enough)
        if answer.plan is None:
            return answer
        by = frozenset[str]()
        if answer.cost <= summed:
            by = COUNTING
        elif answer.cost <= floor.cost:
            by = self._vouched(floor)
        elif answer.cost <= whole.lifted(answer.bound):
            by = answer.by
        return Way(self._amounts(giving, answer.plan), answer.plan, answer.cost, by)

    def _summed(self, elastic: Elastic, means: Means) -> Fraction:
        """What adding up rows proves."""
        proof = elastic.least(means.left())
        return elastic.lifted(proof.value) if proof is not None else Fraction(0)

    def _vouched(self, floor: Floor) -> By:
        """Who says that it cannot cost less: arithmetic, two engines, or one."""
        means = self._means.within(EACH)
        if self._summed(floor.elastic, means) >= floor.cost:
            return COUNTING
        other = Highs(floor.elastic.program).solve(floor.elastic.cost, means.effort())
        if other.bound is not None and floor.elastic.lifted(other.bound) >= floor.cost:
            return ENGINES
        return frozenset({"cpsat"})

    def _amounts(self, giving: Kept, visits: Visits) -> dict[int, Fraction]:
        plan = plan_of(self._problem, PlanRecord(visits))
        amounts: dict[int, Fraction] = {}
        for i in sorted(giving):
            found = self._problem.rules[i].check(plan)
            if amount := sum((finding.amount for finding in found), Fraction(0)):
                amounts[i] = amount
        return amounts
