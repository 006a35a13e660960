"""Every plan of a tiny problem, judged by the checker alone: slow and obvious."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product

from xuncha_plan.check.built_in import built_in
from xuncha_plan.model import CATALOGUE, Plan, Problem, Target, Visit

Values = tuple[Fraction, ...]
Choice = tuple[Visit, ...]


def choices(problem: Problem, target: Target) -> list[Choice]:
    """Every set of visits of one target that the built-in constraints allow, capacity aside."""
    options = [
        visit
        for purpose in ("coverage", "lookback", "special")
        for r in problem.ordered
        for mode in CATALOGUE
        for team in (None, *problem.team)
        if _alone(problem, visit := Plan.visit(problem, target.id, purpose, r.id, mode, team))
    ]
    most = problem.times(target.id) + len(problem.asked("special", target.id)) + 1
    return [
        some for n in range(most + 1) for some in combinations(options, n) if _alone(problem, *some)
    ]


def _alone(problem: Problem, *visits: Visit) -> bool:
    return all(finding.code == "capacity" for finding in built_in(Plan(problem, visits)))


def size(problem: Problem) -> int:
    """How many plans there are to look at."""
    n = 1
    for target in problem.targets:
        n *= len(choices(problem, target))
    return n


def plans(problem: Problem) -> Iterator[Plan]:
    """Every plan that breaks nothing built in, nor any hard rule."""
    hard = [rule for rule in problem.rules if rule.tier is None]
    for some in product(*(choices(problem, target) for target in problem.targets)):
        plan = Plan(problem, tuple(visit for choice in some for visit in choice))
        if any(True for _ in built_in(plan)):
            continue
        if all(next(iter(rule.check(plan)), None) is None for rule in hard):
            yield plan


def worth(plan: Plan) -> Values:
    """Each tier's value, in order."""
    values = dict.fromkeys((tier.id for tier in plan.problem.tiers), Fraction(0))
    for rule in plan.problem.rules:
        if rule.tier is not None:
            for finding in rule.check(plan):
                values[rule.tier] += rule.weight * finding.amount
    return tuple(values.values())


def best(problem: Problem) -> Values | None:
    """The values of the best plan, tier by tier; None where no plan exists."""
    return min((worth(plan) for plan in plans(problem)), default=None)
