"""Each planned visit with what became of it, and the plan as it was carried out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from xuncha_plan.files.report_table import Report
from xuncha_plan.model import PlanRecord, Problem, VisitRecord, Words

State = Literal["done", "early", "late", "slipped", "running", "ahead", "extra"]
STATES: dict[State, Words] = {
    "done": Words("按期完成", "done"),
    "early": Words("提前完成", "early"),
    "late": Words("推后完成", "late"),
    "slipped": Words("未完成", "slipped"),
    "running": Words("进行中", "under way"),
    "ahead": Words("未到期", "ahead"),
    "extra": Words("计划外", "not planned"),
}
CARRIED_OUT = frozenset({"done", "early", "late", "extra"})


@dataclass(frozen=True)
class Fate:
    """A visit as planned, as it was done, or both; one of the two is there."""

    state: State
    planned: VisitRecord | None = None
    actual: VisitRecord | None = None

    @property
    def visit(self) -> VisitRecord:
        """The visit as planned; as it was done where none was."""
        found = self.planned or self.actual
        assert found is not None
        return found


@dataclass(frozen=True)
class Progress:
    """A plan on a day, visit by visit in the order of the plan, those outside it last."""

    problem: Problem
    as_of: date
    fates: tuple[Fate, ...]

    def carried_out(self) -> tuple[VisitRecord, ...]:
        """The visits that were done, as they were."""
        return tuple(x.actual for x in self.fates if x.actual and x.state in CARRIED_OUT)

    def expected(self) -> tuple[VisitRecord, ...]:
        """What was done and what of the plan remains: all but the visits that slipped."""
        rest = (x.planned for x in self.fates if x.state in {"running", "ahead"})
        return (*self.carried_out(), *(visit for visit in rest if visit is not None))


def progress(
    problem: Problem, record: PlanRecord, reports: Iterable[Report], as_of: date
) -> Progress:
    """What became of each visit; a visit of a round that is over and not reported has slipped.

    A report is of the planned visit of its target and purpose that is in its round or, where none
    is, of the first that has no report.
    """
    planned: dict[tuple[str, str], list[VisitRecord]] = defaultdict(list)
    place = {r.id: i for i, r in enumerate(problem.ordered)}
    for one in sorted(record.visits, key=lambda v: place.get(v.round, len(place))):
        planned[one.target, one.purpose].append(one)
    found: dict[int, Fate] = {}
    extra: list[Fate] = []
    for report in sorted(reports, key=lambda r: not _names_its_round(r, planned)):
        visit = _meant(report, planned[report.target, report.purpose])
        if visit is None:
            extra += _outside(report)
        else:
            planned[report.target, report.purpose].remove(visit)
            found[id(visit)] = _reported(visit, report, place)
    fates = (found.get(id(v)) or _not_reported(v, problem, as_of) for v in record.visits)
    return Progress(problem, as_of, (*fates, *extra))


def _names_its_round(report: Report, planned: dict[tuple[str, str], list[VisitRecord]]) -> bool:
    visits = planned.get((report.target, report.purpose), ())
    return any(visit.round == report.round for visit in visits)


def _meant(report: Report, visits: list[VisitRecord]) -> VisitRecord | None:
    same = (visit for visit in visits if visit.round == report.round)
    return next(same, visits[0] if visits else None)


def _outside(report: Report) -> Iterator[Fate]:
    """A visit that no plan had; one that was not done either is nothing."""
    if report.status == "done" and report.round is not None:
        mode = report.mode or "self_run"
        visit = VisitRecord(report.target, report.purpose, report.round, mode, report.team)
        yield Fate("extra", None, visit)


def _reported(visit: VisitRecord, report: Report, place: dict[str, int]) -> Fate:
    if report.status != "done":
        return Fate("running" if report.status == "running" else "slipped", visit)
    actual = replace(
        visit,
        round=report.round or visit.round,
        mode=report.mode or visit.mode,
        team=report.team or visit.team,
    )
    was, now = place.get(visit.round, -1), place[actual.round] if report.round else -1
    if report.round is None or was == now:
        return Fate("done", visit, actual)
    return Fate("late" if now > was else "early", visit, actual)


def _not_reported(visit: VisitRecord, problem: Problem, as_of: date) -> Fate:
    its = problem.round.get(visit.round)
    if its is None or its.end < as_of:
        return Fate("slipped", visit)
    return Fate("running" if its.start <= as_of else "ahead", visit)
