"""Campaigns: rounds and sectors chosen, districts that take part, targets, strength."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction

from xuncha_plan.model import Finding, Place, Words
from xuncha_plan.net.check.facts import Facts
from xuncha_plan.net.check.words import AT_LEAST, AT_MOST, EXACTLY, phrase, wanted
from xuncha_plan.net.model import Taking
from xuncha_plan.net.model.rules import Campaign, Joint

TIMES = Words("{period}安排的次数", "campaigns in {period}")
TERM = Words("届期内", "the term")
REPEATED = Words("“{sector}”届期内安排的次数", "campaigns of {sector} in the term")
TAKING_PART = Words("{round}参加的区县", "districts taking part in {round}")
TARGETS = Words("{round}{district}的对象", "targets of {district} in {round}")
STRENGTH = Words("{round}上级投入的组周", "the superior's team-weeks in {round}")
Pair = tuple[str, str]  # round and choice


def check(facts: Facts, rule: Campaign) -> Iterator[Finding]:
    """What is short or over: pairs, repetitions, districts, targets, team-weeks."""
    taken: dict[Pair, list[Taking]] = defaultdict(list)
    for taking in facts.decisions.takings:
        if taking.rule == rule.title_or_name:
            taken[taking.round, taking.sector].append(taking)
    yield from _times(facts, rule, taken)
    least = rule.districts_at_least.of(len(facts.net.selected(rule.districts)))
    for (r, _), takings in taken.items():
        part = len({t.district for t in takings})
        if part < least:
            what = phrase(TAKING_PART, round=facts.net.round[r].title)
            yield _found(facts, rule, least - part, takings[0], what, part, wanted(AT_LEAST, least))
        for taking in takings:
            yield from _part(facts, rule, taking)
    if isinstance(rule, Joint) and rule.strength is not None:
        yield from _strength(facts, rule, rule.strength, taken)


def _times(facts: Facts, rule: Campaign, taken: dict[Pair, list[Taking]]) -> Iterator[Finding]:
    chosen = {r.id: rule.period(r) for r in facts.net.chosen(rule)}
    counts = Counter(chosen[r] for r, _ in taken if r in chosen)
    for period in dict.fromkeys(chosen.values()):
        if counts[period] != rule.times:
            what = phrase(TIMES, period=TERM if period == "term" else period)
            over = abs(counts[period] - rule.times)
            yield _found(facts, rule, over, None, what, counts[period], wanted(EXACTLY, rule.times))
    if not rule.repeat:
        for sector, count in Counter(sector for _, sector in taken).items():
            if count > 1 and sector:
                last = [t for (_, s), takings in taken.items() if s == sector for t in takings][-1]
                what = phrase(REPEATED, sector=sector)
                yield _found(facts, rule, count - 1, last, what, count, wanted(AT_MOST, 1))


def _part(facts: Facts, rule: Campaign, taking: Taking) -> Iterator[Finding]:
    summary = facts.summaries[taking.district]
    there = len(summary.campaigns.get((rule.number, taking.sector), ()))
    part = facts.of(taking.district).parts.get(taking)
    done = part.targets if part is not None else 0
    what = phrase(
        TARGETS, round=facts.net.round[taking.round].title, district=facts.title(taking.district)
    )
    least = rule.at_least.of(there)
    if done < least:
        yield _found(facts, rule, least - done, taking, what, done, wanted(AT_LEAST, least))
    if rule.at_most is not None and done > (most := rule.at_most.of(there)):
        yield _found(facts, rule, done - most, taking, what, done, wanted(AT_MOST, most))


def _strength(
    facts: Facts, rule: Joint, most: Fraction, taken: dict[Pair, list[Taking]]
) -> Iterator[Finding]:
    used: dict[str, Fraction] = defaultdict(Fraction)
    for (r, _), takings in taken.items():
        for taking in takings:
            part = facts.of(taking.district).parts.get(taking)
            used[r] += part.strength if part is not None else 0
    for r, weeks in used.items():
        if weeks > most:
            what = phrase(STRENGTH, round=facts.net.round[r].title)
            first = next(t for (its, _), takings in taken.items() if its == r for t in takings)
            yield _found(facts, rule, weeks - most, first, what, weeks, wanted(AT_MOST, most))


def _found(
    facts: Facts,
    rule: Campaign,
    amount: Fraction | int,
    taking: Taking | None,
    what: Words,
    count: Fraction | int,
    bound: Words,
) -> Finding:
    place: Place | None = None if taking is None else taking.place
    return facts.found(rule, amount, place, what=what, count=count, wanted=bound)
