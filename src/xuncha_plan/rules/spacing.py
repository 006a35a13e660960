"""Spacing: two visits of one target do not follow too soon."""

from collections.abc import Iterator
from itertools import combinations
from typing import Annotated, Literal

from xuncha_plan.model import (
    Count,
    Demand,
    Finding,
    Formulation,
    Plan,
    Round,
    Selection,
    TargetRule,
    Words,
)


class Spacing(TargetRule):
    title = Words("间隔", "spacing")
    about = Words(
        "同一对象的任意两次任务（回头看除外），从前一轮结束到后一轮开始至少相隔 days 天。"
        "列入层级时，每对过近的任务计1。",
        "Between any two visits of one target, look-backs aside, at least `days` lie from the "
        "earlier round's end to the later round's start. In a tier, each pair too close counts 1.",
    )
    breach = Words(
        "{target}的两次任务（{first}、{second}）相隔{days}天",
        "two visits of {target} ({first}, {second}) lie {days} days apart",
    )
    fine_print = (
        Words(
            "每两次都算，不只是相邻的两次；last_visit 不算。",
            "Every two visits are a pair, not only neighbours; `last_visit` is none.",
        ),
        Words(
            "同一轮的全覆盖任务与专项总是过近，只有一天的轮次在 days: 0 时除外。",
            "Coverage and special of one round are always too close, but in a round of one "
            "day with `days: 0`.",
        ),
    )

    rule: Literal["spacing"] = "spacing"
    days: Annotated[Count, Words("至少相隔的天数", "least days between")]

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        problem = formulation.problem
        for target in sorted(self.chosen(problem)):
            times = problem.times(target) + len(problem.asked("special", target))
            if times < 2:
                continue
            cells = [(r, purpose) for r in problem.ordered for purpose in ("coverage", "special")]
            for (one, first), (two, second) in combinations(cells, 2):
                if self._between(one, two) < self.days:
                    here = formulation.load(self._cell(target, one, first))
                    yield here + formulation.load(self._cell(target, two, second)) <= 1

    def _cell(self, target: str, r: Round, purpose: str) -> Selection:
        return Selection(frozenset({target}), frozenset({r.id}), purposes=frozenset({purpose}))

    def _between(self, one: Round, two: Round) -> int:
        """Days from the end of the round that comes first to the start of the other."""
        return max((two.start - one.end).days, (one.start - two.end).days)

    def check(self, plan: Plan) -> Iterator[Finding]:
        for target in sorted(self.chosen(plan.problem)):
            visits = [v for v in plan.of(target) if v.purpose != "lookback"]
            for first, second in combinations(visits, 2):
                days = (second.round.start - first.round.end).days
                if days < self.days:
                    yield self.finding(
                        1,
                        first,
                        second,
                        target=first.target.title,
                        days=days,
                        first=first.round.title,
                        second=second.round.title,
                    )
