"""Prefer: some visits are liked or disliked."""

from collections.abc import Iterator
from typing import Annotated, Literal

from xuncha_plan.model import (
    MODE_WORDS,
    Cost,
    Finding,
    Formulation,
    Plan,
    Ratio,
    VisitRule,
    Words,
)


class Prefer(VisitRule):
    title = Words("偏好", "prefer")
    about = Words(
        "每个所选任务计 cost：正数为不宜，负数为宜。",
        "Each selected visit counts `cost`: above 0 is disliked, below 0 is liked.",
    )
    breach = Words(
        "{target}以“{mode}”方式排在{round}，计{amount}",
        "{target} is visited in {round} as {mode} and counts {amount}",
    )
    always_soft = True
    fine_print = (
        Words(
            "cost 为负也不会多出任务：每个任务都须有规则要求。",
            "However much it is liked, a visit has to be asked for by a rule.",
        ),
        Words(
            "不写 purposes 时，回头看和专项也计。",
            "Without `purposes`, look-backs and specials count as well.",
        ),
    )

    rule: Literal["prefer"] = "prefer"
    cost: Annotated[
        Ratio, Words("每个任务计多少，可为负", "what each visit counts; may be below 0")
    ]

    def ask(self, formulation: Formulation) -> Iterator[Cost]:
        yield Cost(formulation.load(self.visits(formulation.problem)) * self.cost)

    def check(self, plan: Plan) -> Iterator[Finding]:
        for visit in plan.select(self.visits(plan.problem)):
            if self.cost:
                yield self.finding(
                    self.cost,
                    visit,
                    target=visit.target.title,
                    round=visit.round.title,
                    mode=MODE_WORDS[visit.mode],
                    amount=self.cost,
                )
