"""Every visit with all that is known of it, one a row: a plan that can be read back."""

from xuncha_plan.model import Words
from xuncha_plan.report.follow_up import FollowUp
from xuncha_plan.report.onsite import Stay
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.headings import HEADINGS
from xuncha_plan.report.papers.paper import Cell, Paper, Row
from xuncha_plan.report.rows import COLUMNS, DATES

NAME = Words("任务清单", "Visits")


def visits(basis: Basis, year: int | None = None) -> Paper:
    """The columns of the CSV, then the days on site and after; of one year or of all."""
    lines = zip(basis.stays, basis.follow_ups, basis.sources, strict=True)
    return Paper(
        basis.say(NAME),
        "",  # the headings come first, where a reader of tables looks for them
        tuple(basis.say(HEADINGS[key]) for key in (*COLUMNS, *DATES)),
        [
            Row(_cells(basis, stay, after, source))
            for stay, after, source in lines
            if year in (None, stay.visit.round.year)
        ],
        kept=9,
        large=True,
    )


def _cells(basis: Basis, stay: Stay, after: FollowUp, source: str) -> tuple[Cell, ...]:
    visit = stay.visit
    return (
        visit.round.year,
        visit.round.id,
        visit.round.title,
        visit.round.start,
        visit.round.end,
        visit.team.id if visit.team else "",
        visit.team.title if visit.team else "",
        visit.target.id,
        visit.target.title,
        *(basis.of_target(field, visit) for field in ("kind", "sector", "region")),
        basis.naming.mode(visit.mode),
        basis.naming.purpose(visit.purpose),
        visit.workload,
        visit.load,
        source,
        stay.entry,
        stay.departure,
        *(day for _, day in after.steps()),
        after.lookback,
    )
