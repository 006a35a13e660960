"""One paper drawn on one sheet: no cell of it is a formula or a link, whatever a name says."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from math import ceil

from rich.cells import cell_len
from xlsxwriter.worksheet import Worksheet

from xuncha_plan.model import Words
from xuncha_plan.report.papers.paper import Cell, Paper, Percent, Row
from xuncha_plan.report.visible import visible
from xuncha_plan.report.xlsx.looks import DAY, PERCENT, TEXT, WEEKS, WHOLE, Looks

LONGEST = 32_767  # characters of a cell
NARROWEST, WIDEST = 6, 42  # of a column, in widths of a digit
LINE, MARGIN = 14, 5  # points of a row
MOST_LINES = 25  # a row of more is higher than Excel lets a row be
A3, A4 = 8, 9
FOOTER = Words("第 &P 页，共 &N 页", "Page &P of &N")


def draw(sheet: Worksheet, paper: Paper, looks: Looks) -> int:
    """Draws a paper; the number of the row below it, counted from 0."""
    top = 1 if paper.title else 0
    if paper.title:
        _title(sheet, paper, looks)
    for column, heading in enumerate(paper.headings):
        sheet.write_string(top, column, _text(heading), looks.heading())
    widths = list(_widths(paper))
    for i, row in enumerate(paper.rows, top + 1):
        _row(sheet, i, row, looks)
        sheet.set_row(i, row_height(row.cells, widths))
    last = top + len(paper.rows)
    for i, note in enumerate(paper.notes, last + 1):
        sheet.write_string(i, 0, _text(note), looks.note())
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(top + 1, paper.kept)
    if paper.filtered:
        sheet.autofilter(top, 0, max(last, top), len(paper.headings) - 1)
    return last + 1 + len(paper.notes)


def set_up_page(sheet: Worksheet, paper: Paper, footer: str) -> None:
    """Landscape, as wide as the paper, headings on every page; a chart is not torn."""
    sheet.set_landscape()
    sheet.set_paper(A3 if paper.large else A4)
    sheet.fit_to_pages(1, 0 if paper.chart is None else 1)
    sheet.repeat_rows(0, 1 if paper.title else 0)
    sheet.center_horizontally()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer(f"&C{footer}")


def _title(sheet: Worksheet, paper: Paper, looks: Looks) -> None:
    sheet.set_row(0, 30)
    if len(paper.headings) > 1:
        sheet.merge_range(0, 0, 0, len(paper.headings) - 1, "", looks.title())
    sheet.write_string(0, 0, _text(paper.title), looks.title())


def _row(sheet: Worksheet, i: int, row: Row, looks: Looks) -> None:
    for column, cell in enumerate(row.cells):
        look = looks.cell(_form(cell), row.strong, row.alarm)
        match cell:
            case None | "":
                sheet.write_blank(i, column, None, look)
            case str():
                sheet.write_string(i, column, _text(cell), look)
            case date():
                sheet.write_datetime(i, column, cell, look)
            case _:
                sheet.write_number(i, column, float(cell), look)


def _form(cell: Cell) -> str:
    match cell:
        case Percent():
            return PERCENT
        case Fraction():
            return WEEKS
        case int():
            return WHOLE
        case date():
            return DAY
        case _:
            return TEXT


def _text(text: str) -> str:
    return visible(text)[:LONGEST]


def _widths(paper: Paper) -> Iterable[float]:
    """Of each column, so that its usual texts fit; longer ones are wrapped."""
    for column, heading in enumerate(paper.headings):
        shown = [_width(row.cells[column]) for row in paper.rows]
        widest = max([*shown, cell_len(heading) * 3 // 4 + 1, NARROWEST])
        yield min(widest, WIDEST) + (3.5 if paper.filtered else 1.5)


def row_height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    """Of a row in points, so that its wrapped texts show; not every program sees to it itself."""
    lines = (max(1, ceil(_width(cell) / width)) for cell, width in zip(cells, widths, strict=False))
    return LINE * min(max(lines, default=1), MOST_LINES) + MARGIN


def _width(cell: Cell) -> int:
    match cell:
        case None:
            return 0
        case date():
            return 10
        case str():
            return cell_len(visible(cell))
        case _:
            return 6
