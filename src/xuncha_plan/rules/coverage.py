"""Coverage: every selected target is visited so many times in the term."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from xuncha_plan.model import (
    Demand,
    Finding,
    Formulation,
    Offer,
    Plan,
    Problem,
    Selection,
    TargetRule,
    Whole,
    Words,
)


class Coverage(TargetRule):
    title = Words("全覆盖", "coverage")
    about = Words(
        "所选对象在届期内各有 times 次计入全覆盖的巡察。文件中没有这条规则时，所有对象各一次，"
        "且为硬性。列入层级时，每缺一次计1。",
        "Each selected target has `times` visits of purpose coverage, in modes that count. Without "
        "any such rule all targets have one, hard. In a tier, each missing visit counts 1.",
    )
    breach = Words("{target}缺{amount}次巡察", "{target} lacks {amount} covering visits")
    fine_print = (
        Words(
            "几条规则选中同一对象时，次数以最多的一条为限，各条分别计缺数。",
            "Where several rules select a target, the largest `times` is the most it may "
            "have; each rule counts what it lacks itself.",
        ),
        Words(
            "没有任何一条选中的对象不安排全覆盖任务，times: 0 的一条也不要求。",
            "A target that no rule selects gets no coverage visit, nor does `times: 0` ask "
            "for one.",
        ),
        Words(
            "一轮内对一个对象至多一次全覆盖任务。",
            "A round covers a target once at most.",
        ),
    )

    rule: Literal["coverage"] = "coverage"
    times: Annotated[Whole, Field(ge=0, le=100), Words("次数", "how many times")] = 1

    def offers(self, problem: Problem) -> tuple[Offer, ...]:
        return (Offer("coverage", self.chosen(problem), times=self.times, by=self),)

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        for alike in formulation.alike(self.chosen(formulation.problem)):
            visits = Selection(targets=alike, purposes=frozenset({"coverage"}))
            yield formulation.load(visits) >= self.times * len(alike)

    def check(self, plan: Plan) -> Iterator[Finding]:
        chosen = self.chosen(plan.problem)
        for target in plan.problem.targets:
            if target.id not in chosen:
                continue
            missing = self.times - len(plan.of(target.id, "coverage"))
            if missing > 0:
                yield self.finding(missing, target=target.title, amount=missing)
