"""Milestone: coverage reached by a day."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Literal

from xuncha_plan.model import (
    Bound,
    Day,
    Demand,
    Finding,
    Formulation,
    Plan,
    Problem,
    Selection,
    TargetRule,
    Words,
)


class Milestone(TargetRule):
    title = Words("进度节点", "milestone")
    about = Words(
        "到 by 这天为止结束的轮次中，所选对象的全覆盖任务达到 at_least；"
        "百分比以所选对象的个数或工作量为底数，不取整。列入层级时，计不足的数量。",
        "Coverage visits of the selected targets in rounds that end on or before `by` reach "
        "`at_least`; a share is of the selected targets' count or workload and is never rounded. "
        "In a tier, what is short counts.",
    )
    breach = Words(
        "到{by}覆盖{done}，应达到{wanted}，还差{short}",
        "{done} are covered by {by}, where {wanted} are wanted: {short} short",
    )
    fine_print = (
        Words(
            "数的是全覆盖任务：同一对象两次计两次，回头看和专项不计。",
            "Coverage visits are counted: two of one target count twice, look-backs and "
            "specials not at all.",
        ),
        Words(
            "by 之后才结束的轮次，整个不计。",
            "A round that ends after `by` counts for nothing.",
        ),
    )

    rule: Literal["milestone"] = "milestone"
    by: Annotated[Day, Words("截止日期（含）", "the day, included")]
    at_least: Annotated[Bound, Words("至少多少", "least coverage")]
    unit: Annotated[Literal["count", "workload"], Words("个数或工作量", "count or workload")] = (
        "count"
    )

    def wanted(self, problem: Problem) -> Fraction:
        """The coverage that must be reached, in the unit."""
        chosen = self.chosen(problem)
        if self.unit == "count":
            return self.at_least.of(len(chosen))
        return self.at_least.of(sum((problem.target[t].workload for t in chosen), Fraction(0)))

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        problem = formulation.problem
        ended = frozenset(r.id for r in problem.rounds if r.lies_within(None, self.by))
        visits = Selection(self.chosen(problem), ended, purposes=frozenset({"coverage"}))
        yield formulation.load(visits, self.unit) >= self.wanted(problem)

    def check(self, plan: Plan) -> Iterator[Finding]:
        chosen = self.chosen(plan.problem)
        done = sum(
            (
                visit.size(self.unit)
                for visit in plan.visits
                if visit.purpose == "coverage"
                and visit.target.id in chosen
                and visit.round.end <= self.by
            ),
            Fraction(0),
        )
        wanted = self.wanted(plan.problem)
        if done < wanted:
            yield self.finding(
                wanted - done, by=self.by, done=done, wanted=wanted, short=wanted - done
            )
