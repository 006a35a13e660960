"""Events of the rounds themselves and of every visit in them."""

from collections import Counter
from collections.abc import Iterator

from xuncha_plan.model import Visit, Words
from xuncha_plan.report.figures import weeks
from xuncha_plan.report.ics.lines import Event
from xuncha_plan.report.papers.basis import Basis

ROUND, VISIT = Words("轮次", "round"), Words("巡察任务", "visit")
ROUND_SUMMARY = Words("{round}（{count}个任务）", "{round} ({count} visits)")
LINE = Words("{team}：{target}（{mode}，{purpose}）", "{team}: {target} ({mode}, {purpose})")
VISIT_SUMMARY = Words("{target}：{team}", "{target}: {team}")
FACTS = Words(
    "{round}；{mode}；{purpose}；工作量{workload}组周，自有投入{load}组周",
    "{round}; {mode}; {purpose}; workload {workload}, own load {load} team-weeks",
)
SOURCE = Words("依据：{source}", "source: {source}")


def round_events(basis: Basis, year: int | None) -> Iterator[Event]:
    """One event a round, with its visits in the description."""
    owner = basis.problem.jurisdiction.name
    for r in basis.problem.ordered:
        if year not in (None, r.year):
            continue
        stays = [stay for stay, _ in basis.by_round[r.id]]
        summary = basis.say(ROUND_SUMMARY, round=r.title, count=len(stays))
        lines = tuple(_line(basis, stay.visit) for stay in stays)
        yield Event(("round", owner, r.id), r.start, r.end, summary, lines, basis.say(ROUND))


def _line(basis: Basis, visit: Visit) -> str:
    return basis.say(
        LINE,
        team=basis.team(visit),
        target=visit.target.title,
        mode=basis.naming.mode(visit.mode),
        purpose=basis.naming.purpose(visit.purpose),
    )


def visit_events(basis: Basis, year: int | None) -> Iterator[Event]:
    """One event a visit, from entry to departure; one that moves stays the same event."""
    owner = basis.problem.jurisdiction.name
    number: Counter[tuple[str, str]] = Counter()
    for stay, source in zip(basis.stays, basis.sources, strict=True):
        visit = stay.visit
        number[visit.target.id, visit.purpose] += 1
        if year not in (None, visit.round.year):
            continue
        which = str(number[visit.target.id, visit.purpose])
        facts = basis.say(
            FACTS,
            round=visit.round.title,
            mode=basis.naming.mode(visit.mode),
            purpose=basis.naming.purpose(visit.purpose),
            workload=weeks(visit.workload),
            load=weeks(visit.load),
        )
        more = (basis.say(SOURCE, source=source),) if source else ()
        yield Event(
            ("visit", owner, visit.target.id, visit.purpose, which),
            stay.entry,
            stay.departure,
            basis.say(VISIT_SUMMARY, target=visit.target.title, team=basis.team(visit)),
            (facts, *more),
            basis.say(VISIT),
        )
