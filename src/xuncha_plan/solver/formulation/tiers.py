"""Hard or soft: what becomes of a rule's demands in a program."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from xuncha_plan.model import Cost, Demand, Linear, Rule, Tier, total
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.formulation.guesses import added_up


@dataclass(frozen=True)
class Posed:
    """A program that asks everything of the problem, with each tier's expression in order.

    `guessed` are the tiers that speak of teams where the teams are open: only their bounds hold.
    """

    counts: Counts
    tiers: dict[str, Linear]
    guessed: frozenset[str]


def pose(counts: Counts, tiers: Iterable[Tier], rules: Iterable[Rule]) -> Posed:
    """Post hard demands as they are; give soft ones a slack each, weighted into their tier."""
    amounts: dict[str, list[Linear]] = defaultdict(list)
    guessed: set[str] = set()
    ordered = sorted(rules, key=lambda rule: rule.tier is not None)  # hard ones close cells first
    for rule in ordered:
        counts.has_guessed = False
        if rule.tier is None:
            for demand in rule.ask(counts):
                if isinstance(demand, Demand):
                    counts.program.at_most(demand.excess, 0)
            continue
        asked = rule.ask(counts) if counts.decides_teams else added_up(counts, rule.ask(counts))
        amounts[rule.tier] += [_amount(counts, one) * rule.weight for one in asked]
        if counts.has_guessed:
            guessed.add(rule.tier)
    summed = {tier.id: total(amounts[tier.id]) for tier in tiers}
    return Posed(counts, summed, frozenset(guessed))


def pose_begun(counts: Counts, rules: Iterable[Rule]) -> Linear:
    """Post what hard rules ask of a plan that is only begun, and what they still lack.

    What is not met while nothing is decided may wait, and counts as lacking.
    """
    lacking: list[Linear] = []
    for rule in rules:
        for demand in rule.ask(counts) if rule.tier is None else ():
            if not isinstance(demand, Demand):
                continue
            if demand.excess.constant > 0:
                lacking.append(_amount(counts, demand))
            else:
                counts.program.at_most(demand.excess, 0)
    return total(lacking)


def _amount(counts: Counts, asked: Demand | Cost) -> Linear:
    program = counts.program
    if isinstance(asked, Cost):
        return program.relaxed(asked.amount)
    excess = program.relaxed(asked.excess)
    low, high = program.reach(excess)
    if high <= 0:
        return Linear()
    if low >= 0:
        return excess
    return program.slack(excess)
