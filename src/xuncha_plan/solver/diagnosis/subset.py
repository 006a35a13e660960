"""A problem in which some rules hold and others give way.

A rule that gives way asks nothing; what it offers or admits stays, as with a soft rule. So a plan
under more rules is a plan under fewer, which is what every search for a conflict rests on.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from xuncha_plan.model import Problem, Rule, Tier

GIVING_WAY = Tier(id="giving way")  # of rules whose breaches are counted
SILENT = Tier(id="silent")  # of rules that are there for what they offer alone

Kept = frozenset[int]  # places among the problem's rules, from 0


def hard(problem: Problem) -> Kept:
    """The rules that must hold."""
    return frozenset(i for i, rule in enumerate(problem.rules) if rule.tier is None)


@dataclass(frozen=True)
class Subset:
    """The smaller problem, and what became of each rule that is in it."""

    problem: Problem
    rules: dict[int, Rule]

    def of(self, places: Collection[int]) -> list[Rule]:
        """Some of the rules, in the file's order."""
        return [self.rules[i] for i in sorted(places)]


def subset(problem: Problem, kept: Kept, giving: Kept = frozenset()) -> Subset:
    """The problem in which `kept` must hold and `giving` are counted; the others ask nothing."""
    rules: dict[int, Rule] = {}
    for i, rule in enumerate(problem.rules):
        if i in kept:
            rules[i] = rule
        elif i in giving:
            rules[i] = rule.replace(tier=GIVING_WAY.id)
        elif any(True for _ in rule.offers(problem)) or any(True for _ in rule.admits(problem)):
            rules[i] = rule.replace(tier=SILENT.id)
    tiers = (GIVING_WAY, SILENT)
    return Subset(problem.replace(rules=tuple(rules.values()), tiers=tiers), rules)


def without_parts(rest: Kept, size: int, clash: Callable[[Kept], Kept | None]) -> Kept:
    """The rules that a contradiction needs: parts of a size are left out, then halves of them.

    `clash` gives the rules that contradict each other among some; None where none are known to.
    """
    places = sorted(rest)
    for start in range(0, len(places), max(1, size)):
        part = rest.intersection(places[start : start + max(1, size)])
        if part and part < rest:
            rest = clash(rest - part) or rest
    return rest if size <= 1 else without_parts(rest, size // 2, clash)
