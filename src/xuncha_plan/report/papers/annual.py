"""The annual plan: the year's visits by round and team."""

from itertools import count

from xuncha_plan.model import Words, sizes
from xuncha_plan.report.figures import weeks
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.columns import cells, headings
from xuncha_plan.report.papers.paper import Paper, Row

NAME = Words("{year}年计划", "Plan {year}")
TITLE = Words("{name}{year}年度巡察任务安排表", "{name}: visits of {year}")
NOTE = Words(
    "共{visits}个任务，自有投入{load}组周，力量{capacity}组周。",
    "{visits} visits, own load {load} of {capacity} team-weeks.",
)
COLUMNS = (
    "number", "round_name", "team_name", "target", "target_name", "kind", "sector", "region",
    "mode", "purpose", "entry", "departure", "workload", "load", "source",
)  # fmt: skip


def annual(basis: Basis, year: int) -> Paper:
    """One row a visit of the year."""
    number = count(1)
    rows = [
        Row(cells(basis, COLUMNS, stay, number=next(number), source=source))
        for stay, source in zip(basis.stays, basis.sources, strict=True)
        if stay.visit.round.year == year
    ]
    return Paper(
        basis.say(NAME, year=year),
        basis.say(TITLE, name=basis.problem.jurisdiction.name, year=year),
        headings(basis, COLUMNS),
        rows,
        (_note(basis, year),),
        kept=5,
    )


def _note(basis: Basis, year: int) -> str:
    visits = [visit for visit in basis.plan.visits if visit.round.year == year]
    capacity = basis.problem.capacity(r.id for r in basis.problem.rounds if r.year == year)
    return basis.say(
        NOTE, visits=len(visits), load=weeks(sizes(visits, "load")), capacity=weeks(capacity)
    )
