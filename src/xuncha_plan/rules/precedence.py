"""Precedence: some targets are covered before others."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Literal

from xuncha_plan.model import (
    Count,
    Demand,
    Finding,
    Formulation,
    Plan,
    Rule,
    Selection,
    Where,
    Words,
)


class Precedence(Rule):
    title = Words("先后次序", "precedence")
    about = Words(
        "after 中每个对象的全覆盖轮次，在 before 中每个对象的轮次结束至少 days 天之后开始。"
        "列入层级时，每对不符的任务计1。",
        "Each `after` target's coverage round starts at least `days` after the end of each "
        "`before` target's. In a tier, each pair that does not counts 1.",
    )
    breach = Words(
        "{after}（{after_round}）应晚于{before}（{before_round}）",
        "{after} ({after_round}) should come after {before} ({before_round})",
    )
    fine_print = (
        Words(
            "有几次全覆盖任务的对象，每一对都要符合；没有任务的对象不涉及。",
            "Where a target has several coverage visits, every pair must do; one without any "
            "is no matter.",
        ),
        Words(
            "两边都选中的对象不与自己比。",
            "A target that both sides select is not held against itself.",
        ),
        Words(
            "days: 0 时，后一轮可在前一轮的末日开始；同一轮只有一天的，也算先后。",
            "With `days: 0` the later round may start on the day that the earlier ends; a "
            "round of one day may follow itself.",
        ),
    )

    rule: Literal["precedence"] = "precedence"
    before: Annotated[Where, Words("先巡察的对象", "the targets that come first")]
    after: Annotated[Where, Words("后巡察的对象", "the targets that come after")]
    days: Annotated[Count, Words("相隔的天数", "days between")] = 0

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        problem = formulation.problem
        for first in sorted(problem.selected(self.before)):
            for second in sorted(problem.selected(self.after) - {first}):
                yield from self._pair(formulation, first, second)

    def _pair(self, formulation: Formulation, first: str, second: str) -> Iterator[Demand]:
        problem = formulation.problem
        one = Selection(targets=frozenset({first}), purposes=frozenset({"coverage"}))
        two = Selection(targets=frozenset({second}), purposes=frozenset({"coverage"}))
        single = problem.times(first) <= 1 and problem.times(second) <= 1
        excesses = []
        for i, r in enumerate(problem.ordered):
            late = [x.id for x in problem.rounds if x.end + timedelta(self.days) > r.start]
            if single:
                # what is too late for this round is too late for every earlier one
                before = frozenset(x.id for x in problem.ordered[: i + 1])
                excesses.append(
                    formulation.load(two.also(rounds=before))
                    + formulation.load(one.also(rounds=frozenset(late)))
                    - 1
                )
                continue
            for x in late:
                here = formulation.load(two.also(rounds=frozenset({r.id})))
                yield here + formulation.load(one.also(rounds=frozenset({x}))) <= 1
        if excesses:
            yield formulation.largest(excesses) <= 0

    def check(self, plan: Plan) -> Iterator[Finding]:
        for first in sorted(plan.problem.selected(self.before)):
            for second in sorted(plan.problem.selected(self.after) - {first}):
                for a in plan.of(first, "coverage"):
                    for b in plan.of(second, "coverage"):
                        if (b.round.start - a.round.end).days < self.days:
                            yield self.finding(
                                1,
                                a,
                                b,
                                before=a.target.title,
                                before_round=a.round.title,
                                after=b.target.title,
                                after_round=b.round.title,
                            )
