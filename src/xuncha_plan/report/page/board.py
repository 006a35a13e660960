"""The board: rounds across, teams down, a card a visit; cards are moved where a script runs."""

from collections.abc import Iterator

from xuncha_plan.model import Round, Words, sizes
from xuncha_plan.report.figures import weeks
from xuncha_plan.report.naming import DIMENSIONS, SUPERIOR
from xuncha_plan.report.onsite import Stay
from xuncha_plan.report.page.changes import Changes
from xuncha_plan.report.page.gantt import described_in_place, team_number
from xuncha_plan.report.page.markup import Element, e, put
from xuncha_plan.report.papers.basis import Basis

CAPTION = Words("轮次 × 巡察组（小字为自有投入/力量，组周）", "rounds by teams (own load/capacity)")
ABSENT = Words("不在场", "absent")


def board(basis: Basis, changes: Changes | None, year: int | None) -> Element:
    """The table; a cell's `data-slot` is the numbers of its round and team."""
    rounds = [r for r in basis.problem.ordered if year in (None, r.year)]
    head = e("tr", e("th", DIMENSIONS["team"].say(basis.language), scope="col"))
    for r in rounds:
        days = f"{r.start:%m-%d} {r.end:%m-%d}"
        put(head, [e("th", r.title, e("small", days), scope="col")])
    cells: dict[tuple[str, str | None], list[tuple[int, Stay]]] = {}
    for number, stay in enumerate(basis.stays):
        team = stay.visit.team.id if stay.visit.team else None
        cells.setdefault((stay.visit.round.id, team), []).append((number, stay))
    body = e("tbody")
    for team in (*(t.id for t in basis.problem.teams), None):
        if team is None and not any((r.id, None) in cells for r in rounds):
            continue
        name = SUPERIOR.say(basis.language) if team is None else basis.naming.value("team", team)
        row = e("tr", e("th", name, scope="row"))
        for r in rounds:
            put(row, [_cell(basis, r, team, cells.get((r.id, team), []), changes)])
        body.append(row)
    caption = e("caption", basis.say(CAPTION))
    return e("table", caption, e("thead", head), body, class_="board", id="grid")


def _cell(
    basis: Basis,
    r: Round,
    team: str | None,
    visits: list[tuple[int, Stay]],
    changes: Changes | None,
) -> Element:
    here = team is None or team in basis.problem.present(r.id)
    if not here and not visits:
        return e("td", "–", class_="absent", title=basis.say(ABSENT))  # noqa: RUF001 - a dash
    slot = f"{basis.problem.index[r.id]}|{team_number(basis, team)}"
    cell = e("td", data_slot=slot)
    if team is not None:
        load = sizes((stay.visit for _, stay in visits), "load")
        capacity = basis.problem.capacity([r.id], frozenset({team}))
        kind = "over" if load > capacity else None
        cell.append(e("small", f"{weeks(load)}/{weeks(capacity)}", class_=kind))
    order = sorted(visits, key=lambda pair: (pair[1].entry, pair[1].visit.target.id))
    return put(cell, _cards(basis, order, changes))


def _cards(
    basis: Basis, visits: list[tuple[int, Stay]], changes: Changes | None
) -> Iterator[Element]:
    for number, stay in visits:
        visit = stay.visit
        moved = " changed" if changes and changes.of(visit) else ""
        yield e(
            "div", visit.target.title, data_visit=number, title=described_in_place(basis, stay),
            class_=f"item m-{visit.mode} p-{visit.purpose}{moved}",
        )  # fmt: skip
