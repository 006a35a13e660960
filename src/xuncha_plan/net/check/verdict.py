"""The verdict of a net: all findings about decisions and plans, and what each tier comes to."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from xuncha_plan.check.claims import claims_of_tiers
from xuncha_plan.model import Finding, Words
from xuncha_plan.net.check import (
    balance,
    campaign,
    distance,
    elevated,
    exchange,
    milestone,
    pairing,
    recusal,
)
from xuncha_plan.net.check.facts import Facts
from xuncha_plan.net.model import DecisionsRecord, Net

Check = Callable[[Facts, Any], Iterator[Finding]]  # each takes its own rule
CHECKS: dict[str, Check] = {
    "exchange": exchange.check,
    "pairing": pairing.check,
    "distance": distance.check,
    "recusal": recusal.check,
    "joint": campaign.check,
    "synchronized": campaign.check,
    "elevated": elevated.check,
    "milestone": milestone.check,
    "balance": balance.check,
}
STALE = Words(
    "上级安排是为另一份监督网文件做的（记录{made_for}，现为{digest}），请重新求解",
    "the decisions were made for another net (recorded {made_for}, now {digest}); solve again",
)


def rule_findings(facts: Facts) -> list[Finding]:
    """What every rule of the superior's finds; soft rules' findings are amounts in its tiers."""
    return [found for rule in facts.net.rules for found in CHECKS[rule.word](facts, rule)]


def tier_values(net: Net, found: Iterable[Finding]) -> dict[str, Fraction]:
    """What each of the superior's tiers comes to: the weighted sum of its rules' findings."""
    values = {tier.id: Fraction(0) for tier in net.tiers}
    for finding in found:
        if finding.rule is not None and finding.rule.tier is not None:
            values[finding.rule.tier] += finding.rule.weight * finding.amount
    return values


def claimed(
    net: Net, record: DecisionsRecord, values: Mapping[str, Fraction], digest: str
) -> Iterator[Finding]:
    """Claims of the file of decisions that do not hold; one typed by hand claims nothing."""
    if record.sha256 and record.sha256 != digest:
        blanks = {"made_for": record.sha256[:12], "digest": digest[:12]}
        yield Finding(Fraction(1), STALE, blanks, None, "stale-input", (), record.place)
    if record.tiers or record.sha256:
        yield from claims_of_tiers(net.tiers, record.tiers, record.status, values, record.place)
