"""Stability: as little as possible changes against an earlier plan."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Annotated, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from xuncha_plan.model import (
    PURPOSES,
    TEAMLESS,
    Cost,
    Finding,
    Formulation,
    Linear,
    Name,
    Plan,
    Problem,
    Purpose,
    Ratio,
    Rule,
    Selection,
    VisitRecord,
    Words,
    refuse,
    total,
)

Part = Literal["target", "round", "mode", "team"]


def _one_a_target() -> dict[Part, Fraction]:
    return {"target": Fraction(1)}


class Stability(Rule):
    title = Words("保持原计划", "stability")
    about = Words(
        "与原计划文件相比，每个变动的任务计 cost：target 按任务计，round、mode、team 按变动的项计；"
        "取消的任务各项都算变动。",
        "Against an earlier plan file, each changed visit counts: by `target`, or by changed "
        "`round`, `mode`, `team`. A visit that is lost has changed in every part.",
    )
    breach = Words("{target}的{purpose}任务有变动", "the {purpose} visit of {target} has changed")
    always_soft = True
    fine_print = (
        Words(
            "同一对象、同一性质的新旧任务按轮次先后逐个对应：取消前面一次，后面的就与前移的相比。",
            "Old and new visits of a target and purpose are matched in the order of their "
            "rounds: once an earlier one is lost, the later are held against those that moved "
            "up.",
        ),
        Words(
            "原轮次已经不存在的任务排在最后，其轮次算变动；对象已经不存在的，算取消。",
            "An old visit whose round is gone comes last and has changed its round; one whose "
            "target is gone is lost.",
        ),
        Words(
            "target 与各分项可以同写，相加计算；原计划没有的任务不计。",
            "`target` and the parts may stand beside each other and add up; visits that the "
            "old plan lacks count nothing.",
        ),
    )

    rule: Literal["stability"] = "stability"
    against: Annotated[Name, Words("原计划文件", "the earlier plan file")]
    cost: Annotated[dict[Part, Ratio], Words("每项变动计多少", "what each change counts")] = Field(
        default_factory=_one_a_target
    )

    _old: tuple[VisitRecord, ...] = PrivateAttr(default=())

    @model_validator(mode="after")
    def _change_is_never_liked(self) -> Self:
        for part, cost in self.cost.items():
            if cost < 0:
                refuse(
                    "{part}的代价{cost}小于0",
                    "the cost of a changed {part}, {cost}, is below 0",
                    part=part,
                    cost=cost,
                )
        return self

    @property
    def earlier_plan(self) -> str:
        return self.against

    def recall(self, visits: tuple[VisitRecord, ...]) -> Self:
        """The rule, knowing the visits of the earlier plan."""
        self._old = visits
        return self

    def _remembered(self, problem: Problem) -> dict[tuple[str, Purpose], list[VisitRecord]]:
        """The earlier visits of each target and purpose, in the order of their rounds."""
        found: dict[tuple[str, Purpose], list[VisitRecord]] = defaultdict(list)
        for purpose in PURPOSES:
            for visit in self._old:
                if visit.purpose == purpose:
                    found[visit.target, purpose].append(replace(visit, place=None))
        last = len(problem.index)
        for visits in found.values():
            visits.sort(key=lambda visit: problem.index.get(visit.round, last))
        return found

    # The solver's side. Old and new visits are matched in order, so a new visit is at a place if so
    # many lie in the rounds before. That is linear once the rounds before are named: of 0 and 1,
    # 2 × (those in a set) - (all) is the size of the set exactly where the set is what is there.

    def ask(self, formulation: Formulation) -> Iterator[Cost]:
        amounts: list[Linear | Fraction] = []
        for (target, purpose), visits in self._remembered(formulation.problem).items():
            for i, old in enumerate(visits):
                for part, cost in self.cost.items():
                    most = self.most(formulation.problem, target, purpose)
                    amounts.append(self.changed(formulation, old, part, i, most) * cost)
        yield Cost(total(amounts))

    def changed(
        self, formulation: Formulation, old: VisitRecord, part: Part, i: int, most: int
    ) -> Linear:
        """1 if the visit at a place in the order is not as it was, else 0."""
        if i >= most:
            return Linear(constant=1)
        mine = Selection(frozenset({old.target}), purposes=frozenset({old.purpose}))
        kept = self._kept(mine, old, part)
        if most == 1:
            return 1 - formulation.load(kept)
        order = [r.id for r in formulation.problem.ordered]
        heres = [formulation.load(mine.also(rounds=frozenset({r}))) for r in order]
        places = [n for n, here in enumerate(heres) if here.terms or here.constant]
        excesses: list[Linear | int] = [0]
        excesses += self._lost(formulation, mine, [heres[n] for n in places], i)
        for n in places:
            other = heres[n] - formulation.load(kept.also(rounds=frozenset({order[n]})))
            before = mine.also(rounds=frozenset(order[:n]))
            those = [heres[m] for m in places if m < n]
            excesses += [other + x for x in self._so_many(formulation, before, those, i)]
        return formulation.largest(excesses)

    def _lost(
        self, formulation: Formulation, mine: Selection, heres: list[Linear], i: int
    ) -> Iterator[Linear]:
        """At most 1, and 1 in one of them if there are no more visits than the place's number."""
        for count in range(i + 1):
            yield from (1 + x for x in self._so_many(formulation, mine, heres, count))

    def _so_many(
        self, formulation: Formulation, mine: Selection, heres: list[Linear], count: int
    ) -> Iterator[Linear]:
        """At most 0, and 0 in one of them if there are exactly so many visits."""
        there = formulation.load(mine)
        if count == 1:
            yield 2 * formulation.whether(mine) - there - 1
            return
        for some in combinations(heres, count):
            yield 2 * total(some) - there - count

    def most(self, problem: Problem, target: str, purpose: Purpose) -> int:
        """The most visits of a target and purpose that there may be now."""
        if purpose == "coverage":
            return problem.times(target)
        asked = len(problem.asked(purpose, target))
        return min(1, asked) if purpose == "lookback" else asked

    def _kept(self, mine: Selection, old: VisitRecord, part: Part) -> Selection:
        """The visit that is as it was, in one part or wholly."""
        rounds = frozenset({old.round}) if part in ("target", "round") else None
        modes = frozenset({old.mode}) if part in ("target", "mode") else None
        kept = mine.also(rounds=rounds, modes=modes)
        if part not in ("target", "team"):
            return kept
        if old.team is None:
            return kept.also(modes=TEAMLESS)
        return kept.also(teams=frozenset({old.team}))

    def check(self, plan: Plan) -> Iterator[Finding]:
        for (target, purpose), visits in self._remembered(plan.problem).items():
            now = [VisitRecord.of(v) for v in plan.of(target, purpose)]
            for i, old in enumerate(visits):
                new = now[i] if i < len(now) else None
                changed = {
                    "target": new != old,
                    "round": new is None or new.round != old.round,
                    "mode": new is None or new.mode != old.mode,
                    "team": new is None or new.team != old.team,
                }
                amount = sum((c for part, c in self.cost.items() if changed[part]), Fraction(0))
                if amount:
                    its = plan.problem.target.get(target)
                    title = its.title if its else target
                    yield self.finding(amount, target=title, purpose=PURPOSES[purpose])
