"""Distance: kilometres beyond what is allowed."""

from collections.abc import Iterator
from fractions import Fraction

from xuncha_plan.model import Finding
from xuncha_plan.net.check.facts import Facts
from xuncha_plan.net.model.rules import Distance


def check(facts: Facts, rule: Distance) -> Iterator[Finding]:
    """Every sending that goes too far."""
    for sending in facts.sendings(rule):
        km = facts.net.distance(sending.sender, sending.host) or Fraction(0)
        if km > rule.at_most:
            yield facts.found(
                rule,
                km - rule.at_most,
                sending.place,
                round=facts.net.round[sending.round].title,
                sender=facts.title(sending.sender),
                host=facts.title(sending.host),
                km=km,
                most=rule.at_most,
            )
