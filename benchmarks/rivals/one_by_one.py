"""The model as anyone would write it: a Boolean a target, round, mode and team; tier after tier."""

from collections.abc import Callable
from fractions import Fraction

from telling import Teller

from xuncha_plan.model import Problem, VisitRecord
from xuncha_plan.solver.engines.effort import Answer
from xuncha_plan.solver.formulation.classes import Alike, slots
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.formulation.expand import visits
from xuncha_plan.solver.formulation.program import Row, Values, worth
from xuncha_plan.solver.formulation.tiers import Posed, pose
from xuncha_plan.solver.search.ledger import kept

Minimize = Callable[[str, float, Values | None], Answer]  # a tier, seconds, where to begin


def posed(problem: Problem, teller: Teller) -> Posed:
    """The whole program with a class for every target."""
    alone = tuple(Alike((t.id,), tuple(slots(problem, t))) for t in problem.targets)
    its = pose(Counts(problem, alone), problem.tiers, problem.rules)
    program = its.counts.program
    booleans = sum(len(cell.unknowns) for cell in its.counts.cells())
    teller.sizes(
        classes=len(alone),
        counts=booleans,
        variables=len(program.variables),
        rows=len(program.rows),
    )
    return its


def values_of(its: Posed, values: Values) -> dict[str, Fraction]:
    """Every tier's value in a plan."""
    return {tier: Fraction(worth(x, values)) for tier, x in its.tiers.items()}


def in_turn(
    problem: Problem,
    its: Posed,
    limit: float,
    teller: Teller,
    minimized: Minimize,
    keep: Callable[[Row], None],
) -> None:
    """Minimise tier after tier, each in half of the time left, and keep what it reached."""
    best: Values | None = None
    proved = True
    for i, tier in enumerate(problem.tiers):
        left = limit - teller.seconds()
        if left <= 0:
            proved = False
            break
        is_last = best is None or i == len(problem.tiers) - 1
        answer = minimized(tier.id, left if is_last else left / 2, best)
        proved &= answer.verdict == "optimal"
        teller.tier(tier.id, bound=answer.bound)
        if answer.values is not None:
            best = its.counts.program.completed(answer.values)
            teller.values(values_of(its, best))
        if best is None:
            break
        value = values_of(its, best)[tier.id]
        if row := kept(its.tiers[tier.id], value + abs(value) * tier.tolerance):
            keep(row)
    if best is not None:
        solution = its.counts.solution(best)
        found = visits(problem, its.counts.classes, solution)
        teller.plan(VisitRecord.of(visit) for visit in found)
    teller.end("no plan" if best is None else "optimal" if proved else "feasible")
