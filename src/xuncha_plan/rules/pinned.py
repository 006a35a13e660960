"""Pinned: one visit is exactly where it was decided."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import model_validator

from xuncha_plan.model import (
    Demand,
    Finding,
    Formulation,
    ModeId,
    Plan,
    Refers,
    Rule,
    Selection,
    Text,
    Words,
    refuse,
)
from xuncha_plan.model.modes import Purpose


class Pinned(Rule):
    title = Words("已定任务", "pinned")
    about = Words(
        "该对象的任务就在此轮次、以此方式、由此组承担（写几项定几项）。列入层级时，不符计1。",
        "The target's visit is exactly in this round, in this mode, by this team, as far as "
        "stated. In a tier, it counts 1 if it is not.",
    )
    breach = Words(
        "{target}不在已定之处（{where}）", "{target} is not where it was decided ({where})"
    )
    fine_print = (
        Words(
            "它不增加任务：没有规则要求的任务，定不住。",
            "It asks for no visit: what no rule asks for cannot be pinned.",
        ),
        Words(
            "同一性质有几次任务时，其中一次在该处即可。",
            "Of several visits of the purpose, one has to be there.",
        ),
    )

    rule: Literal["pinned"] = "pinned"
    target: Annotated[Text, Refers("target"), Words("巡察对象", "the target")]
    purpose: Annotated[Purpose, Words("任务性质", "the purpose")] = "coverage"
    round: Annotated[Text | None, Refers("round"), Words("轮次", "the round")] = None
    mode: Annotated[ModeId | None, Words("方式", "the mode")] = None
    team: Annotated[Text | None, Refers("team"), Words("巡察组", "the team")] = None

    @model_validator(mode="after")
    def _pins_something(self) -> Self:
        if self.round is None and self.mode is None and self.team is None:
            refuse("至少写 round、mode、team 之一", "write at least one of `round`, `mode`, `team`")
        return self

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        visits = Selection(
            frozenset({self.target}),
            None if self.round is None else frozenset({self.round}),
            None if self.mode is None else frozenset({self.mode}),
            None if self.team is None else frozenset({self.team}),
            frozenset({self.purpose}),
        )
        yield formulation.load(visits) >= 1

    def check(self, plan: Plan) -> Iterator[Finding]:
        visits = plan.of(self.target, self.purpose)
        for visit in visits:
            if (
                self.round in (None, visit.round.id)
                and self.mode in (None, visit.mode)
                and (self.team is None or self.team in visit.values("team"))
            ):
                return
        stated = [x for x in (self.round, self.mode, self.team) if x is not None]
        target = plan.problem.target.get(self.target)
        yield self.finding(1, *visits, target=target.title if target else self.target, where=stated)
