"""Recusal: some teams may not visit some targets."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator

from xuncha_plan.model import (
    Demand,
    Finding,
    Formulation,
    Name,
    Plan,
    Problem,
    Refers,
    Selection,
    TargetRule,
    Text,
    Words,
    as_list,
)


class Recusal(TargetRule):
    title = Words("回避", "recusal")
    about = Words(
        "这些巡察组不得巡察这些对象（地域、任职、亲属回避等）。列入层级时，每个这样的任务计1。",
        "None of the teams visits any of the targets (by region, former post, kinship). In a tier, "
        "each such visit counts 1.",
    )
    breach = Words(
        "{team}应回避{target}（{reason}），却排在{round}",
        "{team} is to stay away from {target} ({reason}), but visits it in {round}",
    )
    fine_print = (
        Words(
            "各种性质的任务都算；由上级派组的任务没有本级的组，不涉及回避。",
            "Visits of every purpose count; one for which the superior's team comes has no "
            "team to stay away.",
        ),
    )

    rule: Literal["recusal"] = "recusal"
    teams: Annotated[
        frozenset[Text],
        BeforeValidator(as_list),
        Refers("team"),
        Words("回避的巡察组", "the teams"),
    ]
    reason: Annotated[Name | None, Words("事由", "the reason")] = None

    def visits(self, problem: Problem) -> Selection:
        """The visits that must not be."""
        return Selection(targets=self.chosen(problem), teams=self.teams)

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        yield formulation.load(self.visits(formulation.problem)) <= 0

    def check(self, plan: Plan) -> Iterator[Finding]:
        for visit in plan.select(self.visits(plan.problem)):
            yield self.finding(
                1,
                visit,
                target=visit.target.title,
                round=visit.round.title,
                team=visit.team.title if visit.team else "",
                reason=self.reason or Words("未注明事由", "no reason given"),
            )
