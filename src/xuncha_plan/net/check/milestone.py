"""Milestone: coverage of all districts together."""

from collections.abc import Iterator
from fractions import Fraction

from xuncha_plan.model import Finding
from xuncha_plan.net.check.facts import Facts
from xuncha_plan.net.model.rules import Milestone


def check(facts: Facts, rule: Milestone) -> Iterator[Finding]:
    """What is short of the coverage that the net is to reach."""
    districts = facts.net.selected(rule.districts)
    done = sum((facts.of(d).covered.get(rule.number, Fraction(0)) for d in districts), Fraction(0))
    its = (w for d in districts for w in facts.summaries[d].milestones.get(rule.number, ()))
    whole = sum((worth.counts for worth in its), Fraction(0))
    wanted = rule.at_least.of(whole)
    if done < wanted:
        short = wanted - done
        yield facts.found(rule, short, None, by=rule.by, done=done, wanted=wanted, short=short)
