"""Campaigns and elevated targets: how often, how many, within the superior's strength."""

from collections.abc import Iterator
from fractions import Fraction

from xuncha_plan.model import Cost, Demand, Linear, total
from xuncha_plan.net.coordination.program import WEEKS, Part, Program
from xuncha_plan.net.model.rules import Campaign, Elevated, Joint

Asked = Iterator[Demand | Cost]


def campaign(program: Program, rule: Campaign) -> Asked:
    """So many pairs in each period, no repetition, enough districts, the strength kept."""
    takes = {key[1:]: x for key, x in program.unknowns.takes.items() if key[0] == rule.number}
    periods: dict[str, list[Linear]] = {}
    for r in program.net.chosen(rule):
        its = periods.setdefault(rule.period(r), [])
        its += [x for (round_id, _), x in takes.items() if round_id == r.id]
    for xs in periods.values():
        yield total(xs) <= rule.times
        yield total(xs) >= rule.times
    if not rule.repeat and rule.sectors is not None:
        for choice in rule.choices:
            yield total(x for (_, its_choice), x in takes.items() if its_choice == choice) <= 1
    wanted = rule.districts_at_least.of(len(program.net.selected(rule.districts)))
    parts: dict[tuple[str, str], list[Part]] = {}
    for part in program.unknowns.parts:
        if part.rule == rule.number:
            parts.setdefault((part.round, part.sector), []).append(part)
    for pair, take in takes.items():
        joined = total(program.unknowns.parts[p] for p in parts.get(pair, ()))
        yield take * wanted <= joined
    if isinstance(rule, Joint) and rule.strength is not None:
        yield from _strength(program, rule, rule.strength, parts)


def _strength(
    program: Program,
    rule: Joint,
    strength: Fraction,
    parts: dict[tuple[str, str], list[Part]],
) -> Asked:
    """The superior's own part of what districts may take, in each round."""
    for r in program.net.chosen(rule):
        used = []
        for (its_round, _), its in parts.items():
            for part in its if its_round == r.id else ():
                weeks = _weeks(program, part)
                mine = 1 - program.summaries[part.district].own_share
                used.append(weeks * (mine / WEEKS))
        if used:
            yield total(used) <= strength


def _weeks(program: Program, part: Part) -> Linear:
    """The workload that a district may take jointly, in hundredths; 0 where it takes no part."""
    low, high = part.lightest * WEEKS, part.heaviest * WEEKS
    weeks = program.model.unknown(0, int(high))
    x = program.unknowns.parts[part]
    program.model.require(x * low <= weeks)
    program.model.require(weeks <= x * high)
    program.unknowns.weeks[part] = weeks
    return weeks


def elevated(program: Program, rule: Elevated) -> Asked:
    """So many targets of each district; targets and team-weeks of each round."""
    net, summaries = program.net, program.summaries
    its = {key[1:]: x for key, x in program.unknowns.elevated.items() if key[0] == rule.number}
    works = {
        (d, c.target): c.workload
        for d in net.selected(rule.districts)
        for c in summaries[d].elevated.get(rule.number, ())
    }
    for d in net.selected(rule.districts):
        there = len(summaries[d].elevated.get(rule.number, ()))
        count = there if rule.each is None else min(rule.each, there)
        mine = total(x for (its_district, _, _), x in its.items() if its_district == d)
        yield mine <= count
        yield mine >= count
    for r in net.chosen(rule):
        here = {key: x for key, x in its.items() if key[2] == r.id}
        if rule.at_most is not None and here:
            yield total(here.values()) <= rule.at_most
        if rule.strength is not None and here:
            yield total(x * works[d, t] for (d, t, _), x in here.items()) <= rule.strength
