"""What must move together, as one: villages with their town."""

from collections import defaultdict
from itertools import pairwise

from xuncha_plan.model import Problem, Target


def units(problem: Problem) -> list[tuple[Target, ...]]:
    """Targets with what must move with them."""
    owner = {t.id: t.id for t in problem.targets if problem.times(t.id)}
    for rule in problem.rules:
        for bundle in rule.bundles(problem):
            for one, other in pairwise(sorted(bundle)):
                old, new = owner[other], owner[one]
                owner = {t: new if o == old else o for t, o in owner.items()}
    units: dict[str, list[Target]] = defaultdict(list)
    for target, head in owner.items():
        units[head].append(problem.target[target])
    return [tuple(unit) for unit in units.values()]
