"""Distinct: how many different values each group of visits has."""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator

from xuncha_plan.model import (
    Count,
    Demand,
    Finding,
    Formulation,
    Linear,
    NotBelowAtLeast,
    Per,
    Plan,
    Problem,
    Selection,
    VisitRule,
    Words,
    as_list,
    combinations,
    refuse_neither,
    total,
)


class Distinct(VisitRule):
    title = Words("不同值个数", "distinct values")
    about = Words(
        "所选任务按 per 分组，每个非空组中不同的行业、地域、类别、"
        "巡察组或所属对象的个数在上下限之间。列入层级时，计各组少或多出的个数之和。",
        "In every group of `per` that has visits, the number of different values of `of` lies "
        "between the bounds. In a tier, values short or over count, summed over groups.",
    )
    breach = Words(
        "{group}有{count}个不同的{of}，应{side}{bound}个",
        "{group} has {count} different {of}, which should be {side} {bound}",
    )
    fine_print = (
        Words(
            "没有任务的组不算。组内缺少该项的任务不增加个数，全组都缺时个数为0。",
            "A group without visits does not count. A visit without the value adds none; "
            "where all lack it, the number is 0.",
        ),
        Words(
            "由上级派组的任务没有巡察组，不增加巡察组的个数。",
            "A visit for which the superior's team comes adds no team.",
        ),
    )

    rule: Literal["distinct"] = "distinct"
    of: Annotated[
        Literal["sector", "region", "kind", "team", "parent"], Words("数什么", "what is counted")
    ]
    per: Annotated[
        tuple[Per, ...], BeforeValidator(as_list), Words("按什么分组", "what makes the groups")
    ] = ()
    at_least: Annotated[Count | None, Words("下限", "lower bound")] = None
    at_most: Annotated[Count | None, NotBelowAtLeast, Words("上限", "upper bound")] = None

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        refuse_neither(at_least=self.at_least, at_most=self.at_most)
        return self

    def _values(self, problem: Problem, group: Selection) -> list[Selection]:
        if self.of == "team":
            return [group.also(teams=frozenset({t.id})) for t in problem.teams]
        return [group.also(targets=ids) for ids in problem.groups(self.of, group.targets).values()]

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        problem = formulation.problem
        visits = self.visits(problem)
        for group in combinations(problem, self.per, visits).values():
            mine = visits.meet(group)
            count: Linear = total(formulation.whether(x) for x in self._values(problem, mine))
            if self.at_most is not None:
                yield count <= self.at_most
            if self.at_least:
                yield formulation.whether(mine) * self.at_least - count <= 0

    def check(self, plan: Plan) -> Iterator[Finding]:
        for key, visits in plan.grouped(self.visits(plan.problem), self.per).items():
            found = {value for visit in visits for value in visit.values(self.of)}
            for bound, side in ((self.at_least, -1), (self.at_most, 1)):
                if bound is not None and (breach := (len(found) - bound) * side) > 0:
                    yield self.finding(
                        breach,
                        *visits,
                        count=len(found),
                        bound=bound,
                        of=self.of,
                        side=Words("至多", "at most") if side > 0 else Words("至少", "at least"),
                        group=key or Words("全部", "all"),
                    )
