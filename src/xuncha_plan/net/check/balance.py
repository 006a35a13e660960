"""Balance: what is asked of each district, held against its share."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction

from xuncha_plan.model import Finding, Words
from xuncha_plan.net.check.facts import Facts
from xuncha_plan.net.model import NetRound
from xuncha_plan.net.model.rules import Balance

TERM = Words("届期内", "the term")
WHAT = {
    "sent": Words("派出组数", "teams sent"),
    "received": Words("接收组数", "teams received"),
    "visits": Words("上级交办的对象数", "targets that the superior asks for"),
    "distance": Words("派出里程", "kilometres of sendings"),
}


def check(facts: Facts, rule: Balance) -> Iterator[Finding]:
    """Districts whose amount in a period lies beyond what is allowed of its share."""
    periods: dict[str, list[NetRound]] = defaultdict(list)
    for r in facts.net.chosen(rule):
        periods[{"year": str(r.year), "round": r.id, "term": "term"}[rule.over]].append(r)
    districts = facts.net.selected(rule.districts)
    weights = {
        d: facts.summaries[d].strength if rule.share == "strength" else Fraction(1)
        for d in districts
    }
    whole = sum(weights.values(), Fraction(0))
    for rounds in periods.values():
        amounts = _amounts(facts, rule, {r.id for r in rounds}, districts)
        total = sum(amounts.values(), Fraction(0))
        for d in districts:
            share = total * weights[d] / whole if whole else Fraction(0)
            beyond = abs(amounts[d] - share) - rule.allow.of(share)
            if beyond > 0:
                yield facts.found(
                    rule,
                    beyond,
                    None,
                    district=facts.title(d),
                    period=_period(rule, rounds),
                    what=WHAT[rule.of],
                    value=amounts[d],
                    share=share,
                )


def _period(rule: Balance, rounds: list[NetRound]) -> Words | str:
    match rule.over:
        case "year":
            return str(rounds[0].year)
        case "round":
            return rounds[0].title
        case _:
            return TERM


def _amounts(
    facts: Facts, rule: Balance, rounds: set[str], districts: tuple[str, ...]
) -> Mapping[str, Fraction]:
    found: dict[str, Fraction] = dict.fromkeys(districts, Fraction(0))
    its = facts.decisions
    if rule.of == "visits":
        asked = [(t.district, t.round, t.at_least) for t in its.takings]
        asked += [(e.district, e.round, 1) for e in its.elevations]
        for d, r, n in asked:
            if d in found and r in rounds:
                found[d] += n
        return found
    for sending in its.sendings:
        who = sending.host if rule.of == "received" else sending.sender
        if who in found and sending.round in rounds:
            km = facts.net.distance(sending.sender, sending.host) or Fraction(0)
            found[who] += km if rule.of == "distance" else 1
    return found
