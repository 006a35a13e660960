"""Where each rule's findings stand: at the visits that break it, at none where one is missing."""

import pytest

from .table import TIER, rows

ROWS = {str(row): row for row in rows()}
AT = {
    "apart: the next round": ["一中@一 二中@二"],
    "apart: the same round": ["一中@二 二中@二"],
    "balance: by year is the default": [""],
    "balance: all in the first round": [""],
    "blackout: a school in the examination weeks": ["一中@夏"],
    "blackout: each visit counts": ["一中@夏", "财政局@夏"],
    "coverage: one is left out": [""],
    "coverage: nothing at all": ["", "", ""],
    "directive: one too few": [""],
    "directive: one too many": ["一中@春 二中@春 三中@春"],
    "distinct: one too few": ["一中@春"],
    "distinct: one too many": ["一中@春 医院@春 财政局@春"],
    "early: in the second round": ["一中@夏"],
    "early: risk may have decimals": ["医院@来年"],
    "eligible: in another mode": ["一中@春"],
    "eligible: in another round": ["一中@夏"],
    "limit: one too many": ["一中@春 二中@春 医院@春"],
    "limit: each group counts": ["一中@春 二中@春 医院@春", "", ""],
    "lookback: a day too early": ["一中@差一天", ""],
    "lookback: by the same team": ["一中@满期", ""],
    "milestone: a share is never rounded": [""],
    "milestone: a round that ends a day later does not": [""],
    "pairing: both ways in a round": ["东校@一 西校@一"],
    "pairing: several visits both ways are one pair": ["东校@一 西校@一"],
    "pinned: in another round": ["一中@夏"],
    "pinned: in another mode": ["一中@春"],
    "precedence: in the same round": ["教育局@春 一中@春"],
    "precedence: in the same round of two days": ["教育局@两日 一中@两日"],
    "prefer: something that is disliked": ["一中@春"],
    "prefer: each visit counts": ["一中@春", "财政局@夏"],
    "recusal: by a team that has to stay away": ["一中@春"],
    "recusal: each visit counts": ["一中@春", "二中@夏"],
    "reserve: a little more": ["八周@春 又八周@春 一毫@春"],
    "reserve: each round counts": ["又八周@夏 半周@夏"],
    "rotation: again a round too soon": ["一中@三 一中@一"],
    "rotation: again in the next round": ["一中@二 一中@一"],
    "spacing: a day less": ["一中@春 一中@差一天"],
    "spacing: rounds that overlap": ["一中@差一天 一中@满期"],
    "special: one is left out": [""],
    "special: nothing at all": ["", ""],
    "stability: in another round": [""],
    "stability: by another team": [""],
    "together: a village a round later": ["前进村@二 城东镇@二 民主村@三"],
    "together: a village a round earlier": ["前进村@一 城东镇@二"],
    "window: wholly outside": ["一中@夏"],
    "window: begins a day too early": ["一中@春"],
}  # fmt: skip


@pytest.mark.parametrize("case", AT)
def test_a_finding_stands_at_its_visits(case: str) -> None:
    row = ROWS[case]
    rule = row.rule(TIER)
    plan = row.plan(row.problem(rule))
    found = [finding.visits for finding in rule.check(plan)]
    assert [" ".join(f"{v.target.id}@{v.round.id}" for v in its) for its in found] == AT[case]
    assert all(visit in plan.visits for its in found for visit in its)


def test_every_rule_is_here() -> None:
    assert {case.partition(":")[0] for case in AT} == {row.word for row in ROWS.values()}
