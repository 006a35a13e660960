"""Recusal: sendings that are barred."""

from collections.abc import Iterator

from xuncha_plan.model import Finding, Words
from xuncha_plan.net.check.facts import Facts
from xuncha_plan.net.model.rules import Recusal

NO_REASON = Words("未注明事由", "no reason given")


def check(facts: Facts, rule: Recusal) -> Iterator[Finding]:
    """Every sending of a team that is to stay away."""
    senders = frozenset(facts.net.selected(rule.sender))
    hosts = frozenset(facts.net.selected(rule.host))
    for sending in facts.sendings(rule):
        is_barred = rule.teams is None or sending.team in rule.teams
        if sending.sender in senders and sending.host in hosts and is_barred:
            yield facts.found(
                rule,
                1,
                sending.place,
                sender=facts.title(sending.sender),
                team=facts.summaries[sending.sender].teams[sending.team].title,
                host=facts.title(sending.host),
                round=facts.net.round[sending.round].title,
                reason=rule.reason or NO_REASON,
            )
