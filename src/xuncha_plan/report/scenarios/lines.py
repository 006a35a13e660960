"""Scenarios side by side: one line a figure, a column each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from xuncha_plan.check import plan_of
from xuncha_plan.model import Claim, Language, Plan, PlanRecord, Problem, Words, decimal, sizes
from xuncha_plan.report.figures import Reached, milestones, percent, weeks

VERDICT = {
    "optimal": Words("最优", "optimal"),
    "feasible": Words("可行", "feasible"),
    "infeasible": Words("无解", "none exists"),
    "no_plan": Words("没找到", "none found"),
    "interrupted": Words("已中断", "interrupted"),
    "fault": Words("故障", "failed"),
}
FIGURE = Words("项目", "figure")
STATUS = Words("结论", "verdict")
TIER = Words("层级：{name}", "tier: {name}")
MILESTONE = Words("节点：{name}", "milestone: {name}")
VISITS = Words("任务数", "visits")
LOAD = Words("投入/力量（组周）", "load/capacity")
USED = Words("负荷", "used")
SECONDS = Words("用时（秒）", "seconds")
BASE = Words("现状", "as it is")
AT_LEAST = "≥"


@dataclass(frozen=True)
class Column:
    """A scenario and how its search ended; without a record there is no plan."""

    name: str
    problem: Problem
    kind: str
    record: PlanRecord | None
    seconds: float

    @property
    def plan(self) -> Plan | None:
        """The plan, looked up in the scenario's problem."""
        return None if self.record is None else plan_of(self.problem, self.record)

    def claim(self, tier: str) -> Claim | None:
        """What is known of a tier; None where there is no plan or no such tier."""
        claims = self.record.tiers if self.record else ()
        return next((claim for claim in claims if claim.id == tier), None)

    def reached(self) -> dict[str, Reached]:
        """The milestones by name; none without a plan."""
        plan = self.plan
        return {} if plan is None else {one.name: one for one in milestones(plan)}


Line = tuple[str, list[str]]


def lines(columns: Sequence[Column], language: Language) -> Iterator[Line]:
    """One line a figure: its name, and what it is in each scenario; `-` where there is none."""
    yield STATUS.say(language), [VERDICT[column.kind].say(language) for column in columns]
    for tier, title in _tiers(columns).items():
        yield TIER.say(language, name=title), [_claimed(column.claim(tier)) for column in columns]
    reached = [column.reached() for column in columns]
    for name in dict.fromkeys(name for one in reached for name in one):
        yield MILESTONE.say(language, name=name), [_reached(one.get(name)) for one in reached]
    plans = [column.plan for column in columns]
    yield VISITS.say(language), ["-" if plan is None else str(len(plan.visits)) for plan in plans]
    yield LOAD.say(language), [_load(plan) for plan in plans]
    yield USED.say(language), [_used(plan) for plan in plans]
    yield SECONDS.say(language), [f"{column.seconds:.1f}" for column in columns]


def _tiers(columns: Sequence[Column]) -> dict[str, str]:
    return {tier.id: tier.title for column in columns for tier in column.problem.tiers}


def _claimed(claim: Claim | None) -> str:
    """A tier's value; where it is not proved, with the bound below which no plan goes."""
    if claim is None:
        return "-"
    value = decimal(claim.value, 2)
    if claim.status == "optimal" or claim.bound is None:
        return value
    return f"{value} ({AT_LEAST}{decimal(claim.bound, 2)})"


def _reached(reached: Reached | None) -> str:
    return "-" if reached is None else f"{decimal(reached.done, 2)}/{decimal(reached.wanted, 2)}"


def work(plan: Plan) -> Fraction:
    """The own load of all visits, in team-weeks."""
    return sizes(plan.visits, "load")


def _load(plan: Plan | None) -> str:
    return "-" if plan is None else f"{weeks(work(plan))}/{weeks(plan.problem.capacity())}"


def _used(plan: Plan | None) -> str:
    return "-" if plan is None else percent(work(plan), plan.problem.capacity())
