"""Pairing: no mutual sendings in a round, no pair again too soon."""

from collections.abc import Iterator
from itertools import combinations

from xuncha_plan.model import Finding
from xuncha_plan.net.check.facts import Facts
from xuncha_plan.net.model import Sending
from xuncha_plan.net.model.rules import Pairing


def check(facts: Facts, rule: Pairing) -> Iterator[Finding]:
    """Pairs of sendings that breach; several teams of one pair in a round are one."""
    once: dict[tuple[str, str, str], Sending] = {}
    for sending in facts.sendings(rule):
        once.setdefault((sending.sender, sending.host, sending.round), sending)
    index = facts.net.index
    for one, other in combinations(sorted(once.values(), key=lambda s: index[s.round]), 2):
        is_mutual = (one.sender, one.host) == (other.host, other.sender)
        if rule.no_mutual and is_mutual and one.round == other.round:
            yield _pair(facts, rule, one, other)
        is_same = (one.sender, one.host) == (other.sender, other.host)
        apart = index[other.round] - index[one.round]
        if is_same and 0 < apart < rule.no_repeat_within:
            yield _pair(facts, rule, one, other)


def _pair(facts: Facts, rule: Pairing, one: Sending, other: Sending) -> Finding:
    return facts.found(
        rule,
        1,
        other.place,
        first=facts.net.round[one.round].title,
        second=facts.net.round[other.round].title,
        sender=facts.title(other.sender),
        host=facts.title(other.host),
    )
