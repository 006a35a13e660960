"""Rotation: a team does not meet the same target or region again too soon."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema

from xuncha_plan.model import (
    PURPOSES,
    Count,
    Demand,
    Finding,
    Formulation,
    Ids,
    Plan,
    Problem,
    Rule,
    Selection,
    Visit,
    Words,
)


def _within(value: Any) -> Any:  # as it was read
    return str(value) if isinstance(value, str) and value == "term" else value


class Rotation(Rule):
    title = Words("轮换", "rotation")
    about = Words(
        "同一巡察组在序号相差小于 within 的两个轮次中，不重复巡察同一对象或同一地域；"
        "within: term 为届期内不重复。列入层级时，每对重复的轮次计1。",
        "A team does not visit the same target or region again in a round whose index differs by "
        "less than `within`; `term` means ever. In a tier, each pair of rounds that repeats counts "
        "1.",
    )
    breach = Words(
        "{team}在{first}与{second}都到{what}",
        "{team} visits {what} both in {first} and in {second}",
    )
    fine_print = (
        Words(
            "各种性质、各种方式的任务都算，由上级派组的除外；一轮内到同一地域几次不算重复。",
            "Visits of every purpose and mode count, but those without a team; several in a "
            "region within one round are no repetition.",
        ),
        Words(
            "序号按全部轮次排，组不在场的轮次也占一个。",
            "Indices are those of all rounds, whether or not the team is present.",
        ),
        Words(
            "within 为0或1时，什么也不限制。",
            "`within` of 0 or 1 forbids nothing.",
        ),
    )

    rule: Literal["rotation"] = "rotation"
    of: Annotated[Literal["target", "region"], Words("对象或地域", "target or region")] = "target"
    within: Annotated[
        Literal["term"] | Count,
        BeforeValidator(_within),
        WithJsonSchema({"anyOf": [{"const": "term"}, {"type": "integer"}]}),
        Words("序号相差小于多少", "indices that differ by less than this"),
    ]

    def _too_soon(self, i: int, j: int) -> bool:
        return i != j and (self.within == "term" or abs(i - j) < self.within)

    # The solver's side. Where a team could meet a target again in a look-back alone, and the rule
    # that asks for it is hard and sends another team, nothing is left to ask of a class: that rule
    # finds the members for its look-backs without telling them apart, and so must this one.

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        problem = formulation.problem
        if self.of == "region":
            for group in problem.groups("region").values():
                yield from self._apart(formulation, group)
            return
        again = frozenset(t.id for t in problem.targets if self._visits(problem, t.id) > 1)
        by_others = frozenset(t for t in again if self._is_left_to_others(problem, t))
        alone = [one for one in formulation.alike(by_others) if len(one) == 1]
        for group in (*alone, *(frozenset({t}) for t in sorted(again - by_others))):
            yield from self._apart(formulation, group)

    def _visits(self, problem: Problem, target: str) -> int:
        """The most visits that a target may have."""
        asked = {purpose: len(problem.asked(purpose, target)) for purpose in PURPOSES}
        return problem.times(target) + asked["special"] + min(1, asked["lookback"])

    def _is_left_to_others(self, problem: Problem, target: str) -> bool:
        """Whether all that a target may have is coverage, and a look-back that others make."""
        backs = problem.asked("lookback", target)
        return self._visits(problem, target) == 2 and len(backs) == 1 and backs[0].by_others

    def _apart(self, formulation: Formulation, group: Ids) -> Iterator[Demand]:
        problem = formulation.problem
        for team in problem.teams:
            present = [r for r in problem.ordered if team.id in problem.present(r.id)]
            met = Selection(targets=group, teams=frozenset({team.id}))
            for one, two in combinations(present, 2):
                if self._too_soon(problem.index[one.id], problem.index[two.id]):
                    first = formulation.whether(met.also(rounds=frozenset({one.id})))
                    second = formulation.whether(met.also(rounds=frozenset({two.id})))
                    yield first + second <= 1

    def check(self, plan: Plan) -> Iterator[Finding]:
        met: dict[tuple[str, str], dict[int, Visit]] = defaultdict(dict)
        for visit in plan.visits:
            what = (visit.target.id,) if self.of == "target" else visit.values("region")
            for team in visit.values("team"):
                for value in what:
                    met[team, value].setdefault(plan.problem.index[visit.round.id], visit)
        for team, value in sorted(met):
            visits = met[team, value]
            for i, j in combinations(sorted(visits), 2):
                if self._too_soon(i, j):
                    yield self.finding(
                        1,
                        visits[j],
                        visits[i],
                        team=plan.problem.team[team].title,
                        what=value,
                        first=plan.problem.ordered[i].title,
                        second=plan.problem.ordered[j].title,
                    )
