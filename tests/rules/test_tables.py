"""Every case of every table, taken from both sides of the rule."""

import pytest

from xuncha_plan.check.built_in import built_in
from xuncha_plan.model import BadInput, Finding, Plan, Rule
from xuncha_plan.model.words import spoken
from xuncha_plan.rules import REGISTRY
from xuncha_plan.solver.formulation.classes import classes

from .counted import exchanged, least_amount, one_by_one
from .fixed import least_slack
from .table import TIER, Row, rows

ROWS = rows()
READ = [row for row in ROWS if row.refused is None]
HARD = [row for row in READ if not REGISTRY[row.word].always_soft]
REFUSED = [row for row in ROWS if row.refused is not None]


def planned(row: Row, tier: str | None) -> tuple[Rule, Plan]:
    rule = row.rule(tier)
    return rule, row.plan(row.problem(rule))


def is_told(expected: dict[str, str], finding: Finding) -> bool:
    said = {"amount": finding.amount, **finding.blanks}
    return expected.keys() <= said.keys() and all(
        str(value) in (spoken(said[key], "zh"), spoken(said[key], "en"))
        for key, value in expected.items()
    )


@pytest.mark.parametrize("row", READ, ids=str)
def test_the_plan_keeps_what_is_built_in(row: Row) -> None:
    _, plan = planned(row, TIER)
    assert not [finding.say("en") for finding in built_in(plan)]


@pytest.mark.parametrize("row", READ, ids=str)
def test_check_finds_exactly_these(row: Row) -> None:
    rule, plan = planned(row, TIER)
    found = list(rule.check(plan))
    left = list(found)
    for expected in row.findings:
        told = [finding for finding in left if is_told(expected, finding)]
        assert told, f"{expected} is not among {[(f.say('en'), str(f.amount)) for f in left]}"
        left.remove(told[0])
    assert not [(finding.say("en"), str(finding.amount)) for finding in left]


@pytest.mark.parametrize("row", HARD, ids=str)
def test_hard_it_forbids_the_plan_exactly_when_it_finds_something(row: Row) -> None:
    rule, plan = planned(row, None)
    assert (least_slack(rule, plan) > 0) == bool(row.findings)
    assert (least_amount(rule, plan, one_by_one(plan.problem)) is None) == bool(row.findings)


@pytest.mark.parametrize("row", READ, ids=str)
def test_soft_its_least_slack_is_what_it_finds(row: Row) -> None:
    rule, plan = planned(row, TIER)
    amount = sum(finding.amount for finding in rule.check(plan))
    assert least_slack(rule, plan) == amount
    assert least_amount(rule, plan, one_by_one(plan.problem)) == amount


@pytest.mark.parametrize("row", READ, ids=str)
def test_a_class_answers_for_the_best_of_its_members(row: Row) -> None:
    rule, plan = planned(row, TIER)
    alike = classes(plan.problem)
    others = exchanged(plan, alike)
    best = min(sum(finding.amount for finding in rule.check(other)) for other in others)
    assert least_amount(rule, plan, alike) == best


@pytest.mark.parametrize("row", [row for row in READ if row.findings], ids=str)
def test_every_finding_is_said_in_both_languages(row: Row) -> None:
    rule, plan = planned(row, TIER)
    for finding in rule.check(plan):
        zh, en = finding.say("zh"), finding.say("en")
        assert zh
        assert en
        assert zh != en
        assert not {"{", "}"} & {*zh, *en}


@pytest.mark.parametrize("row", REFUSED, ids=str)
def test_a_refused_parameter_is_refused_with_words(row: Row) -> None:
    with pytest.raises(BadInput) as refused:
        row.rule(TIER if REGISTRY[row.word].always_soft else None)
    said = [fault.say("en") for fault in refused.value.faults]
    assert any(str(row.refused) in one for one in said), said
    assert all(fault.words.zh != fault.words.en for fault in refused.value.faults)
    assert all(fault.place.line > 1 for fault in refused.value.faults)
