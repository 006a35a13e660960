"""Pairing: who sends teams to whom in cross-region visits."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Annotated, Literal

from xuncha_plan.model import (
    Count,
    Demand,
    Finding,
    Formulation,
    Linear,
    Plan,
    Problem,
    Rule,
    Selection,
    Truth,
    Visit,
    Words,
)

CROSSING = frozenset({"cross_region"})


class Pairing(Rule):
    title = Words("交叉配对", "pairing")
    about = Words(
        "异地交叉任务中，同一轮不互巡（甲地的组巡乙地、乙地的组又巡甲地）；"
        "同一派出地与受巡地在序号相差小于 no_repeat_within 的轮次中不重复。列入层级时，"
        "每对不符计1。",
        "Over cross-region visits: in one round not both a team of home a in region b and one of "
        "home b in region a; the same home and region not again in a round whose index differs by "
        "less than `no_repeat_within`. In a tier, each such pair counts 1.",
    )
    breach = Words(
        "{first}与{second}不合交叉配对要求（{home}、{region}）",
        "{first} and {second} break the pairing of {home} and {region}",
    )
    fine_print = (
        Words(
            "同一地域派出的几个组合算一方，一轮内去几个对象也只算一次。",
            "All teams of a home are one side, and several targets in a round one meeting.",
        ),
        Words(
            "没有 home 的组和没有地域的对象不涉及；辖区外的 home 不会互巡，只会重复。",
            "Teams without a home and targets without a region are no matter; a home outside "
            "can repeat, but is never mutual.",
        ),
    )

    rule: Literal["pairing"] = "pairing"
    no_mutual: Annotated[Truth, Words("不互巡", "no mutual visits in a round")] = True
    no_repeat_within: Annotated[
        Count,
        Words("序号相差小于多少时不重复", "no repeat in rounds that differ by less than this"),
    ] = 0

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        problem = formulation.problem
        homes = sorted({team.home for team in problem.teams if team.home is not None})
        regions = problem.groups("region")
        for home in homes:
            for region in regions:
                if self.no_mutual and home < region and home in regions and region in homes:
                    for r in problem.ordered:
                        there = self._sent(formulation, home, region, r.id)
                        back = self._sent(formulation, region, home, r.id)
                        yield there + back <= 1
                for one, two in combinations(problem.ordered, 2):
                    if problem.index[two.id] - problem.index[one.id] < self.no_repeat_within:
                        first = self._sent(formulation, home, region, one.id)
                        yield first + self._sent(formulation, home, region, two.id) <= 1

    def _sent(self, formulation: Formulation, home: str, region: str, r: str) -> Linear:
        problem: Problem = formulation.problem
        teams = frozenset(team.id for team in problem.teams if team.home == home)
        targets = problem.groups("region")[region]
        return formulation.whether(Selection(targets, frozenset({r}), CROSSING, teams))

    def check(self, plan: Plan) -> Iterator[Finding]:
        sent: dict[tuple[str, str], dict[int, Visit]] = defaultdict(dict)
        for visit in plan.visits:
            if visit.mode in CROSSING and visit.team and visit.team.home and visit.target.region:
                index = plan.problem.index[visit.round.id]
                sent[visit.team.home, visit.target.region].setdefault(index, visit)
        for home, region in sorted(sent):
            there, back = sent[home, region], sent.get((region, home), {})
            for i, j in combinations(sorted(there), 2):
                if j - i < self.no_repeat_within:
                    yield self._pair(there[i], there[j], home, region)
            if self.no_mutual and home < region:
                for i in sorted(there.keys() & back.keys()):
                    yield self._pair(there[i], back[i], home, region)

    def _pair(self, one: Visit, two: Visit, home: str, region: str) -> Finding:
        first, second = one.round.title, two.round.title
        return self.finding(1, two, one, first=first, second=second, home=home, region=region)
