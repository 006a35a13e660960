"""What became of visits: a table with one visit a row, typed by hand or an export with a status."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from xuncha_plan.files.plan_table import HEADINGS as OF_A_PLAN
from xuncha_plan.files.refusals import offering
from xuncha_plan.files.table import Row, Table, read_table
from xuncha_plan.model import MODE_WORDS, PURPOSES, BadInput, Fault, Place, Problem, Words

Status = Literal["done", "slipped", "running"]
STATUSES: dict[Status, tuple[str, ...]] = {
    "done": ("完成", "已完成", "已巡察", "done", "finished"),
    "slipped": ("推迟", "未完成", "延期", "slipped", "postponed", "not done"),
    "running": ("进行中", "running", "under way"),
}
HEADINGS = {
    **OF_A_PLAN,
    "status": ("状态", "完成情况", "Status"),
    "day": ("实际日期", "完成日期", "日期", "Date"),
}
NO_ROUND = Words(
    "{day}不在任何轮次之内；请写明轮次", "no round takes place on {day}; name the round instead"
)


@dataclass(frozen=True)
class Report:
    """What a row says of one visit; what it does not say is None."""

    target: str
    purpose: str
    status: Status
    round: str | None = None
    mode: str | None = None
    team: str | None = None
    place: Place | None = None


def read_reports(path: Path, problem: Problem) -> tuple[Report, ...]:
    """The visits that a table reports on; BadInput names every cell that cannot be understood.

    Where the table has a column of statuses, a row without one reports nothing; where it has none,
    every row is a visit that was done.
    """
    table = read_table(path, HEADINGS, ("target",), ranked=True)
    known = _known(problem)
    faults = [fault for row in table.rows for fault in _faults(table, row, known, problem)]
    if faults:
        raise BadInput(*faults)
    rows = (row for row in table.rows if _is_reported(table, row))
    return tuple(_report(table, row, known, problem) for row in rows)


def _known(problem: Problem) -> dict[str, dict[str, str]]:
    """The texts that each column takes, with the ids that they mean."""
    return {
        "target": _ids((t.id, t.title) for t in problem.targets),
        "round": _ids((r.id, r.title) for r in problem.rounds),
        "team": _ids((t.id, t.title) for t in problem.teams),
        "mode": {name: mode for mode, w in MODE_WORDS.items() for name in (mode, w.zh, w.en)},
        "purpose": {name: p for p, w in PURPOSES.items() for name in (p, w.zh, w.en)},
        "status": {name: status for status, names in STATUSES.items() for name in names},
    }


def _ids(pairs: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Ids by themselves and by the names that only one of them has."""
    known = list(pairs)
    names = [name for _, name in known]
    return {name: key for key, name in known if names.count(name) == 1} | {k: k for k, _ in known}


def _is_reported(table: Table, row: Row) -> bool:
    return "status" not in table.columns or table.columns["status"] in row.cells


def _faults(
    table: Table, row: Row, known: Mapping[str, Mapping[str, str]], problem: Problem
) -> Iterator[Fault]:
    if table.columns["target"] not in row.cells:
        words = Words("缺少“{name}”（{key}）", "`{key}` ({name}) is missing")
        place = table.place(row.number, table.columns["target"] + 1)
        yield Fault(place, words, {"key": "target", "name": HEADINGS["target"][0]}, "missing-key")
    for key, column in table.columns.items():
        cell, place = row.cells.get(column), table.place(row.number, column + 1)
        if cell is None:
            continue
        if key == "day":
            yield from _day_faults(str(cell), place, problem)
        elif str(cell) not in known[key]:
            near = offering(str(cell), list(known[key]))
            words = Words("没有“{cell}”{near}", "there is no `{cell}`{near}")
            yield Fault(place, words, {"cell": str(cell), "near": near}, "unknown-name")


def _day_faults(cell: str, place: Place, problem: Problem) -> Iterator[Fault]:
    try:
        day = date.fromisoformat(cell)
    except ValueError:
        words = Words(
            "应为日期，例如 2027-03-01，而不是{value}",
            "expected a day, such as 2027-03-01, not {value}",
        )
        yield Fault(place, words, {"value": cell})
        return
    if _round_of(day, problem) is None:
        yield Fault(place, NO_ROUND, {"day": day}, "dates")


def _round_of(day: date, problem: Problem) -> str | None:
    return next((r.id for r in problem.ordered if r.start <= day <= r.end), None)


def _report(
    table: Table, row: Row, known: Mapping[str, Mapping[str, str]], problem: Problem
) -> Report:
    cells = {key: str(row.cells[c]) for key, c in table.columns.items() if c in row.cells}
    said = {key: known[key][cell] for key, cell in cells.items() if key != "day"}
    its_round = said.get("round")
    if "day" in cells and its_round is None:
        its_round = _round_of(date.fromisoformat(cells["day"]), problem)
    return Report(
        said["target"],
        said.get("purpose", "coverage"),
        _status(said.get("status", "done")),
        its_round,
        said.get("mode"),
        said.get("team"),
        table.place(row.number, 1),
    )


def _status(word: str) -> Status:
    return next(status for status in STATUSES if status == word)
