"""Progress in figures: by round, year, sector and team, and at the milestones."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from xuncha_plan.check import plan_of
from xuncha_plan.model import PlanRecord, VisitRecord, Words
from xuncha_plan.report.actual.states import Fate, Progress
from xuncha_plan.report.figures import milestones

By = Literal["round", "year", "sector", "team"]
BYS: tuple[By, ...] = ("round", "year", "sector", "team")
Standing = Literal["reached", "on course", "at risk", "missed"]
STANDINGS: dict[Standing, Words] = {
    "reached": Words("已达到", "reached"),
    "on course": Words("按计划可达到", "on course"),
    "at risk": Words("有风险", "at risk"),
    "missed": Words("未达到", "missed"),
}


@dataclass(frozen=True)
class Group:
    """How many visits of a group are in each state; `planned` leaves out those not planned."""

    name: str
    states: Mapping[str, int]

    @property
    def planned(self) -> int:
        """How many the plan has."""
        return sum(self.states.values()) - self.states.get("extra", 0)


def groups(found: Progress, by: By) -> list[Group]:
    """The groups in the problem's order; a visit without the value, such as a team, is in none."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for fate in found.fates:
        if (name := _name(found, fate, by)) is not None:
            counts[name][fate.state] += 1
    order = {
        "round": [r.id for r in found.problem.ordered],
        "year": [str(year) for year in found.problem.years],
        "sector": list(found.problem.sectors),
        "team": [t.id for t in found.problem.teams],
    }[by]
    names = [*(name for name in order if name in counts), *sorted(set(counts) - set(order))]
    return [Group(name, counts[name]) for name in names]


def _name(found: Progress, fate: Fate, by: By) -> str | None:
    visit, problem = fate.visit, found.problem
    match by:
        case "round":
            return visit.round
        case "team":
            return visit.team
        case "year":
            its = problem.round.get(visit.round)
            return None if its is None else str(its.year)
        case "sector":
            target = problem.target.get(visit.target)
            return None if target is None else target.sector


@dataclass(frozen=True)
class AtMilestone:
    """A milestone: what is wanted, what is done, and what the rest of the plan still brings."""

    name: str
    by: str
    wanted: Fraction
    done: Fraction
    coming: Fraction
    standing: Standing

    @property
    def short(self) -> Fraction:
        """What will be missing unless something changes."""
        return max(Fraction(0), self.wanted - self.done - self.coming)


def at_milestones(found: Progress) -> list[AtMilestone]:
    """Every milestone rule, in the file's order."""
    done = milestones(plan_of(found.problem, _record(found.carried_out())))
    whole = milestones(plan_of(found.problem, _record(found.expected())))
    return [
        AtMilestone(
            one.name, one.by.isoformat(), one.wanted, one.done, other.done - one.done,
            _standing(one.wanted, one.done, other.done, is_past=one.by < found.as_of),
        )
        for one, other in zip(done, whole, strict=True)
    ]  # fmt: skip


def _record(visits: Iterable[VisitRecord]) -> PlanRecord:
    return PlanRecord(tuple(visits))


def _standing(wanted: Fraction, done: Fraction, whole: Fraction, *, is_past: bool) -> Standing:
    if done >= wanted:
        return "reached"
    if is_past:
        return "missed"
    return "on course" if whole >= wanted else "at risk"
