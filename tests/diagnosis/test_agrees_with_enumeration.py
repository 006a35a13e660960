"""Diagnosis against enumeration: conflicts conflict, none of their members can be left out."""

import os
from fractions import Fraction

import pytest

from tests.diagnosis.test_counting_is_sound import hard_alone, small
from tests.diagnosis.told import Told, told
from tests.oracle.enumerate import plans
from xuncha_plan.check import findings
from xuncha_plan.model import Plan, PlanRecord, Problem, Rule, VisitRecord
from xuncha_plan.solver.diagnosis.subset import hard, subset

CASES = int(os.environ.get("XUNCHA_CASES", "150")) // 3
FIRST = int(os.environ.get("XUNCHA_FIRST", "0"))


@pytest.mark.parametrize("seed", range(FIRST, FIRST + CASES))
def test_a_plan_or_a_conflict_that_needs_all_its_members(seed: int) -> None:
    problem = small(seed)
    said = told(problem)
    if next(plans(hard_alone(problem, hard(problem))), None) is None:
        assert said.clashes
        assert not said.plans
        every_conflict_is_one(problem, said)
        every_way_out_is_one(problem, said)
        the_cheapest_is_cheapest(problem, said)
    else:
        assert said.plans
        assert not said.clashes
        keeps(problem, hard(problem), said.plans[0].plan)


def keeps(problem: Problem, kept: frozenset[int], visits: tuple[VisitRecord, ...]) -> None:
    """A plan breaks nothing built in, nor the rules that are kept."""
    found = findings(hard_alone(problem, kept), PlanRecord(visits))
    assert not [one.say("en") for one in found if one.is_breach]


def every_conflict_is_one(problem: Problem, said: Told) -> None:
    """No plan keeps its members; without any one of them its plan keeps the others."""
    for clash in said.clashes:
        assert next(plans(hard_alone(problem, clash.rules)), None) is None
        assert clash.without.keys() == clash.rules
        for i, visits in clash.without.items():
            keeps(problem, clash.rules - {i}, visits)
        assert clash.by


def every_way_out_is_one(problem: Problem, said: Told) -> None:
    """Its plan keeps all that does not give way, and breaches the others by the amounts told."""
    for way in said.giving:
        keeps(problem, hard(problem) - way.amounts.keys(), way.plan)
        assert cost(problem, way.amounts) > 0


def cost(problem: Problem, amounts: dict[int, Fraction]) -> Fraction:
    """What giving way costs: amounts times weights."""
    return sum((problem.rules[i].weight * n for i, n in amounts.items()), Fraction(0))


def the_cheapest_is_cheapest(problem: Problem, said: Told) -> None:
    """No plan at all costs less than a way out that is called proved, among the same rules."""
    for way in said.giving:
        if way.by:
            giving = frozenset(way.amounts)
            loose = subset(problem, hard(problem) - giving, giving)
            rules = [loose.rules[i] for i in sorted(giving)]
            least = min(worth(plan, rules) for plan in plans(loose.problem))
            assert cost(problem, way.amounts) == least


def worth(plan: Plan, rules: list[Rule]) -> Fraction:
    """What rules that give way cost in a plan."""
    return sum(
        (rule.weight * finding.amount for rule in rules for finding in rule.check(plan)),
        Fraction(0),
    )
