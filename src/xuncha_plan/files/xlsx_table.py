"""Workbooks: looked through for what could hurt, then read by native code in a child process."""

import json
import subprocess
import sys
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

from xuncha_plan.files.grid import Grid
from xuncha_plan.files.refusals import offering
from xuncha_plan.files.source import read_bytes, refused
from xuncha_plan.files.workbook import Sheet, sheets_of
from xuncha_plan.model import BadInput, Fault, Place, Words, decimal

PATIENCE = 60  # seconds that the child may take


def read_xlsx(path: Path, sheet: str | None) -> Grid:
    """The rows of a workbook's sheet: the one named, or the first."""
    data = read_bytes(path)
    sheets = sheets_of(data, Place(str(path)))
    index = _index([one.name for one in sheets], sheet, Place(str(path)))
    chosen = sheets[index]
    grid = Grid(str(path), (), chosen.name)
    faults = list(_faults(chosen, grid))
    if faults:
        raise BadInput(*faults)
    [rows] = _from_child(data, [index], path)
    cells, bad = _texts(rows, grid)
    if bad:
        raise BadInput(*bad)
    return Grid(grid.file, cells, grid.sheet, tuple(_said(chosen, grid, len(sheets))))


def read_sheets(path: Path, wanted: Collection[str]) -> tuple[dict[str, Grid], tuple[str, ...]]:
    """The rows of the wanted sheets that a workbook has, and the names of the others.

    A cell that shows a percentage is read as one. BadInput holds the faults of all sheets.
    """
    data = read_bytes(path)
    sheets = sheets_of(data, Place(str(path)))
    indices = [i for i, sheet in enumerate(sheets) if sheet.name in wanted]
    grids = [Grid(str(path), (), sheets[i].name) for i in indices]
    faults = [x for i, grid in zip(indices, grids, strict=True) for x in _faults(sheets[i], grid)]
    found: dict[str, Grid] = {}
    read = _from_child(data, indices, path) if indices and not faults else []
    for i, grid, rows in zip(indices, grids, read, strict=False):
        cells, bad = _texts(_with_percents(rows, sheets[i]), grid)
        faults += bad
        warnings = tuple(_said(sheets[i], grid, 1))
        found[grid.sheet] = Grid(grid.file, cells, grid.sheet, warnings)
    if faults:
        raise BadInput(*faults)
    return found, tuple(sheet.name for sheet in sheets if sheet.name not in wanted)


def _with_percents(rows: list[list[list[str]]], sheet: Sheet) -> list[list[list[str]]]:
    """The rows with percentages as they show: a spreadsheet holds 40% as 0.4."""
    for row, column in sheet.percents:
        if row <= len(rows) and column <= len(rows[row - 1]):
            kind, text = rows[row - 1][column - 1]
            if kind == "number":
                shown = f"{decimal(Fraction(text) * 100, 9)}%"
                rows[row - 1][column - 1] = [kind, shown]
    return rows


def _index(names: Sequence[str], sheet: str | None, place: Place) -> int:
    if not names:
        raise refused(place, "工作簿中没有工作表", "the workbook has no worksheet", code="workbook")
    if sheet is None:
        return 0
    if sheet not in names:
        raise refused(
            place,
            "没有工作表“{sheet}”{near}",
            "there is no sheet `{sheet}`{near}",
            sheet=sheet,
            near=offering(sheet, names),
            code="workbook",
        )
    return names.index(sheet)


def _faults(sheet: Sheet, grid: Grid) -> Iterator[Fault]:
    for row, column in sheet.unfilled:
        yield Fault(
            grid.place(row, column),
            Words(
                "公式没有保存结果；请在表格软件中打开并保存一次",
                "the formula has no stored result; open the file in a spreadsheet and save it",
            ),
            code="workbook",
        )
    for row, column in sheet.errors:
        words = Words("这一格是错误值", "the cell holds an error value")
        yield Fault(grid.place(row, column), words, code="workbook")
    for row, column in sheet.merged:
        words = Words("不接受合并单元格；请取消合并", "merged cells are not accepted; unmerge them")
        yield Fault(grid.place(row, column), words, code="workbook")


def _said(sheet: Sheet, grid: Grid, sheets: int) -> Iterator[Fault]:
    if sheet.hidden:
        words = Words(
            "有{count}行是隐藏的，也已读入", "{count} rows are hidden and were read as well"
        )
        yield Fault(
            grid.place(sheet.hidden[0], 1), words, {"count": len(sheet.hidden)}, code="read-as"
        )
    if sheets > 1:
        words = Words("读取的是工作表“{sheet}”", "the sheet that was read is `{sheet}`")
        yield Fault(grid.place(1, 1), words, {"sheet": grid.sheet}, code="read-as")


def _from_child(data: bytes, indices: Sequence[int], path: Path) -> list[list[list[list[str]]]]:
    """Kind and text of every cell of sheets; a child that dies or hangs: an unreadable workbook."""
    child = "xuncha_plan.files.sheet_child"
    command = [sys.executable, "-P", "-m", child, *map(str, indices)]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=PATIENCE, check=True
        )
        sheets: list[list[list[list[str]]]] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError, OSError) as error:
        raise refused(
            Place(str(path)),
            "无法读取这个工作簿",
            "the workbook cannot be read",
            code="workbook",
        ) from error
    return sheets


def _texts(
    rows: list[list[list[str]]], grid: Grid
) -> tuple[tuple[tuple[str, ...], ...], list[Fault]]:
    """The cells as a planner sees them; numbers that a spreadsheet has cut short are faults."""
    faults = []
    for number, row in enumerate(rows, 1):
        for column, (kind, text) in enumerate(row, 1):
            if kind == "cut":
                words = Words(
                    "数字“{text}”超过15位，末位已丢失；请把这一列设为文本后重填",
                    "the number {text} has more than 15 digits, and spreadsheets lose the last of "
                    "them; make the column text and type it again",
                )
                faults.append(
                    Fault(grid.place(number, column), words, {"text": text}, code="workbook")
                )
    return tuple(tuple(text for _, text in row) for row in rows), faults
