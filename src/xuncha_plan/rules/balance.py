"""Balance: each group's load follows the capacity of the periods, each team's its own."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import model_validator

from xuncha_plan.model import (
    Amount,
    Bound,
    Demand,
    Finding,
    Formulation,
    Linear,
    Over,
    Plan,
    Problem,
    Purposes,
    VisitRule,
    Words,
    refuse,
    rounds_of,
    total,
)


@dataclass(frozen=True)
class _Gap:
    """How far a load is from its share, and how far it may be without cost."""

    over: Linear
    band: Linear | Fraction
    has_share: bool  # False where there is no capacity at all

    def beyond(self) -> list[Linear]:
        """By how much it leaves the band, upwards and downwards."""
        return [self.over - self.band, -self.over - self.band]


class Balance(VisitRule):
    title = Words("均衡", "balance")
    about = Words(
        "每组（地域、行业、类别、标签）在各年或各轮的数量，与按在场力量应分的份额相比；"
        "by: team 时比较同一时段各组，按各组自己的力量。allow 以内不计。deviation 为偏差之和，"
        "range 为最大与最小之差，peak 为最多超出多少，squares 为偏差的平方和。列入层级时，"
        "计各组度量之和。",
        "Each group's amount in a year or round, against its share by the capacity present; with "
        "`by: team`, each team's against its own capacity's share. `allow` is a band without cost. "
        "`deviation` adds up gaps, `range` is largest less smallest, `peak` the largest, `squares` "
        "adds up squares. In a tier, what is measured counts, summed over groups.",
    )
    breach = Words(
        "{group}不均，计{amount}；{period}偏离最多",
        "{group} is uneven by {amount}, most in {period}",
    )
    fine_print = (
        Words(
            "没有任务的组不计；有几个标签的对象，在几组里各算一次。",
            "A group without visits counts nothing; a target with several tags counts in "
            "several groups.",
        ),
        Words(
            "写了 rounds 或 teams 时，时段和力量只取这些轮次、这些组的。",
            "With `rounds` or `teams`, periods and capacities are those of these alone.",
        ),
        Words(
            "by: team 时，不在场的组份额为0，照样参加比较；由上级派组的任务不属于任何组。",
            "With `by: team`, an absent team has a share of 0 and is compared all the same; a "
            "visit without a team belongs to none.",
        ),
        Words(
            "各时段都没有力量时，份额为0；这时 measure: range 而 allow 为数的，求解只知道下"
            "界，计划只称可行，不称最优。",
            "Where no period has any capacity, shares are 0; a `range` with a number as "
            "`allow` is then bounded from below alone, and its plan is called feasible, not "
            "optimal.",
        ),
    )

    rule: Literal["balance"] = "balance"
    purposes: Purposes = frozenset({"coverage"})
    by: Annotated[
        Literal["region", "sector", "kind", "team", "tag"] | None,
        Words("分组；不写合为一组", "what makes the groups; none: all as one"),
    ] = None
    over: Annotated[Over, Words("比较哪些时段", "the periods compared")] = "year"
    unit: Annotated[
        Literal["count", "workload", "load"],
        Words("个数、工作量或自有投入", "count, workload or own load"),
    ] = "workload"
    measure: Annotated[
        Literal["deviation", "range", "peak", "squares"], Words("如何度量", "how gaps are measured")
    ] = "deviation"
    allow: Annotated[Bound, Words("不计的偏差；百分比以份额为底数", "a band without cost")] = (
        Amount(Fraction(0))
    )

    @model_validator(mode="after")
    def _term_is_for_teams(self) -> Self:
        if self.over == "term" and self.by != "team":
            refuse("over: term 只用于 by: team", "`over: term` goes with `by: team` only")
        return self

    # The solver's side.

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        families = self._among_teams if self.by == "team" else self._over_periods
        for gaps in families(formulation):
            if gaps:
                yield self._amount(formulation, gaps) <= 0

    def _amount(self, formulation: Formulation, gaps: list[_Gap]) -> Linear:
        # gaps from shares add up to 0, so a band holds one of them; without shares none need be
        # in it, and the least gap beyond a band is not linear: what is said then is a bound
        floor = [Fraction(0)] if self.allow.value and gaps[0].has_share else []
        match self.measure:
            case "deviation":
                return total(formulation.largest([0, *gap.beyond()]) for gap in gaps)
            case "squares":
                return total(
                    formulation.square(formulation.largest([0, *gap.beyond()])) for gap in gaps
                )
            case "range":
                ups, downs = zip(*(gap.beyond() for gap in gaps), strict=True)
                return formulation.largest([*floor, *ups]) + formulation.largest([*floor, *downs])
        return formulation.largest([0, *(gap.beyond()[0] for gap in gaps)])

    def _gap(self, amount: Linear, whole: Linear, one: Fraction, full: Fraction | int) -> _Gap:
        allow, share = self.allow, whole * (one / full if full else Fraction(0))
        band = share * allow.value if allow.is_share else allow.value
        return _Gap(amount - share, band, bool(full))

    def _over_periods(self, formulation: Formulation) -> Iterator[list[_Gap]]:
        problem = formulation.problem
        visits = self.visits(problem)
        periods = problem.periods(self.over, rounds_of(problem, self.rounds))
        capacity = [problem.capacity(p.rounds, self.teams) for p in periods]
        for group in problem.groups(
            self.by if self.by != "team" else None, visits.targets
        ).values():
            mine = visits.also(targets=group)
            parts = [formulation.load(mine.also(rounds=p.rounds), self.unit) for p in periods]
            whole, full = total(parts), sum(capacity)
            yield [
                self._gap(part, whole, one, full) for part, one in zip(parts, capacity, strict=True)
            ]

    def _among_teams(self, formulation: Formulation) -> Iterator[list[_Gap]]:
        problem = formulation.problem
        visits = self.visits(problem)
        for period in problem.periods(self.over, rounds_of(problem, self.rounds)):
            own = {
                t.id: problem.capacity(period.rounds, frozenset({t.id}))
                for t in problem.teams
                if self.teams is None or t.id in self.teams
            }
            mine = visits.also(rounds=period.rounds)
            parts = [formulation.load(mine.also(teams=frozenset({t})), self.unit) for t in own]
            whole, full = total(parts), sum(own.values())
            yield [
                self._gap(part, whole, one, full)
                for part, one in zip(parts, own.values(), strict=True)
            ]

    # The checker's side.

    def check(self, plan: Plan) -> Iterator[Finding]:
        sides = self._team_gaps if self.by == "team" else self._period_gaps
        for group, gaps in sides(plan):
            costs = list(gaps.values()) or [Fraction(0)]
            amount = {
                "deviation": sum(map(abs, costs), Fraction(0)),
                "range": max(costs) - min(costs),
                "peak": max(Fraction(0), *costs),
                "squares": sum((x * x for x in costs), Fraction(0)),
            }[self.measure]
            if amount:
                worst = max(gaps, key=lambda name: abs(gaps[name]))
                label = group or Words("总体", "the whole")
                yield self.finding(amount, group=label, amount=amount, period=worst)

    def _cost(self, amount: Fraction, share: Fraction) -> Fraction:
        gap = amount - share
        beyond = max(Fraction(0), abs(gap) - self.allow.of(share))
        return beyond if gap > 0 else -beyond

    def _period_gaps(self, plan: Plan) -> Iterator[tuple[str, dict[str, Fraction]]]:
        problem = plan.problem
        capacity: dict[str, Fraction] = {}
        for period in problem.periods(self.over, rounds_of(problem, self.rounds)):
            capacity[period.name] = problem.capacity(period.rounds, self.teams)
        full = sum(capacity.values())
        loads: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
        for visit in plan.select(self.visits(problem)):
            for group in visit.values(self.by) if self.by else ("",):
                loads[group][visit.values(self.over)[0]] += visit.size(self.unit)
        for group, load in loads.items():
            whole = sum(load.values(), Fraction(0))
            yield (
                group,
                {
                    name: self._cost(load[name], whole * own / full if full else Fraction(0))
                    for name, own in capacity.items()
                },
            )

    def _team_gaps(self, plan: Plan) -> Iterator[tuple[str, dict[str, Fraction]]]:
        problem: Problem = plan.problem
        visits = self.visits(problem)
        for period in problem.periods(self.over, rounds_of(problem, self.rounds)):
            load: dict[str, Fraction] = {
                t.id: Fraction(0) for t in problem.teams if self.teams is None or t.id in self.teams
            }
            for visit in plan.select(visits):
                if visit.team is not None and visit.round.id in period.rounds:
                    load[visit.team.id] += visit.size(self.unit)
            own = {t: problem.capacity(period.rounds, frozenset({t})) for t in load}
            whole, full = sum(load.values(), Fraction(0)), sum(own.values())
            yield (
                period.name,
                {
                    problem.team[t].title: self._cost(
                        load[t], whole * own[t] / full if full else Fraction(0)
                    )
                    for t in load
                },
            )
