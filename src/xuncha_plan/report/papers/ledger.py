"""The ledger of full coverage (全覆盖台账): every target, its last and its next visit."""

from collections.abc import Iterator

from xuncha_plan.model import Target, Visit, Words
from xuncha_plan.report.onsite import Stay
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.headings import HEADINGS, NO, YES
from xuncha_plan.report.papers.paper import Cell, Paper, Row

NAME = Words("全覆盖台账", "Ledger of targets")
TITLE = Words("{name}巡察全覆盖台账", "{name}: ledger of full coverage")
COUNTS = Words("计入全覆盖", "Counts as coverage")
BACK, SPECIAL = Words("回头看轮次", "Look-back"), Words("专项轮次", "Special")
NONE = Words("未安排", "not planned")
FREE = Words("无须覆盖", "not wanted")
NOTE = Words(
    "对象{targets}个，已安排{covered}个，未安排{open}个。",
    "{targets} targets: {covered} planned, {open} not.",
)
LEFT = ("target", "target_name", "kind", "sector", "region", "risk", "workload")
PAST = ("last_visit", "last_grade")
RIGHT = ("year", "round_name", "entry", "departure", "team_name", "mode")


def ledger(basis: Basis) -> Paper:
    """One row a target and covering visit, in the order of the problem."""
    planned: dict[str, list[Stay]] = {}
    for stay in basis.stays:
        if stay.visit.purpose == "coverage":
            planned.setdefault(stay.visit.target.id, []).append(stay)
    targets = basis.problem.targets
    wanted = [t.id for t in targets if basis.problem.times(t.id)]
    blanks = {
        "targets": len(targets),
        "covered": len(planned),
        "open": sum(1 for target in wanted if target not in planned),
    }
    return Paper(
        basis.say(NAME),
        basis.say(TITLE, name=basis.problem.jurisdiction.name),
        (
            *(basis.say(HEADINGS[key]) for key in (*LEFT, *PAST, *RIGHT)),
            *(basis.say(words) for words in (COUNTS, BACK, SPECIAL)),
        ),
        [row for target in targets for row in _rows(basis, target, planned.get(target.id, []))],
        (basis.say(NOTE, **blanks),),
        kept=2,
        large=True,
    )


def _rows(basis: Basis, target: Target, planned: list[Stay]) -> Iterator[Row]:
    known = _known(basis, target)
    others = tuple(_rounds(basis, target, purpose) for purpose in ("lookback", "special"))
    for stay in planned:
        yield Row((*known, *_visit(basis, stay), *others))
    if not planned:
        wanted = basis.problem.times(target.id) > 0
        none = basis.say(NONE if wanted else FREE)
        yield Row((*known, None, none, None, None, "", "", basis.say(NO), *others), alarm=wanted)


def _known(basis: Basis, target: Target) -> tuple[Cell, ...]:
    values = [getattr(target, field) for field in ("kind", "sector", "region")]
    names = [
        "" if value is None else basis.naming.value(field, value)
        for field, value in zip(("kind", "sector", "region"), values, strict=True)
    ]
    return (
        target.id,
        target.title,
        *names,
        target.risk,
        target.workload,
        target.last_visit,
        basis.grade(target),
    )


def _visit(basis: Basis, stay: Stay) -> tuple[Cell, ...]:
    visit: Visit = stay.visit
    counts = basis.problem.mode[visit.mode].counts_as_coverage
    return (
        visit.round.year,
        visit.round.title,
        stay.entry,
        stay.departure,
        basis.team(visit),
        basis.naming.mode(visit.mode),
        basis.say(YES if counts else NO),
    )


def _rounds(basis: Basis, target: Target, purpose: str) -> str:
    titles = [v.round.title for v in basis.plan.of(target.id) if v.purpose == purpose]
    return basis.listed(titles)
