"""Re-planning: the world has changed; what has begun stays, and as little else as can be changes.

The problem is the new world. The old plan may name targets, rounds and teams that it lacks: a visit
of a target that is gone is dropped, any other that cannot stay is found another place.
"""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from xuncha_plan.check import findings, plan_of
from xuncha_plan.model import (
    Claim,
    Finding,
    Plan,
    PlanRecord,
    PlanStatus,
    Problem,
    Rule,
    Tier,
    VisitRecord,
    Words,
)
from xuncha_plan.rules.stability import Part
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.news import Ended
from xuncha_plan.solver.outcome import Outcome
from xuncha_plan.solver.process.child import Tell
from xuncha_plan.solver.process.run import Watch, solve
from xuncha_plan.solver.replanning.rules import Begun, Change
from xuncha_plan.solver.settings import Settings

CHANGE = Tier(id="-change-")
GIVEN_WAY = Tier(id="-given-way-")
PARTS = Tier(id="-parts-")  # after the planner's: nothing changes that buys nothing
TITLES = {
    CHANGE.id: Words("变动", "change"),
    GIVEN_WAY.id: Words("做不到的规则", "rules that give way"),
    PARTS.id: Words("变动的项", "changed parts"),
}


@dataclass(frozen=True)
class Terms:
    """What is re-planned from, and what may not change, or should not.

    Rounds that begin by `as_of` stay as they are, and so do all of the frozen years. A change that
    touches a filed year counts `filed_cost` in place of 1. `cost` says what a changed visit counts,
    as in the rule `stability`. `gives_way` lets hard rules be broken as little as can be.
    """

    old: tuple[VisitRecord, ...]
    as_of: date
    frozen_years: frozenset[int] = frozenset()
    filed_years: frozenset[int] = frozenset()
    filed_cost: Fraction = Fraction(10)
    cost: Mapping[Part, Fraction] = field(default_factory=lambda: {"target": Fraction(1)})
    gives_way: bool = False

    def closed(self, problem: Problem) -> frozenset[str]:
        """The rounds that stay as they are."""
        return frozenset(
            r.id for r in problem.rounds if r.start <= self.as_of or r.year in self.frozen_years
        )

    def filed(self, problem: Problem) -> frozenset[str]:
        """The rounds of filed years that may still change."""
        years = frozenset(r.id for r in problem.rounds if r.year in self.filed_years)
        return years - self.closed(problem)

    def known(self, problem: Problem) -> tuple[VisitRecord, ...]:
        """The old visits of targets that are still there."""
        return tuple(visit for visit in self.old if visit.target in problem.target)

    def stays(self, problem: Problem) -> tuple[VisitRecord, ...]:
        """The old visits that may not change."""
        closed = self.closed(problem)
        return tuple(visit for visit in self.known(problem) if visit.round in closed)


@dataclass(frozen=True)
class Replanned:
    """How re-planning ended; `change` is what is known of the least change, in a plan's own terms.

    `impossible` says what of the past cannot be as it was; `broken` are the hard rules that give
    way in the plan, each with what is short of it.
    """

    outcome: Outcome
    change: Claim | None = None
    impossible: tuple[Finding, ...] = ()
    broken: tuple[tuple[Rule, Fraction], ...] = ()


def replan(
    problem: Problem, terms: Terms, settings: Settings, watch: Watch | None = None
) -> Replanned:
    """The plan that changes least and, among those, the best by the problem's tiers."""
    impossible = tuple(impossible_past(problem, terms))
    if impossible:
        return Replanned(Outcome("infeasible"), impossible=impossible)
    asked = transformed(problem, terms)
    outcome = solve(asked, settings, watch, search=least_change)
    return judged(problem, asked, outcome)


def judged(problem: Problem, asked: Problem, outcome: Outcome) -> Replanned:
    """An outcome of the transformed problem, as one of the problem itself."""
    if outcome.record is None:
        return Replanned(outcome)
    claims = {claim.id: claim for claim in outcome.record.tiers}
    own = tuple(claims[tier.id] for tier in problem.tiers)
    broken = tuple(_given_way(asked, plan_of(asked, outcome.record)))
    proved = all(claim.status == "optimal" for claim in (claims[CHANGE.id], *own))
    status: PlanStatus = "optimal" if proved and not broken else "feasible"
    record = replace(outcome.record, tiers=own, status=status)
    return Replanned(replace(outcome, record=record, kind=status), claims[CHANGE.id], (), broken)


def _given_way(asked: Problem, plan: Plan) -> Iterator[tuple[Rule, Fraction]]:
    for rule in asked.rules:
        if rule.tier == GIVEN_WAY.id:
            amount = sum((finding.amount for finding in rule.check(plan)), Fraction(0))
            if amount:
                yield rule, amount


def impossible_past(problem: Problem, terms: Terms) -> Iterator[Finding]:
    """What forbids, whatever the rules say, that closed rounds stay as they are."""
    for finding in findings(problem, PlanRecord(terms.stays(problem))):
        if finding.rule is None:
            yield finding


def transformed(problem: Problem, terms: Terms) -> Problem:
    """The problem with the change as its first tier; before it, what gives way if anything may."""
    closed, known = terms.closed(problem), terms.known(problem)
    rules = problem.rules
    tiers = (CHANGE, *problem.tiers, PARTS)
    if terms.gives_way:
        rules = tuple(r if r.tier else r.replace(tier=GIVEN_WAY.id) for r in rules)
        tiers = (GIVEN_WAY, *tiers)
    begun = Begun(rounds=closed, old=terms.stays(problem))
    change = Change(
        tier=CHANGE.id,
        cost=dict(terms.cost),
        closed=closed,
        filed=terms.filed(problem),
        filed_cost=terms.filed_cost,
        old=known,
    )
    one = Fraction(1)
    each = {"round": one, "mode": one, "team": one}
    parts = change.replace(tier=PARTS.id, cost=each, filed=frozenset(), new_cost=one)
    return problem.replace(tiers=tiers, rules=(begun, *rules, change, parts))


def least_change(
    problem: Problem, settings: Settings, clock: Clock, tell: Tell, stop: threading.Event
) -> Ended:
    """The search, loaded once it is needed: ortools takes half a second."""
    from xuncha_plan.solver.replanning.search import search

    return search(problem, settings, clock, tell, stop)


def least_change_alone(
    problem: Problem, settings: Settings, clock: Clock, tell: Tell, stop: threading.Event
) -> Ended:
    """The search for the least change, which leaves the planner's tiers as they come."""
    from xuncha_plan.solver.replanning.search import search

    return search(problem, settings, clock, tell, stop, is_change_all=True)


def renamed(
    problem: Problem, visits: tuple[VisitRecord, ...], names: Mapping[str, str]
) -> tuple[tuple[VisitRecord, ...], tuple[VisitRecord, ...]]:
    """The visits by their new names, and those that a merger leaves over, by their old ones.

    Where several targets have become one, the earliest visit of each purpose stands for all.
    """
    changed = [
        replace(
            visit,
            target=names.get(visit.target, visit.target),
            round=names.get(visit.round, visit.round),
            team=names.get(visit.team, visit.team) if visit.team else None,
        )
        for visit in visits
    ]
    last = len(problem.index)
    earliest: dict[tuple[str, str], VisitRecord] = {}
    for old, new in sorted(
        zip(visits, changed, strict=True), key=lambda pair: problem.index.get(pair[1].round, last)
    ):
        earliest.setdefault((new.target, new.purpose), old)
    kept: list[VisitRecord] = []
    left: list[VisitRecord] = []
    for old, new in zip(visits, changed, strict=True):
        if earliest[new.target, new.purpose].target == old.target:
            kept.append(new)
        else:
            left.append(old)
    return tuple(kept), tuple(left)
