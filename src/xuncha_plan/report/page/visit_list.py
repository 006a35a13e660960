"""The list of visits: one row each, with all that is known of it folded at its end."""

from collections.abc import Iterable, Iterator

from xuncha_plan.model import Words
from xuncha_plan.report.figures import weeks
from xuncha_plan.report.follow_up import LOOKBACK, STEPS, FollowUp
from xuncha_plan.report.onsite import Stay
from xuncha_plan.report.page.changes import Changes
from xuncha_plan.report.page.hindrances import HINDRANCES, hindrances
from xuncha_plan.report.page.markup import Child, Element, e, put
from xuncha_plan.report.page.moves import Reasons, named
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.headings import HEADINGS
from xuncha_plan.report.papers.overview import SPAN
from xuncha_plan.report.papers.supervision import FOCUS, check, focus

COLUMNS = (
    "target", "target_name", "kind", "sector", "region", "risk", "round_name", "team_name", "mode",
    "purpose", "entry", "departure", "workload", "load",
)  # fmt: skip
SHORT = {
    "target": Words("编号", "Id"),
    "entry": Words("进驻", "Entry"),
    "departure": Words("撤点", "Departure"),
    "workload": Words("工作量", "Work"),
    "load": Words("投入", "Load"),
}
FACTS = Words("详情", "Facts")
BEFORE = Words("原计划", "Before")
NEW = Words("新增", "new")
ROUND = Words("轮次起止", "The round")
CHECK = Words("上轮整改检查", "Last rectification")
PARENT = Words("所属对象", "Goes with")
OPEN = Words("可巡察时段", "Open")


def visit_list(
    basis: Basis, changes: Changes | None, year: int | None, found: list[Reasons]
) -> Element:
    """The table; a row's id is `v` and the number of its visit."""
    rules = named(basis.problem)
    headings = [basis.say(SHORT.get(key, HEADINGS[key])) for key in COLUMNS]
    headings += [basis.say(BEFORE)] if changes else []
    head = put(e("tr"), (e("th", heading, scope="col") for heading in headings))
    put(head, [e("th", basis.say(FACTS), scope="col")])
    body = e("tbody")
    lines = zip(basis.stays, basis.follow_ups, basis.sources, strict=True)
    for number, (stay, after, source) in enumerate(lines):
        if year in (None, stay.visit.round.year):
            row = e("tr", id=f"v{number}", class_=f"m-{stay.visit.mode}")
            put(row, (e("td", cell) for cell in _cells(basis, stay)))
            if changes:
                put(row, [e("td", _before(basis, changes, stay), class_="before")])
            kept = hindrances(basis, rules, found[number])
            known = (
                (basis.say(HEADINGS["source"]), source),
                (basis.say(HINDRANCES), kept),
                *_known(basis, stay, after),
            )
            body.append(put(row, [e("td", _facts(basis, known))]))
    return e("table", e("thead", head), body, class_="visits", id="visits")


def _cells(basis: Basis, stay: Stay) -> tuple[Child, ...]:
    visit, risk = stay.visit, stay.visit.target.risk
    return (
        visit.target.id,
        visit.target.title,
        *(basis.of_target(field, visit) for field in ("kind", "sector", "region")),
        "" if risk is None else weeks(risk),
        visit.round.title,
        basis.team(visit),
        basis.naming.mode(visit.mode),
        basis.naming.purpose(visit.purpose),
        stay.entry.isoformat(),
        stay.departure.isoformat(),
        weeks(visit.workload),
        weeks(visit.load),
    )


def _before(basis: Basis, changes: Changes, stay: Stay) -> str:
    move = changes.of(stay.visit)
    if move is None:
        return ""
    if move.old is None:
        return basis.say(NEW)
    return said_of(basis, move.old.round, move.old.team)


def said_of(basis: Basis, round_id: str, team: str | None) -> str:
    """A round and a team in one line; the superior's own is none."""
    names = (basis.naming.value("round", round_id), team and basis.naming.value("team", team))
    return " · ".join(filter(None, names))


def _facts(basis: Basis, known: Iterable[tuple[str, str]]) -> Element:
    facts = e("dl")
    for name, value in known:
        if value:
            put(facts, (e("dt", name), e("dd", value)))
    return e("details", e("summary", basis.say(FACTS)), facts)


def _known(basis: Basis, stay: Stay, after: FollowUp) -> Iterator[tuple[str, str]]:
    visit, target = stay.visit, stay.visit.target
    yield basis.say(ROUND), basis.say(SPAN, start=visit.round.start, end=visit.round.end)
    yield basis.say(FOCUS), focus(basis, target)
    yield basis.say(HEADINGS["last_visit"]), str(target.last_visit or "")
    yield basis.say(HEADINGS["last_grade"]), basis.grade(target)
    yield basis.say(CHECK), check(basis, target)
    parent = basis.problem.target.get(target.parent or "")
    yield basis.say(PARENT), parent.title if parent else target.parent or ""
    bounds = (target.not_before, target.not_after)
    yield basis.say(OPEN), " … ".join(str(day or "") for day in bounds) if any(bounds) else ""
    for step, day in after.steps():
        yield basis.say(STEPS[step]), day.isoformat()
    yield basis.say(LOOKBACK), str(after.lookback or "")
    yield from target.columns.items()
