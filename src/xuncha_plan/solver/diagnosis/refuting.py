"""Whether arithmetic alone shows that some rules cannot hold, which costs half a second at most."""

from xuncha_plan.model import Problem
from xuncha_plan.solver.diagnosis.conflicts import COUNTING, By
from xuncha_plan.solver.diagnosis.counting.arguments import arguments
from xuncha_plan.solver.diagnosis.elastic import Elastic
from xuncha_plan.solver.diagnosis.means import Means
from xuncha_plan.solver.diagnosis.subset import Kept


def refuted(problem: Problem, rules: Kept, means: Means) -> By:
    """Who says that some rules cannot hold: counting, or adding up rows; nobody where they may."""
    if next(arguments(problem, rules), None) is not None:
        return COUNTING
    elastic = Elastic(problem, frozenset(), rules, teams=False)
    return COUNTING if elastic.clash(rules, means.left()) else frozenset()
