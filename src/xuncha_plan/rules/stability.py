"""Stability: as little as possible changes against an earlier plan."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, PrivateAttr

from xuncha_plan.model import (
    TEAMLESS,
    Cost,
    Finding,
    Formulation,
    Linear,
    Name,
    Plan,
    Problem,
    Ratio,
    Rule,
    Selection,
    VisitRecord,
    Words,
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
        "`round`, "
        "`mode`, `team`. A visit that is lost has changed in every part.",
    )
    breach = Words("{target}的{purpose}任务有变动", "the {purpose} visit of {target} has changed")
    always_soft = True

    rule: Literal["stability"] = "stability"
    against: Annotated[Name, Words("原计划文件", "the earlier plan file")]
    cost: Annotated[dict[Part, Ratio], Words("每项变动计多少", "what each change counts")] = Field(
        default_factory=_one_a_target
    )

    _old: tuple[VisitRecord, ...] = PrivateAttr(default=())

    @property
    def earlier_plan(self) -> str:
        return self.against

    def recall(self, visits: tuple[VisitRecord, ...]) -> Self:
        """The rule, knowing the visits of the earlier plan."""
        self._old = visits
        return self

    def _remembered(self, problem: Problem) -> dict[tuple[str, str], list[VisitRecord]]:
        """The earlier visits of each target and purpose, in the order of their rounds."""
        found: dict[tuple[str, str], list[VisitRecord]] = defaultdict(list)
        for visit in self._old:
            found[visit.target, visit.purpose].append(replace(visit, place=None))
        last = len(problem.index)
        for visits in found.values():
            visits.sort(key=lambda visit: problem.index.get(visit.round, last))
        return found

    def ask(self, formulation: Formulation) -> Iterator[Cost]:
        amounts: list[Linear | Fraction] = []
        for (target, purpose), visits in self._remembered(formulation.problem).items():
            known = frozenset({target} & formulation.problem.target.keys())
            mine = Selection(known, purposes=frozenset({purpose}))
            for old in visits:
                for part, cost in self.cost.items():
                    amounts.append((1 - formulation.load(self._kept(mine, old, part))) * cost)
        yield Cost(total(amounts))

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
            now = [VisitRecord.of(v) for v in plan.of(target) if v.purpose == purpose]
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
                    yield self.finding(amount, target=target, purpose=purpose)
