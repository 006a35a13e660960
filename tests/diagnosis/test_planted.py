"""Every planted conflict is found as it was planted, shown to be minimal, told with its numbers."""

import pytest

from tests.diagnosis.planted import KINDS, Planted, planted
from tests.diagnosis.told import Told, told
from xuncha_plan.check import findings
from xuncha_plan.model import PlanRecord, Problem
from xuncha_plan.report.asked import asked
from xuncha_plan.rules import REGISTRY
from xuncha_plan.solver.diagnosis.counting.arguments import arguments
from xuncha_plan.solver.diagnosis.news import ClashFound
from xuncha_plan.solver.diagnosis.subset import subset

SEEDS = range(3)
CASES = [(kind, seed) for kind in KINDS for seed in SEEDS]


def names(problem: Problem, clash: ClashFound) -> frozenset[str]:
    """What the rules of a conflict are called."""
    return frozenset(problem.rules[i].title_or_name for i in clash.rules)


@pytest.mark.parametrize(("kind", "seed"), CASES)
def test_the_planted_conflict_is_found_shown_and_told(kind: str, seed: int) -> None:
    its = planted(kind, seed)
    said = told(its.problem)
    assert {names(its.problem, clash) for clash in said.clashes} == its.conflicts
    for clash in said.clashes:
        assert clash.without.keys() == clash.rules
        for i, visits in clash.without.items():
            rest = subset(its.problem, clash.rules - {i}).problem
            assert not [f for f in findings(rest, PlanRecord(visits)) if f.is_breach]
        assert clash.by
        assert clash.needs_capacity == its.needs_capacity
    every_number_is_told(its, said.clashes)
    every_way_out_keeps_all_other_rules(its, said)


def every_number_is_told(its: Planted, clashes: list[ClashFound]) -> None:
    """In both languages, by what the rules ask or by what is counted out."""
    sentences = [asked(its.problem.rules[i], its.problem) for clash in clashes for i in clash.rules]
    for clash in clashes:
        counted = next(arguments(its.problem, clash.rules), None)
        sentences += counted.chain if counted else ()
    for language in ("zh", "en"):
        text = " ".join(sentence.say(language) for sentence in sentences)
        for number in its.numbers:
            assert number in text
        assert "{" not in text


def every_way_out_keeps_all_other_rules(its: Planted, said: Told) -> None:
    """What gives way does so; every other rule is kept by the plan that goes with it."""
    assert said.giving or said.more
    for way in said.giving:
        assert way.amounts
        rest = frozenset(i for i, rule in enumerate(its.problem.rules) if rule.tier is None)
        problem = subset(its.problem, rest - way.amounts.keys()).problem
        assert not [f for f in findings(problem, PlanRecord(way.plan)) if f.is_breach]


def test_there_are_sixty_of_them_and_every_kind_of_hard_rule_takes_part() -> None:
    problems = [planted(kind, 0) for kind in KINDS]
    taking = {
        rule.word
        for its in problems
        for rule in its.problem.rules
        if any(rule.title_or_name in conflict for conflict in its.conflicts)
    }
    assert taking == {word for word, rule in REGISTRY.items() if not rule.always_soft}
    assert len(CASES) >= 60
