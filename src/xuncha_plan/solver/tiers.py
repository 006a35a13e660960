"""Hard or soft: what becomes of a rule's demands in a program."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from xuncha_plan.model import Cost, Demand, Linear, Rule, Tier, total
from xuncha_plan.solver.counts import Counts


@dataclass(frozen=True)
class Posed:
    """A program that asks everything of the problem, with each tier's expression in order."""

    counts: Counts
    tiers: dict[str, Linear]


def pose(counts: Counts, tiers: Iterable[Tier], rules: Iterable[Rule]) -> Posed:
    """Post hard demands as they are; give soft ones a slack each, weighted into their tier."""
    amounts: dict[str, list[Linear]] = defaultdict(list)
    ordered = sorted(rules, key=lambda rule: rule.tier is not None)  # hard ones close cells first
    for rule in ordered:
        if rule.tier is None:
            for demand in rule.ask(counts):
                if isinstance(demand, Demand):
                    counts.program.at_most(demand.excess, 0)
        else:
            amounts[rule.tier] += [_amount(counts, one) * rule.weight for one in rule.ask(counts)]
    return Posed(counts, {tier.id: total(amounts[tier.id]) for tier in tiers})


def _amount(counts: Counts, asked: Demand | Cost) -> Linear:
    if isinstance(asked, Cost):
        return asked.amount
    program = counts.program
    low, high = program.reach(asked.excess)
    if high <= 0:
        return Linear()
    if low >= 0:
        return asked.excess
    slack = Linear({program.variable(0, high, program.step(asked.excess)): 1})
    program.at_most(asked.excess - slack, 0)
    return slack


def kept(value: Fraction, tolerance: Fraction) -> Fraction:
    """The worst that later tiers may make of a tier whose best value is known."""
    return value + abs(value) * tolerance
