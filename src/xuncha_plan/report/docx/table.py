"""A paper as a table: frame, heading repeated on every page, rows that are not torn apart."""

from datetime import date
from fractions import Fraction

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from rich.cells import cell_len

from xuncha_plan.model import decimal
from xuncha_plan.report.docx.styles import CELL, CENTRED, HEAD, Style
from xuncha_plan.report.papers.paper import Cell, Paper, Percent, Row
from xuncha_plan.report.visible import visible

NARROWEST, UNBROKEN, WIDEST = 4, 13, 34  # of a column, in widths of a digit
DIGIT, MARGINS, ROW = 98, 140, 380  # twentieths of a point
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


class Tables:
    """Draws papers as tables, with the ids that the document gives the styles."""

    def __init__(self, ids: dict[str, str]) -> None:
        self._ids = ids

    def drawn(self, paper: Paper, width: int) -> BaseOxmlElement:
        """The table, as wide as wanted, in twentieths of a point."""
        widths = _widths(paper, width)
        table = _made("w:tbl")
        table.append(_properties(width))
        grid = _made("w:tblGrid")
        for one in widths:
            grid.append(_made("w:gridCol", w=str(one)))
        table.append(grid)
        table.append(self._row(tuple(paper.headings), widths, HEAD, head=True))
        for row in paper.rows:
            table.append(self._line(row, widths))
        return table

    def _line(self, row: Row, widths: list[int]) -> BaseOxmlElement:
        return self._row(row.cells, widths, None, strong=row.strong)

    def _row(
        self,
        cells: tuple[Cell, ...],
        widths: list[int],
        style: Style | None,
        head: bool = False,
        strong: bool = False,
    ) -> BaseOxmlElement:
        line, properties = _made("w:tr"), _made("w:trPr")
        properties.append(_made("w:cantSplit"))
        properties.append(_made("w:trHeight", val=str(ROW), hRule="atLeast"))
        if head:
            properties.append(_made("w:tblHeader"))
        line.append(properties)
        for cell, width in zip(cells, widths, strict=True):
            its = style or (CELL if isinstance(cell, str) else CENTRED)
            line.append(self._cell(said(cell), width, its, strong))
        return line

    def _cell(self, text: str, width: int, style: Style, strong: bool) -> BaseOxmlElement:
        box, properties, paragraph = _made("w:tc"), _made("w:tcPr"), _made("w:p")
        properties.append(_made("w:tcW", w=str(width), type="dxa"))
        properties.append(_made("w:vAlign", val="center"))
        look = _made("w:pPr")
        look.append(_made("w:pStyle", val=self._ids[style.name]))
        paragraph.append(look)
        if text:
            paragraph.append(run(text, strong))
        box.append(properties)
        box.append(paragraph)
        return box


def run(text: str, bold: bool = False) -> BaseOxmlElement:
    """A piece of text; what a name holds that no document may hold is spelled out."""
    piece, words = _made("w:r"), _made("w:t")
    if bold:
        look = _made("w:rPr")
        look.append(_made("w:b"))
        piece.append(look)
    words.text = visible(text)
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    piece.append(words)
    return piece


def said(cell: Cell) -> str:
    """A cell as it is read."""
    match cell:
        case None:
            return ""
        case Percent():
            return f"{decimal(cell * 100, 1)}%"
        case Fraction() | int():
            return decimal(cell, 2)
        case date():
            return f"{cell.year}.{cell.month}.{cell.day}"  # no place for a line to break
        case _:
            return cell


def _properties(width: int) -> BaseOxmlElement:
    properties, borders, margins = _made("w:tblPr"), _made("w:tblBorders"), _made("w:tblCellMar")
    properties.append(_made("w:tblW", w=str(width), type="dxa"))
    properties.append(_made("w:jc", val="center"))
    for side in _BORDERS:
        borders.append(_made(f"w:{side}", val="single", sz="4", space="0", color="000000"))
    properties.append(borders)
    properties.append(_made("w:tblLayout", type="fixed"))
    for side in ("left", "right"):
        margins.append(_made(f"w:{side}", w="57", type="dxa"))
    properties.append(margins)
    return properties


def _widths(paper: Paper, width: int) -> list[int]:
    """The columns' widths: what is short is never broken, longer texts share what is left.

    What no text needs is spread over all columns.
    """
    wanted = [_wanted(paper, column) for column in range(len(paper.headings))]
    fixed = sum(needed for needed, breaks in wanted if not breaks)
    texts = sum(needed for needed, breaks in wanted if breaks)
    left = min(max(width - fixed, width // 4), texts * 3 // 2)
    widths = [left * needed // texts if breaks else needed for needed, breaks in wanted]
    spare = max(width - sum(widths), 0) // len(widths)
    whole = sum(widths) + spare * len(widths)
    return [width * (one + spare) // whole for one in widths]


def _wanted(paper: Paper, column: int) -> tuple[int, bool]:
    """What a column's usual texts take, and whether they may be broken into lines."""
    heading = cell_len(paper.headings[column])
    texts = [cell_len(visible(said(row.cells[column]))) for row in paper.rows]
    widest = max([*texts, (heading + 1) // 2, NARROWEST])
    return min(widest, WIDEST) * DIGIT + MARGINS, widest > UNBROKEN


def _made(tag: str, **attributes: str) -> BaseOxmlElement:
    element: BaseOxmlElement = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
