"""Reserve: strength kept free for what cannot be foreseen."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Literal

from xuncha_plan.model import (
    Demand,
    Finding,
    Formulation,
    Plan,
    RoundsField,
    Rule,
    Selection,
    Share,
    Words,
    rounds_of,
)


class Reserve(Rule):
    title = Words("机动力量", "reserve")
    about = Words(
        "每轮或每年，除专项外全部任务的自有投入不超过在场巡察组力量的（1-share）。列入层级时，"
        "计各组超出之和。",
        "In each round or year, the own load of all visits but specials is at most (1 - share) of "
        "the capacity of the teams present. In a tier, the load over counts, summed over groups.",
    )
    breach = Words(
        "{period}投入{load}组周，留足机动后只有{limit}组周",
        "{period} takes {load} team-weeks, where {limit} are left once the reserve is kept",
    )
    fine_print = (
        Words(
            "由上级派组的任务不占力量，联动任务按自有份额计。",
            "What the superior's teams do takes no strength; joint visits take their own share.",
        ),
        Words(
            "per: year 与 rounds 同写时，只把该年所选的轮次相加。",
            "With `per: year` and `rounds`, only the selected rounds of a year add up.",
        ),
    )

    rule: Literal["reserve"] = "reserve"
    share: Annotated[Share, Words("留出的份额", "the share kept free")]
    per: Annotated[Literal["round", "year"], Words("按轮或按年", "by round or by year")] = "round"
    rounds: RoundsField = None

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        problem = formulation.problem
        foreseen = Selection(purposes=frozenset({"coverage", "lookback"}))
        for period in problem.periods(self.per, rounds_of(problem, self.rounds)):
            load = formulation.load(foreseen.also(rounds=period.rounds), "load")
            yield load <= problem.capacity(period.rounds) * (1 - self.share)

    def check(self, plan: Plan) -> Iterator[Finding]:
        problem = plan.problem
        for period in problem.periods(self.per, rounds_of(problem, self.rounds)):
            visits = [
                v for v in plan.visits if v.round.id in period.rounds and v.purpose != "special"
            ]
            load = sum((v.load for v in visits), Fraction(0))
            limit = problem.capacity(period.rounds) * (1 - self.share)
            if load > limit:
                yield self.finding(
                    load - limit, *visits, period=period.name, load=load, limit=limit
                )
