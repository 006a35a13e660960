"""A plan as a table, one visit a row: typed by hand or exported; it claims nothing."""

from pathlib import Path

from xuncha_plan.files.table import Row, Table, read_table
from xuncha_plan.model import MODE_WORDS, PURPOSES, BadInput, Fault, PlanRecord, VisitRecord, Words

# The accepted headings of each field besides its key. The first is the one that messages name and
# that counts: an export has a column of ids and a column of names beside it.
HEADINGS = {
    "target": ("巡察对象编号", "对象编号", "编号", "Target id", "巡察对象", "对象"),
    "round": ("轮次编号", "Round id", "轮次"),
    "mode": ("方式", "巡察方式"),
    "purpose": ("任务性质", "性质"),
    "team": ("巡察组编号", "组编号", "Team id", "巡察组"),
}
_WORDS = {
    **{words.zh: mode for mode, words in MODE_WORDS.items()},
    **{words.en: mode for mode, words in MODE_WORDS.items()},
    **{words.zh: purpose for purpose, words in PURPOSES.items()},
    **{words.en: purpose for purpose, words in PURPOSES.items()},
}


def read_plan_table(path: Path) -> PlanRecord:
    """The visits of a table; columns that a plan does not need are passed over."""
    table = read_table(path, HEADINGS, ("target", "round", "mode"), ranked=True)
    faults = [
        Fault(
            table.place(row.number, table.columns[key] + 1),
            Words("缺少“{name}”（{key}）", "`{key}` ({name}) is missing"),
            {"key": key, "name": HEADINGS[key][0]},
            code="missing-key",
        )
        for row in table.rows
        for key in ("target", "round", "mode")
        if table.columns[key] not in row.cells
    ]
    if faults:
        raise BadInput(*faults)
    visits = tuple(_visit(table, row) for row in table.rows)
    return PlanRecord(visits, place=table.place(1, 1))


def _visit(table: Table, row: Row) -> VisitRecord:
    cells = {key: str(row.cells[c]) for key, c in table.columns.items() if c in row.cells}
    mode, purpose = cells["mode"], cells.get("purpose", "coverage")
    return VisitRecord(
        cells["target"],
        _WORDS.get(purpose, purpose),
        cells["round"],
        _WORDS.get(mode, mode),
        cells.get("team"),
        table.place(row.number, 1),
    )
