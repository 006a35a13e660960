"""Elevated: targets that the superior takes, their number, its strength."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from xuncha_plan.model import Finding, Words
from xuncha_plan.net.check.facts import Facts
from xuncha_plan.net.check.words import AT_MOST, EXACTLY, phrase, wanted
from xuncha_plan.net.model import Elevation
from xuncha_plan.net.model.rules import Elevated

TARGETS = Words("{district}提级的对象", "elevated targets of {district}")
IN_ROUND = Words("{round}提级的对象", "elevated targets in {round}")
STRENGTH = Words("{round}上级投入的组周", "the superior's team-weeks in {round}")


def check(facts: Facts, rule: Elevated) -> Iterator[Finding]:
    """Targets short or over in each district; targets and team-weeks over in each round."""
    its = [e for e in facts.decisions.elevations if e.rule == rule.title_or_name]
    for d in facts.net.selected(rule.districts):
        there = len(facts.summaries[d].elevated.get(rule.number, ()))
        count = there if rule.each is None else min(rule.each, there)
        done = [e for e in its if e.district == d and _is_done(facts, e)]
        if over := abs(len({e.target for e in done}) - count):
            what = phrase(TARGETS, district=facts.title(d))
            place = done[-1].place if done else None
            number = len({e.target for e in done})
            bound = wanted(EXACTLY, count)
            yield facts.found(rule, over, place, what=what, count=number, wanted=bound)
    yield from _rounds(facts, rule, [e for e in its if _is_done(facts, e)])


def _is_done(facts: Facts, e: Elevation) -> bool:
    return (e.rule, e.round, e.target) in facts.of(e.district).elevated


def _rounds(facts: Facts, rule: Elevated, done: list[Elevation]) -> Iterator[Finding]:
    by_round: dict[str, list[Elevation]] = defaultdict(list)
    for e in done:
        by_round[e.round].append(e)
    for r, its in by_round.items():
        title = facts.net.round[r].title
        weeks = sum((_workload(facts, rule, e) for e in its), Fraction(0))
        for words, most, there in (
            (IN_ROUND, rule.at_most, Fraction(len(its))),
            (STRENGTH, rule.strength, weeks),
        ):
            if most is not None and there > most:
                what, bound = phrase(words, round=title), wanted(AT_MOST, most)
                place = its[-1].place
                yield facts.found(rule, there - most, place, what=what, count=there, wanted=bound)


def _workload(facts: Facts, rule: Elevated, e: Elevation) -> Fraction:
    candidates = facts.summaries[e.district].elevated.get(rule.number, ())
    return next((c.workload for c in candidates if c.target == e.target), Fraction(0))
