"""A problem in which rules ask nothing, and still offer visits and admit modes."""

from collections.abc import Collection

from xuncha_plan.model import Problem, Tier

ASIDE = Tier(id="aside").replace(id="/")  # no planner can name it: an id holds no slash


def aside(problem: Problem, rules: Collection[int]) -> Problem:
    """The problem with some rules, by their places, soft in a tier that nobody minimises.

    The plans of the problem stay plans of this one, and no tier of theirs is worth more.
    """
    changed = (
        rule.replace(tier=ASIDE.id) if i in rules else rule for i, rule in enumerate(problem.rules)
    )
    return problem.replace(rules=tuple(changed), tiers=(*problem.tiers, ASIDE))
