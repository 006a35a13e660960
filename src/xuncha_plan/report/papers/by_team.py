"""A team's sheet: what it does round by round, against what it can carry."""

from collections.abc import Iterator

from xuncha_plan.model import Team, Words, sizes
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.columns import cells, headings
from xuncha_plan.report.papers.paper import Cell, Paper, Row, share

TITLE = Words("{team}任务表", "{team}: visits")
SUM = Words("小计（力量{capacity}组周）", "Sum (capacity {capacity})")
COLUMNS = (
    "round_name", "target", "target_name", "kind", "region", "mode", "purpose", "entry",
    "departure", "workload", "load", "used",
)  # fmt: skip


def by_team(basis: Basis, team: Team) -> Paper:
    """One row a visit of the team, and one a round for what it comes to."""
    return Paper(
        team.title,
        basis.say(TITLE, team=team.title),
        headings(basis, COLUMNS),
        list(_rows(basis, team)),
        filtered=False,
    )


def _rows(basis: Basis, team: Team) -> Iterator[Row]:
    mine = frozenset({team.id})
    for r in basis.problem.ordered:
        stays = [s for s, _ in basis.by_round[r.id] if mine & set(s.visit.values("team"))]
        if not stays and team.id not in basis.problem.present(r.id):
            continue
        stays.sort(key=lambda s: (s.entry, s.departure, s.visit.target.id))
        yield from (Row(cells(basis, COLUMNS, stay, used=None)) for stay in stays)
        visits, capacity = [s.visit for s in stays], basis.problem.capacity([r.id], mine)
        load = sizes(visits, "load")
        name = basis.say(SUM, capacity=capacity)
        sums = (sizes(visits, "workload"), load, share(load, capacity))
        blank: tuple[Cell, ...] = ("",) * (len(COLUMNS) - 2 - len(sums))
        yield Row((r.title, name, *blank, *sums), strong=True, alarm=load > capacity)
