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
    fine_print = (
        Words(
            "所选的对象、轮次、在场的组、可用的方式合起来有的组合才是一组；per 中有 team 或"
            " mode 时，只取所选的组或方式。没有任务的组照样受下限约束。",
            "A group exists where a selected target, a selected round, a team present and an "
            "admitted mode give it; with `team` or `mode` in `per`, of the selected ones "
            "alone. `at_least` binds a group without visits as well.",
        ),
        Words(
            "per 中没有 team 时，只要有组在场、或上级可以派组，就有这一组，所选的组不在场也一样。",
            "Without `team` in `per`, a group exists whichever team is present or where the "
            "superior's may come, even if none of the selected ones is there.",
        ),
        Words(
            "可用的方式包括回头看、专项规则所用的；没有规则要求任何任务的对象，不产生组。",
            "Admitted modes include those of look-back and special rules; a target of which "
            "no rule asks a visit gives no group.",
        ),
        Words(
            "缺少 per 中某一项的任务不在任何组：由上级派组的不在 team 的组里，没有地域的不"
            "在 region 的组里。",
            "A visit without a value of `per` is in no group: one without a team in none of "
            "`team`, a target without a region in none of `region`.",
        ),
        Words(
            "底数为0时，百分比所定的界也是0；一个写数、一个写百分比时，两个都要满足。",
            "A share of nothing is 0. A number and a share beside each other both bind.",
        ),
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
