"""What decisions must keep, whatever the rules say: names that exist, and orders that a rule asks.

What breaks these is told once, and no rule looks at it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from xuncha_plan.model import Finding, Place, Words
from xuncha_plan.net.model import (
    Decisions,
    Elevation,
    Net,
    Order,
    Quota,
    Sending,
    Summary,
    Taking,
)
from xuncha_plan.net.model.asked import lendable
from xuncha_plan.net.model.rules import Campaign, Elevated, Exchange, Milestone

UNKNOWN = Words("没有{what}“{name}”", "there is no {what} {name}")
SELF = Words("{district}派给了自己", "{district} sends to itself")
TWICE = Words("{sender}在{round}两次派往{host}", "{sender} sends twice to {host} in {round}")
BUSY = Words(
    "{sender}的{team}在{round}派往两处", "{team} of {sender} is sent to two places in {round}"
)
AWAY = Words(
    "{sender}的{team}在{round}不在场或不可派出",
    "{team} of {sender} is not present in {round}, or may not be sent",
)
UNASKED = Words("没有规则要求的上级安排（{what}）", "a decision that no rule asks for ({what})")
NO_ROUND = Words(
    "{district}在{round}没有自己的轮次", "{district} has no round of its own in {round}"
)
NOUNS = {
    "round": Words("轮次", "round"),
    "district": Words("区县", "district"),
    "rule": Words("规则", "rule"),
    "team": Words("巡察组", "team"),
    "target": Words("巡察对象", "target"),
}


def sound(
    net: Net, summaries: Mapping[str, Summary], decisions: Decisions
) -> tuple[Decisions, list[Finding]]:
    """The decisions that name what exists and that a rule asks for; findings about the rest."""
    looking = _Looking(net, summaries)
    kept: list[Order] = []
    found: list[Finding] = []
    for order in decisions.orders():
        wrong = list(looking.wrong(order))
        found += wrong
        if not wrong:
            kept.append(order)
    return (
        Decisions(
            tuple(x for x in kept if isinstance(x, Sending)),
            tuple(x for x in kept if isinstance(x, Taking)),
            tuple(x for x in kept if isinstance(x, Elevation)),
            tuple(x for x in kept if isinstance(x, Quota)),
        ),
        found,
    )


class _Looking:
    """Looks at one decision after the other, and remembers those before."""

    def __init__(self, net: Net, summaries: Mapping[str, Summary]) -> None:
        self._net, self._summaries = net, summaries
        self._rules = {rule.title_or_name: rule for rule in net.rules}
        self._pairs: Counter[tuple[str, str, str]] = Counter()
        self._teams: Counter[tuple[str, str, str]] = Counter()
        self._seen: set[tuple[str, ...]] = set()

    def wrong(self, order: Order) -> Iterator[Finding]:
        """What is wrong with a decision; nothing more once a name is unknown."""
        unknown = list(self._unknown(order))
        if unknown:
            for what, name in unknown:
                yield _found("net-unknown", UNKNOWN, order.place, what=NOUNS[what], name=name)
            return
        match order:
            case Sending():
                yield from self._sending(order)
            case Taking():
                yield from self._taking(order)
            case Elevation():
                yield from self._elevation(order)
            case Quota():
                yield from self._quota(order)

    def _unknown(self, order: Order) -> Iterator[tuple[str, str]]:
        districts = (order.sender, order.host) if isinstance(order, Sending) else (order.district,)
        for d in districts:
            if d not in self._summaries:
                yield "district", d
        if not isinstance(order, Quota) and order.round not in self._net.round:
            yield "round", order.round
        if not isinstance(order, Sending) and order.rule not in self._rules:
            yield "rule", order.rule
        if isinstance(order, Sending):
            sender = self._summaries.get(order.sender)
            if sender is not None and order.team not in sender.teams:
                yield "team", order.team

    def _outside(self, order: Order, r: str, *districts: str) -> Iterator[Finding]:
        for d in districts:
            if self._summaries[d].own(r) is None:
                blanks = {"district": self._title(d), "round": self._net.round[r].title}
                yield _found("net-sending", NO_ROUND, order.place, **blanks)

    def _sending(self, s: Sending) -> Iterator[Finding]:
        blanks = {
            "sender": self._title(s.sender),
            "host": self._title(s.host),
            "round": self._net.round[s.round].title,
            "team": self._summaries[s.sender].teams[s.team].title,
        }
        if s.sender == s.host:
            yield _found("net-sending", SELF, s.place, district=blanks["sender"])
            return
        yield from self._outside(s, s.round, s.sender, s.host)
        self._pairs[s.round, s.sender, s.host] += 1
        self._teams[s.round, s.sender, s.team] += 1
        if self._pairs[s.round, s.sender, s.host] > 1:
            yield _found("net-sending", TWICE, s.place, **blanks)
        if self._teams[s.round, s.sender, s.team] > 1:
            yield _found("net-sending", BUSY, s.place, **blanks)
        if s.team not in lendable(self._net, self._summaries[s.sender], s.round):
            yield _found("net-sending", AWAY, s.place, **blanks)
        if not any(self._asks(rule, s) for rule in self._net.rules):
            yield _found("net-unasked", UNASKED, s.place, what=f"{s.sender}→{s.host}")

    def _asks(self, rule: object, s: Sending) -> bool:
        return (
            isinstance(rule, Exchange)
            and s.round in {r.id for r in self._net.chosen(rule)}
            and {s.sender, s.host} <= set(self._net.selected(rule.districts))
        )

    def _taking(self, t: Taking) -> Iterator[Finding]:
        rule = self._rules[t.rule]
        yield from self._outside(t, t.round, t.district)
        if (
            not isinstance(rule, Campaign)
            or t.sector not in rule.choices
            or t.round not in {r.id for r in self._net.chosen(rule)}
            or t.district not in self._net.selected(rule.districts)
            or not self._is_new(t.rule, t.round, t.sector, t.district)
        ):
            yield _found("net-unasked", UNASKED, t.place, what=f"{t.rule}·{t.district}")

    def _elevation(self, e: Elevation) -> Iterator[Finding]:
        rule = self._rules[e.rule]
        yield from self._outside(e, e.round, e.district)
        candidates = self._summaries[e.district].elevated.get(rule.number, ())
        if (
            not isinstance(rule, Elevated)
            or e.target not in {c.target for c in candidates}
            or e.round not in {r.id for r in self._net.chosen(rule)}
            or not self._is_new(e.rule, e.district, e.target)
        ):
            yield _found("net-unasked", UNASKED, e.place, what=f"{e.rule}·{e.target}")

    def _quota(self, q: Quota) -> Iterator[Finding]:
        rule = self._rules[q.rule]
        if (
            not isinstance(rule, Milestone)
            or q.district not in self._net.selected(rule.districts)
            or not self._is_new(q.rule, q.district)
        ):
            yield _found("net-unasked", UNASKED, q.place, what=f"{q.rule}·{q.district}")

    def _is_new(self, *key: str) -> bool:
        is_new = key not in self._seen
        self._seen.add(key)
        return is_new

    def _title(self, district: str) -> str:
        return self._summaries[district].title


def _found(code: str, words: Words, place: Place | None, /, **blanks: object) -> Finding:
    return replace(Finding(Fraction(1), words, blanks, None, code), stated=place)
