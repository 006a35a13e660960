"""Limit: in every group of visits, the amount lies between two bounds."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator

from xuncha_plan.model import (
    Bound,
    Demand,
    Finding,
    Formulation,
    NotBelowAtLeast,
    Per,
    Plan,
    Selection,
    VisitRule,
    Words,
    as_list,
    combinations,
    refuse_neither,
    sizes,
)


class Limit(VisitRule):
    title = Words("数量限制", "limit")
    about = Words(
        "所选任务按 per 分组，每组的个数、工作量或自有投入在上下限之间；写成百分比时，"
        "以同组不限方式、巡察组和任务性质的数量为底数。列入层级时，计各组少或多出的数量之和。",
        "In every group of `per` the count, workload or own load of the selected visits lies "
        "between the bounds; a share is of the same group whatever the mode, team and purpose. In "
        "a tier, what is short or over counts, summed over groups.",
    )
    breach = Words(
        "{group}为{value}，应{side}{bound}", "{group} has {value}, which should be {side} {bound}"
    )

    rule: Literal["limit"] = "limit"
    per: Annotated[
        tuple[Per, ...], BeforeValidator(as_list), Words("按什么分组", "what makes the groups")
    ] = ()
    unit: Annotated[
        Literal["count", "workload", "load"],
        Words("个数、工作量或自有投入", "count, workload or own load"),
    ] = "count"
    at_least: Annotated[Bound | None, Words("下限", "lower bound")] = None
    at_most: Annotated[Bound | None, NotBelowAtLeast, Words("上限", "upper bound")] = None

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        refuse_neither(at_least=self.at_least, at_most=self.at_most)
        return self

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        problem = formulation.problem
        visits = self.visits(problem)
        for group in combinations(problem, self.per, visits).values():
            amount = formulation.load(visits.meet(group), self.unit)
            for bound, side in ((self.at_least, -1), (self.at_most, 1)):
                if bound is None:
                    continue
                whole = formulation.load(group, self.unit) if bound.is_share else 1
                yield (amount - bound.value * whole) * side <= 0

    def check(self, plan: Plan) -> Iterator[Finding]:
        visits = self.visits(plan.problem)
        inside = plan.grouped(visits, self.per)
        whole = plan.grouped(Selection(visits.targets, visits.rounds), self.per)
        for key in combinations(plan.problem, self.per, visits):
            amount = sizes(inside.get(key, ()), self.unit)
            base = sizes(whole.get(key, ()), self.unit)
            for bound, side in ((self.at_least, -1), (self.at_most, 1)):
                if bound is not None and (breach := (amount - bound.of(base)) * side) > 0:
                    yield self.finding(
                        breach,
                        *inside.get(key, ()),
                        value=amount,
                        bound=bound,
                        side=Words("至多", "at most") if side > 0 else Words("至少", "at least"),
                        group=key or Words("全部", "all"),
                    )
