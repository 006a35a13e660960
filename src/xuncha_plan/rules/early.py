"""Early: what weighs more is covered sooner."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Literal

from xuncha_plan.model import (
    Cost,
    Finding,
    Formulation,
    Plan,
    Problem,
    Refers,
    Round,
    Selection,
    TargetRule,
    Text,
    Words,
    number,
    total,
)


class Early(TargetRule):
    title = Words("宜早", "early")
    about = Words(
        "所选对象的权重乘以其全覆盖轮次的位置之和，越小越好：位置为轮次序号、年份序号，"
        "或届期首日到轮次首日的天数。",
        "The sum of weight × position of the coverage round: its index, its year's index, or the "
        "days from the term's start to its start.",
    )
    breach = Words(
        "{target}排在{round}，计{amount}", "{target} is covered in {round} and counts {amount}"
    )
    always_soft = True
    fine_print = (
        Words(
            "没有该字段、或其值不是数的对象，权重为0；权重可为负，即宜晚。",
            "A target without the field, or whose value is no number, weighs 0; a weight "
            "below 0 means late.",
        ),
        Words(
            "有几次全覆盖任务时，每次都计。",
            "Of several coverage visits, each counts.",
        ),
    )

    rule: Literal["early"] = "early"
    weight_by: Annotated[
        Text,
        Refers("weight"),
        Words("数值字段（如 risk），或一个数", "a numeric field, or a number"),
    ] = "1"
    per: Annotated[
        Literal["round", "year", "day"], Words("位置按轮、年或日计", "position by round, year, day")
    ] = "round"

    def _position(self, problem: Problem, r: Round) -> int:
        match self.per:
            case "round":
                return problem.index[r.id]
            case "year":
                return problem.years.index(r.year)
        return (r.start - problem.term.start).days

    def ask(self, formulation: Formulation) -> Iterator[Cost]:
        problem = formulation.problem
        constant = number(self.weight_by)
        unit, factor = (self.weight_by, Fraction(1)) if constant is None else ("count", constant)
        visits = Selection(targets=self.chosen(problem), purposes=frozenset({"coverage"}))
        yield Cost(
            total(
                formulation.load(visits.also(rounds=frozenset({r.id})), unit)
                * (factor * self._position(problem, r))
                for r in problem.rounds
            )
        )

    def check(self, plan: Plan) -> Iterator[Finding]:
        chosen = self.chosen(plan.problem)
        constant = number(self.weight_by)
        for visit in plan.visits:
            if visit.purpose != "coverage" or visit.target.id not in chosen:
                continue
            weight = visit.size(self.weight_by) if constant is None else constant
            if amount := weight * self._position(plan.problem, visit.round):
                yield self.finding(
                    amount, visit, target=visit.target.title, round=visit.round.title, amount=amount
                )
