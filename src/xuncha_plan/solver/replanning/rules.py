"""What re-planning asks beyond the planner's rules: what has begun stays, and little else changes.

Both are rules like any other, so that the solver counts what the checker counts; no file holds
them. The old visits that they know are of targets, rounds and teams that the problem has.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from pydantic import Field

from xuncha_plan.model import (
    PURPOSES,
    TEAMLESS,
    Cost,
    Demand,
    Finding,
    Formulation,
    Ids,
    Linear,
    Plan,
    Problem,
    Purpose,
    Rule,
    Selection,
    VisitRecord,
    Words,
    total,
)
from xuncha_plan.rules.stability import Part, Stability

History = tuple[VisitRecord, ...]  # the old visits of a target and purpose, by round


class Begun(Rule):
    """In closed rounds everything is as it was: what they had stays, and nothing comes in."""

    title = Words("已开始或已冻结", "begun or frozen")
    about = Words(
        "已开始或已冻结的轮次保持原样。", "Rounds that have begun or are frozen stay as they are."
    )
    breach = Words("{round}已开始或已冻结，与原计划不符", "{round} is closed, but not as it was")

    rule: Literal["begun"] = "begun"
    rounds: frozenset[str]
    old: tuple[VisitRecord, ...] = Field(repr=False)  # the visits in those rounds

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        places: dict[VisitRecord, set[str]] = defaultdict(set)
        for visit in self.old:
            places[replace(visit, target="", place=None)].add(visit.target)
        for place, targets in places.items():
            for alike in formulation.alike(frozenset(targets)):
                yield formulation.load(_exactly(place, alike)) >= len(alike)
        if self.rounds:
            yield formulation.load(Selection(rounds=self.rounds)) <= len(self.old)

    def check(self, plan: Plan) -> Iterator[Finding]:
        inside = [visit for visit in plan.visits if visit.round.id in self.rounds]
        there = {VisitRecord.of(visit) for visit in inside}
        for old in self.old:
            if old not in there:
                yield self.finding(1, round=plan.problem.round[old.round].title)
        if (over := len(inside) - len(self.old)) > 0:
            yield self.finding(over, *inside, round=inside[-1].round.title)


class Change(Rule):
    """Each visit that is not as it was counts, and each that touches a filed year counts more.

    Old and new visits are matched as `stability` matches them. In a closed round nothing counts.
    """

    title = Words("变动", "change")
    about = Words("与原计划不同的任务。", "Visits that are not as they were.")
    breach = Words("{target}的{purpose}任务有变动", "the {purpose} visit of {target} has changed")
    always_soft = True

    rule: Literal["change"] = "change"
    cost: dict[Part, Fraction]
    closed: frozenset[str] = frozenset()  # rounds
    filed: frozenset[str] = frozenset()  # rounds of filed years
    filed_cost: Fraction = Fraction(1)  # what a change there counts in place of 1
    new_cost: Fraction = Fraction(0)  # what a visit counts that the old plan lacks, wherever it is
    old: tuple[VisitRecord, ...] = Field(repr=False)

    def weight_of(self, visit: VisitRecord) -> Fraction:
        """What a change of an old visit counts, in multiples of `cost`."""
        if visit.round in self.closed:
            return Fraction(0)
        return self.filed_cost if visit.round in self.filed else Fraction(1)

    def histories(self, problem: Problem) -> dict[tuple[str, Purpose], History]:
        """The old visits of each target and purpose, in the order of their rounds."""
        found: dict[tuple[str, Purpose], list[VisitRecord]] = defaultdict(list)
        for purpose in PURPOSES:
            for visit in self.old:
                if visit.purpose == purpose:
                    found[visit.target, purpose].append(replace(visit, place=None))
        last = len(problem.index)
        return {
            key: tuple(sorted(visits, key=lambda visit: problem.index.get(visit.round, last)))
            for key, visits in found.items()
        }

    def ask(self, formulation: Formulation) -> Iterator[Cost]:
        problem, matching = formulation.problem, Stability(against="-", tier=self.tier)
        alike: dict[tuple[Purpose, History, int], set[str]] = defaultdict(set)
        for (target, purpose), visits in self.histories(problem).items():
            places = tuple(replace(visit, target="") for visit in visits)
            alike[purpose, places, matching.most(problem, target, purpose)].add(target)
        amounts: list[Linear | Fraction] = [self._strangers(formulation)]
        for (purpose, places, most), targets in alike.items():
            if most > 1:
                amounts += [
                    self._one_of_several(formulation, matching, t, purpose, places, most)
                    for t in sorted(targets)
                ]
            else:
                for same in formulation.alike(frozenset(targets)):
                    amounts.append(self._one_each(formulation, same, purpose, places, most))
        yield Cost(total(amounts))

    def _one_each(
        self,
        formulation: Formulation,
        targets: Ids,
        purpose: Purpose,
        places: Sequence[VisitRecord],
        most: int,
    ) -> Linear:
        """Targets of one history that may have one visit: the first is matched, others are lost."""
        amounts: list[Linear] = []
        for i, old in enumerate(places):
            weight = self.weight_of(old)
            for part, cost in self.cost.items():
                kept = Linear()
                if i < most:
                    kept = formulation.load(_as_it_was(old, part, targets))
                amounts.append((len(targets) - kept) * (weight * cost))
        if not any(old.round in self.filed for old in places):
            gained = Selection(targets, self.filed, purposes=frozenset({purpose}))
            amounts.append(formulation.load(gained) * self._surcharge)
        return total(amounts)

    def _one_of_several(
        self,
        formulation: Formulation,
        matching: Stability,
        target: str,
        purpose: Purpose,
        places: Sequence[VisitRecord],
        most: int,
    ) -> Linear:
        amounts: list[Linear] = []
        for i, place in enumerate(places):
            old = replace(place, target=target)
            for part, cost in self.cost.items():
                changed = matching.changed(formulation, old, part, i, most)
                amounts.append(changed * (self.weight_of(old) * cost))
        filed = Selection(frozenset({target}), self.filed, purposes=frozenset({purpose}))
        had = sum(old.round in self.filed for old in places)
        gained = formulation.largest([0, formulation.load(filed) - had])
        return total([*amounts, gained * self._surcharge])

    @property
    def _surcharge(self) -> Fraction:
        """What a visit counts that comes into a filed year, on top of leaving its old place."""
        return self.filed_cost - 1

    def _strangers(self, formulation: Formulation) -> Linear:
        """Visits that the old plan lacks: free, unless they come into filed years or `new_cost`."""
        if not (self._filed_stranger or self.new_cost):
            return Linear()
        known = self.histories(formulation.problem)
        amounts = []
        for purpose in PURPOSES:
            new = frozenset(t for t in formulation.problem.target if (t, purpose) not in known)
            visits = Selection(new, purposes=frozenset({purpose}))
            filed = visits.also(rounds=self.filed)
            amounts.append(formulation.load(visits) * self.new_cost)
            amounts.append(formulation.load(filed) * self._filed_stranger)
        return total(amounts)

    def check(self, plan: Plan) -> Iterator[Finding]:
        known = self.histories(plan.problem)
        for (target, purpose), visits in known.items():
            now = [VisitRecord.of(visit) for visit in plan.of(target, purpose)]
            amount = sum(
                (
                    self._changed(old, now[i] if i < len(now) else None)
                    for i, old in enumerate(visits)
                ),
                Fraction(0),
            )
            amount += self._surcharge * max(0, self._filed(now) - self._filed(visits))
            if amount:
                its = plan.problem.target[target]
                yield self.finding(amount, target=its.title, purpose=PURPOSES[purpose])
        for visit in plan.visits:
            if (visit.target.id, visit.purpose) in known:
                continue
            if cost := self.cost_of((), VisitRecord.of(visit)):
                of = PURPOSES[visit.purpose]
                yield self.finding(cost, visit, target=visit.target.title, purpose=of)

    def cost_of(self, history: History, place: VisitRecord | None) -> Fraction:
        """What one new visit, or none, in place of the old ones counts."""
        amount = sum(
            (self._changed(old, place if i == 0 else None) for i, old in enumerate(history)),
            Fraction(0),
        )
        if place is None:
            return amount
        if not history:
            amount += self.new_cost
        if place.round not in self.filed or self._filed(history):
            return amount
        return amount + (self._surcharge if history else self._filed_stranger)

    @property
    def _filed_stranger(self) -> Fraction:
        """What a visit counts that comes into a filed year from nowhere."""
        return self.filed_cost if self._surcharge else Fraction(0)

    def _changed(self, old: VisitRecord, new: VisitRecord | None) -> Fraction:
        """What a pair of an old visit and a new one counts."""
        amount = Fraction(0)
        for part, cost in self.cost.items():
            if part == "target":
                differs = new != old
            else:
                differs = new is None or getattr(new, part) != getattr(old, part)
            amount += cost if differs else 0
        return amount * self.weight_of(old)

    def _filed(self, visits: Sequence[VisitRecord]) -> int:
        return sum(visit.round in self.filed for visit in visits)


def _exactly(old: VisitRecord, targets: Ids) -> Selection:
    """The visits of some targets that are exactly as one was."""
    return _as_it_was(old, "target", targets)


def _as_it_was(old: VisitRecord, part: Part, targets: Ids) -> Selection:
    """The visits of some targets that are as one was, in one part or wholly."""
    is_whole = part == "target"
    modes: Ids | None = frozenset({old.mode}) if is_whole or part == "mode" else None
    teams: Ids | None = None
    if is_whole or part == "team":
        if old.team is None:
            modes = TEAMLESS if modes is None else modes & TEAMLESS
        else:
            teams = frozenset({old.team})
    return Selection(
        targets,
        frozenset({old.round}) if is_whole or part == "round" else None,
        modes,
        teams,
        frozenset({old.purpose}),
    )
