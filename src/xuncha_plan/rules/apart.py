"""Apart: the targets of a group are covered in rounds away from one another."""

from collections.abc import Iterator
from itertools import combinations
from typing import Annotated, Literal

from xuncha_plan.model import (
    Count,
    Demand,
    Finding,
    Formulation,
    GroupRule,
    Plan,
    Selection,
    Words,
)


class Apart(GroupRule):
    title = Words("错开安排", "apart")
    about = Words(
        "同组对象的全覆盖任务两两所在轮次，序号相差大于 rounds_between。列入层级时，"
        "每对过近的任务计1。",
        "Coverage visits of a group are pairwise in rounds whose indices differ by more than "
        "`rounds_between`. In a tier, each pair that is too close counts 1.",
    )
    breach = Words(
        "{first}（{first_round}）与{second}（{second_round}）离得太近",
        "{first} ({first_round}) and {second} ({second_round}) are too close",
    )
    fine_print = (
        Words(
            "同一对象的两次任务也是一对。",
            "Two visits of one target are a pair as well.",
        ),
        Words(
            "同在几组里的一对，各组分别计。",
            "A pair that is in several groups counts in each.",
        ),
    )

    rule: Literal["apart"] = "apart"
    rounds_between: Annotated[Count, Words("至少隔开的轮次数", "rounds that lie between")] = 0

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        problem = formulation.problem
        for group in self.groups(problem).values():
            members = sorted(group)
            for i, first in enumerate(members):
                if problem.times(first) > 1:
                    yield from self._pairs(formulation, first, first)
                for second in members[i + 1 :]:
                    yield from self._pairs(formulation, first, second)

    def _pairs(self, formulation: Formulation, first: str, second: str) -> Iterator[Demand]:
        problem = formulation.problem
        order = [r.id for r in problem.ordered]
        one = Selection(targets=frozenset({first}), purposes=frozenset({"coverage"}))
        two = Selection(targets=frozenset({second}), purposes=frozenset({"coverage"}))
        for i, r in enumerate(order):
            low = i + 1 if first == second else max(0, i - self.rounds_between)
            near = order[low : i + self.rounds_between + 1]
            # rounds taken as one where `second` has one visit at most, else each alone
            parts = (
                [frozenset(near)] if problem.times(second) <= 1 else [frozenset({x}) for x in near]
            )
            here = formulation.load(one.also(rounds=frozenset({r})))
            for part in parts:
                yield here + formulation.load(two.also(rounds=part)) <= 1

    def check(self, plan: Plan) -> Iterator[Finding]:
        for group in self.groups(plan.problem).values():
            visits = [v for target in sorted(group) for v in plan.of(target, "coverage")]
            for first, second in combinations(visits, 2):
                gap = plan.problem.index[first.round.id] - plan.problem.index[second.round.id]
                if abs(gap) <= self.rounds_between:
                    yield self.finding(
                        1,
                        first,
                        second,
                        first=first.target.title,
                        second=second.target.title,
                        first_round=first.round.title,
                        second_round=second.round.title,
                    )
