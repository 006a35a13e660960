"""The law: with all visits fixed, least slack is the sum of the findings' amounts."""

from fractions import Fraction
from random import Random

import pytest

from tests.oracle import draw
from tests.oracle.enumerate import choices
from tests.rules.fixed import least_slack
from xuncha_plan.model import Plan, Problem
from xuncha_plan.rules import REGISTRY

CASES = 400


def any_plan(problem: Problem, random: Random) -> Plan:
    """A plan good or bad: each target keeps what is built in, capacity and rules aside."""
    visits = [random.choice(choices(problem, target)) for target in problem.targets]
    return Plan(problem, tuple(visit for some in visits for visit in some))


@pytest.mark.parametrize("seed", range(CASES))
def test_least_slack_is_the_sum_of_the_findings(seed: int) -> None:
    problem = draw.problem(seed, targets=6, rounds=4, teams=3)
    random = Random(seed)
    for _ in range(3):
        plan = any_plan(problem, random)
        for rule in problem.rules:
            found = sum((finding.amount for finding in rule.check(plan)), Fraction(0))
            assert least_slack(rule, plan) == found, (rule, plan.visits)


def test_the_draw_meets_every_rule_in_plans_that_break_it() -> None:
    broken: set[str] = set()
    for seed in range(CASES):
        problem = draw.problem(seed, targets=6, rounds=4, teams=3)
        plan = any_plan(problem, Random(seed))
        broken |= {rule.word for rule in problem.rules if any(True for _ in rule.check(plan))}
    assert broken == set(REGISTRY)
