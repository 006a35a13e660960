"""Exchange: each district sends and receives its number of teams."""

from collections import Counter
from collections.abc import Iterator

from xuncha_plan.model import Finding, Words
from xuncha_plan.net.check.facts import Facts
from xuncha_plan.net.model.asked import receives, sends
from xuncha_plan.net.model.rules import Exchange

SENDS, RECEIVES = Words("派出", "sends"), Words("接收", "receives")


def check(facts: Facts, rule: Exchange) -> Iterator[Finding]:
    """Teams sent or received too many or too few, by round and district."""
    its = list(facts.sendings(rule))
    sent = Counter((s.round, s.sender) for s in its)
    received = Counter((s.round, s.host) for s in its)
    places = {(s.round, d): s.place for s in reversed(its) for d in (s.sender, s.host)}
    for r in facts.net.chosen(rule):
        for d in facts.net.selected(rule.districts):
            for what, counts, wanted in (
                (SENDS, sent, sends(facts.net, rule, d)),
                (RECEIVES, received, receives(facts.net, rule, d)),
            ):
                if counts[r.id, d] != wanted:
                    yield facts.found(
                        rule,
                        abs(counts[r.id, d] - wanted),
                        places.get((r.id, d)),
                        district=facts.title(d),
                        round=r.title,
                        what=what,
                        count=counts[r.id, d],
                        wanted=wanted,
                    )
