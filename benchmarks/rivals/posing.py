"""Not a rival: the planner's program of rounds, written and not solved."""

from telling import Teller

from xuncha_plan.model import Problem
from xuncha_plan.solver.formulation.classes import classes
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.formulation.tiers import pose


def run(problem: Problem, limit: float, seed: int, teller: Teller) -> None:
    """Classes, counts, rules; no search."""
    found = classes(problem)
    teller.sizes(classes=len(found))
    posed = pose(Counts.without_teams(problem, found), problem.tiers, problem.rules)
    program = posed.counts.program
    teller.sizes(variables=len(program.variables), rows=len(program.rows))
    teller.end("posed")
