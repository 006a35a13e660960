"""Plain HiGHS on a Boolean a target, round, mode and team, through MathOpt.

MathOpt tells nothing of HiGHS's before a call is over, so its first plan is seen late.
"""

from telling import Teller

from rivals.one_by_one import in_turn, posed
from xuncha_plan.model import Problem
from xuncha_plan.solver.engines.effort import Answer, Effort
from xuncha_plan.solver.engines.highs import Highs
from xuncha_plan.solver.formulation.program import Values


def run(problem: Problem, limit: float, seed: int, teller: Teller) -> None:
    """Minimise tier after tier."""
    its = posed(problem, teller)
    model = Highs(its.counts.program)

    def minimized(tier: str, seconds: float, start: Values | None) -> Answer:
        hint = None if start is None else dict(enumerate(start))
        return model.solve(its.tiers[tier], Effort(seconds, 1, seed), hint)

    in_turn(problem, its, limit, teller, minimized, model.add)
