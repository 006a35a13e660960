"""Together: the targets of a group are covered in rounds close to one another."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Annotated, Literal

from xuncha_plan.model import (
    Count,
    Demand,
    Finding,
    Formulation,
    GroupRule,
    Ids,
    Plan,
    Problem,
    Selection,
    Truth,
    Words,
    total,
)


class Together(GroupRule):
    title = Words("同步安排", "together")
    about = Words(
        "同组对象的全覆盖任务所在轮次，序号相差不超过 within；same_team 时由同一巡察组承担。"
        "by: parent 把一个对象与其下属归为一组（巡镇带村）。列入层级时，计各组超出的序号差，"
        "再加多出的组数。",
        "Coverage visits of a group lie in rounds whose indices differ by at most `within`, by one "
        "team if `same_team`. `by: parent` groups a parent with its children (villages with their "
        "town). In a tier, each group counts its spread over `within`, plus the teams over one.",
    )
    breach = Words(
        "{group}相隔{spread}轮、由{teams}个组承担",
        "{group} lie {spread} rounds apart, by {teams} teams",
    )
    fine_print = (
        Words(
            "同一对象的几次全覆盖任务都算在内。",
            "Several coverage visits of one target all count.",
        ),
        Words(
            "由上级派组的任务不算一个组。",
            "A visit for which the superior's team comes is no team more.",
        ),
        Words(
            "有几个标签的对象在几组里；既有所属、又有下属的对象，在两组里。",
            "A target with several tags is in several groups; one that has a parent and "
            "children is in two.",
        ),
    )

    rule: Literal["together"] = "together"
    within: Annotated[Count, Words("允许相差的轮次数", "rounds that they may lie apart")] = 0
    same_team: Annotated[Truth, Words("同一巡察组", "one team for all")] = False

    def bundles(self, problem: Problem) -> list[Ids]:
        if self.tier is not None or self.within or not self.same_team:
            return []
        return list(self.groups(problem).values())

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        problem = formulation.problem
        order = [r.id for r in problem.ordered]
        for group in self.groups(problem).values():
            visits = Selection(targets=group, purposes=frozenset({"coverage"}))
            # a spread of k over `within` shows at k places: one visit before, one too far after
            for i in range(len(order) - self.within - 1):
                early = formulation.whether(visits.also(rounds=frozenset(order[: i + 1])))
                late = formulation.whether(
                    visits.also(rounds=frozenset(order[i + self.within + 1 :]))
                )
                yield early + late <= 1
            if self.same_team:
                of_team = (visits.also(teams=frozenset({t.id})) for t in problem.teams)
                yield total(map(formulation.whether, of_team)) <= 1

    def check(self, plan: Plan) -> Iterator[Finding]:
        at: dict[str, list[int]] = defaultdict(list)
        by: dict[str, set[str]] = defaultdict(set)
        for visit in plan.visits:
            if visit.purpose == "coverage":
                at[visit.target.id].append(plan.problem.index[visit.round.id])
                by[visit.target.id] |= set(visit.values("team"))
        for name, group in self.groups(plan.problem).items():
            indices = [i for target in group for i in at[target]]
            spread = max(indices) - min(indices) if indices else 0
            teams = len(set().union(*(by[target] for target in group)))
            amount = max(0, spread - self.within) + (max(0, teams - 1) if self.same_team else 0)
            if amount:
                visits = [v for target in sorted(group) for v in plan.of(target, "coverage")]
                yield self.finding(
                    amount, *visits, group=name or sorted(group), spread=spread, teams=teams
                )
