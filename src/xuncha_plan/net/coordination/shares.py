"""Milestones over the net and balance between districts: who answers for how much."""

from collections.abc import Iterator
from fractions import Fraction

from xuncha_plan.model import Cost, Demand, Linear, total
from xuncha_plan.net.coordination.program import Program, step
from xuncha_plan.net.model import NetRound
from xuncha_plan.net.model.rules import Balance, Milestone

Asked = Iterator[Demand | Cost]


def milestone(program: Program, rule: Milestone) -> Asked:
    """The districts' quotas together reach what is wanted."""
    quotas = [x for (number, _), x in program.unknowns.quotas.items() if number == rule.number]
    yield total(quotas) * Fraction(1, step(rule)) >= wanted(program, rule)


def wanted(program: Program, rule: Milestone) -> Fraction:
    """The coverage that the net is to reach, in the rule's unit."""
    whole = sum(
        (
            worth.counts
            for d in program.net.selected(rule.districts)
            for worth in program.summaries[d].milestones.get(rule.number, ())
        ),
        Fraction(0),
    )
    return rule.at_least.of(whole)


def balance(program: Program, rule: Balance) -> Asked:
    """What is asked of each district, within what is allowed of its share."""
    net, periods = program.net, _periods(program, rule)
    districts = net.selected(rule.districts)
    weights = {
        d: program.summaries[d].strength if rule.share == "strength" else Fraction(1)
        for d in districts
    }
    whole = sum(weights.values(), Fraction(0))
    for rounds in periods:
        amounts = _amounts(program, rule, {r.id for r in rounds}, districts)
        all_of_them = total(amounts.values())
        for d in districts:
            share = all_of_them * (weights[d] / whole if whole else Fraction(0))
            if rule.allow.is_share:
                allowed: Linear = share * rule.allow.value
            else:
                allowed = Linear(constant=rule.allow.value)
            yield amounts[d] - share - allowed <= 0
            yield share - amounts[d] - allowed <= 0


def _periods(program: Program, rule: Balance) -> list[list[NetRound]]:
    found: dict[str, list[NetRound]] = {}
    for r in program.net.chosen(rule):
        key = {"year": str(r.year), "round": r.id, "term": "term"}[rule.over]
        found.setdefault(key, []).append(r)
    return list(found.values())


def _amounts(
    program: Program, rule: Balance, rounds: set[str], districts: tuple[str, ...]
) -> dict[str, Linear]:
    found: dict[str, list[Linear]] = {d: [] for d in districts}
    for d, r, x in _asked(program, rule):
        if d in found and r in rounds:
            found[d].append(x)
    return {d: total(xs) for d, xs in found.items()}


def _asked(program: Program, rule: Balance) -> Iterator[tuple[str, str, Linear]]:
    u = program.unknowns
    match rule.of:
        case "visits":
            for part, x in u.parts.items():
                yield part.district, part.round, x * part.least
            for (_, d, _, r), x in u.elevated.items():
                yield d, r, x
        case "distance":
            for (r, i, j), x in u.pairs.items():
                yield i, r, x * (program.net.distance(i, j) or Fraction(0))
        case "sent":
            for (r, i, _), x in u.pairs.items():
                yield i, r, x
        case "received":
            for (r, _, j), x in u.pairs.items():
                yield j, r, x
