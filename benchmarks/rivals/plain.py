"""Plain CP-SAT on a Boolean a target, round, mode and team, with its defaults and all cores."""

import os
from fractions import Fraction

from telling import Teller

from rivals.one_by_one import in_turn, posed, values_of
from xuncha_plan.model import Problem
from xuncha_plan.solver.engines.cpsat import CpSat
from xuncha_plan.solver.engines.effort import Answer, Effort
from xuncha_plan.solver.formulation.program import Values


def run(problem: Problem, limit: float, seed: int, teller: Teller) -> None:
    """Minimise tier after tier."""
    its = posed(problem, teller)
    model = CpSat(its.counts.program)

    def minimized(tier: str, seconds: float, start: Values | None) -> Answer:
        model.minimize(its.tiers[tier])
        if start is not None:
            model.hint(dict(enumerate(start)))

        def better(values: Values, value: Fraction) -> None:
            if start is None:  # later a plan counts once its tier is done
                teller.values(values_of(its, values))
            else:
                teller.tier(tier, value=value)

        effort = Effort(seconds, os.cpu_count() or 2, seed)
        return model.solve(effort, better, lambda bound: teller.tier(tier, bound=bound))

    in_turn(problem, its, limit, teller, minimized, model.add)
