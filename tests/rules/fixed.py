"""A formulation in which everything is decided: each answer is a number of the plan's."""

from collections.abc import Iterable
from fractions import Fraction

from xuncha_plan.model import Cost, Exact, Ids, Linear, Plan, Problem, Rule, Selection


class Fixed:
    """Answers a rule from one finished plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @property
    def problem(self) -> Problem:
        return self.plan.problem

    def alike(self, targets: Ids) -> Iterable[Ids]:
        return [frozenset({target}) for target in sorted(targets)]

    def each_team(self, *visits: Selection) -> Iterable[Ids]:
        return [frozenset({team.id}) for team in self.problem.teams]

    def load(self, visits: Selection, unit: str = "count") -> Linear:
        sizes = [visit.size(unit) for visit in self.plan.visits if visits.takes(visit)]
        return Linear(constant=sum(sizes, Fraction(0)))

    def whether(self, visits: Selection) -> Linear:
        return Linear(constant=int(any(map(visits.takes, self.plan.visits))))

    def largest(self, of: Iterable[Linear | Exact]) -> Linear:
        return Linear(constant=max(map(_number, of)))

    def square(self, of: Linear) -> Linear:
        return Linear(constant=_number(of) ** 2)


def _number(one: Linear | Exact) -> Exact:
    if not isinstance(one, Linear):
        return one
    assert not one.terms, "nothing is left to decide"
    return one.constant


def least_slack(rule: Rule, plan: Plan) -> Exact:
    """What a rule's demands lack in a plan, and what its costs come to."""
    amounts = [
        _number(asked.amount) if isinstance(asked, Cost) else max(0, _number(asked.excess))
        for asked in rule.ask(Fixed(plan))
    ]
    return sum(amounts)
