"""A round's sheet: which team visits whom, from when to when."""

from collections.abc import Iterator
from itertools import groupby

from xuncha_plan.model import Round, Words, sizes
from xuncha_plan.report.figures import weeks
from xuncha_plan.report.onsite import Stay
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.columns import cells, headings
from xuncha_plan.report.papers.paper import Cell, Paper, Row, share

TITLE = Words("{round}巡察任务分工表（{start}至{end}）", "{round}: visits, {start} to {end}")
SUM = Words("小计（力量{capacity}组周）", "Sum (capacity {capacity})")
IDLE = Words("本轮没有任务的巡察组：{teams}", "Teams without a visit in the round: {teams}")
COLUMNS = (
    "team_name", "target", "target_name", "kind", "sector", "region", "mode", "purpose", "entry",
    "departure", "workload", "load", "used", "source",
)  # fmt: skip


def by_round(basis: Basis, r: Round) -> Paper:
    """One row a visit of the round, and one a team for what it comes to."""
    lines = basis.by_round[r.id]
    busy = {stay.visit.team.id for stay, _ in lines if stay.visit.team}
    idle = [basis.problem.team[t].title for t in basis.problem.present(r.id) if t not in busy]
    return Paper(
        r.title,
        basis.say(TITLE, round=r.title, start=r.start, end=r.end),
        headings(basis, COLUMNS),
        list(_rows(basis, r, lines)),
        (basis.say(IDLE, teams=idle),) if idle else (),
        filtered=False,
    )


def _rows(basis: Basis, r: Round, lines: list[tuple[Stay, str]]) -> Iterator[Row]:
    for name, grouped in groupby(lines, key=lambda line: basis.team(line[0].visit)):
        mine = sorted(grouped, key=lambda line: (line[0].entry, line[0].visit.target.id))
        yield from (
            Row(cells(basis, COLUMNS, stay, used=None, source=source)) for stay, source in mine
        )
        team, visits = mine[0][0].visit.team, [stay.visit for stay, _ in mine]
        if team is None:
            continue
        capacity = basis.problem.capacity([r.id], frozenset({team.id}))
        load = sizes(visits, "load")
        said = basis.say(SUM, capacity=weeks(capacity))
        sums = (sizes(visits, "workload"), load, share(load, capacity), "")
        blank: tuple[Cell, ...] = ("",) * (len(COLUMNS) - 2 - len(sums))
        yield Row((name, said, *blank, *sums), strong=True, alarm=load > capacity)
