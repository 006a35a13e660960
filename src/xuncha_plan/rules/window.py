"""Window: selected visits lie between two days."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from xuncha_plan.model import (
    Day,
    Demand,
    Finding,
    Formulation,
    NotBeforeFrom,
    Plan,
    VisitRule,
    Words,
    refuse_neither,
)


class Window(VisitRule):
    title = Words("时间窗口", "window")
    about = Words(
        "所选任务的轮次须整个落在起止日期之内。列入层级时，每个在外的任务计1。",
        "The rounds of selected visits lie inside the span. In a tier, each visit outside counts "
        "1.",
    )
    breach = Words(
        "{target}排在{round}（{start}至{end}），不在规定的时间窗口内",
        "{target} is visited in {round} ({start} to {end}), outside the window",
    )
    fine_print = (
        Words(
            "轮次有一天在外，就算在外。",
            "A round with one day outside is outside.",
        ),
        Words(
            "不写 purposes 时，回头看和专项也受限。",
            "Without `purposes`, look-backs and specials are bound as well.",
        ),
    )

    rule: Literal["window"] = "window"
    since: Annotated[Day | None, Field(alias="from"), Words("首日；不写则不限", "first day")] = None
    until: Annotated[
        Day | None, Field(alias="to"), NotBeforeFrom, Words("末日（含）；不写则不限", "last day")
    ] = None

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        refuse_neither(**{"from": self.since, "to": self.until})
        return self

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        problem = formulation.problem
        outside = frozenset(
            r.id for r in problem.rounds if not r.lies_within(self.since, self.until)
        )
        yield formulation.load(self.visits(problem).also(rounds=outside)) <= 0

    def check(self, plan: Plan) -> Iterator[Finding]:
        for visit in plan.select(self.visits(plan.problem)):
            r = visit.round
            early = self.since is not None and r.start < self.since
            late = self.until is not None and r.end > self.until
            if early or late:
                yield self.finding(
                    1, visit, target=visit.target.title, round=r.title, start=r.start, end=r.end
                )
