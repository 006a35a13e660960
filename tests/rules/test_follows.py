"""Which look-back may follow which coverage visit: the rule's word to the solver."""

import pytest

from .table import TIER, Row, rows

ROWS = [row for row in rows() if row.word == "lookback" and row.refused is None]


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_look_back_follows_exactly_where_the_check_finds_no_breach(row: Row) -> None:
    rule = row.rule(TIER)
    plan = row.plan(row.problem(rule))
    wrong = [visit for finding in rule.check(plan) for visit in finding.visits]
    (offer,) = rule.offers(plan.problem)
    for target in offer.targets:
        for back in plan.of(target, "lookback"):
            first = next(iter(plan.of(target, "coverage")), None)
            if first is not None and back.mode in offer.modes:
                assert offer.follows(first, back) == (back not in wrong)
