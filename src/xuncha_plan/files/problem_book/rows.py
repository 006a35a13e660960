"""The rows of one sheet under its headings: which column is what, and the cells that are filled."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xuncha_plan.files.grid import Grid
from xuncha_plan.files.problem_book.cell_text import unquoted
from xuncha_plan.files.problem_book.pages import folded, heading_column
from xuncha_plan.files.problem_book.sheets import NOT_READ, Column
from xuncha_plan.files.refusals import offering
from xuncha_plan.files.tree import Mark
from xuncha_plan.model import Fault, Place, Words

UNKNOWN = Words(
    "这个工作表没有“{name}”一列（自己用的列请叫“备注”）{near}",
    "this sheet has no column `{name}` (call one of your own `Notes`){near}",
)
TWICE = Words("列“{name}”重复", "the column `{name}` stands twice")
UNNAMED = Words("这一列没有标题", "this column has no heading")
MISSING = Words("第一行缺少标题“{name}”", "the first row lacks the heading `{name}`")


@dataclass(frozen=True)
class Line:
    """One row: its number and the filled cells by column, both counted from 1."""

    number: int
    cells: Mapping[int, str]


@dataclass
class Lines:
    """A sheet's rows; `columns` are the known ones by key, `others` the planner's own by name."""

    grid: Grid
    top: int = 1
    columns: dict[str, int] = field(default_factory=dict)
    others: dict[str, int] = field(default_factory=dict)
    rows: tuple[Line, ...] = ()
    faults: list[Fault] = field(default_factory=list)

    def place(self, row: int, column: int) -> Place:
        """The place of a cell."""
        return self.grid.place(row, column)

    def fault(self, row: int, column: int, words: Words, code: str, /, **blanks: object) -> None:
        """Notes one more fault."""
        self.faults.append(Fault(self.place(row, column), words, blanks, code))

    def mark(self, row: int = 1) -> Mark:
        """A mark for what a row holds, with the cells of all known columns."""
        mark = Mark(self.grid.file, row, 1, self.grid.sheet)
        for key, column in self.columns.items():
            mark.keys[key] = mark.values[key] = (row, column)
        return mark


def lines(grid: Grid, columns: Sequence[Column], needed: Sequence[str], *, open_: bool) -> Lines:
    """The rows of a sheet; where it is open, headings that are not known are columns as well."""
    body = [(n, row) for n, row in enumerate(grid.rows, 1) if any(cell.strip() for cell in row)]
    found = Lines(grid)
    if not body:
        return found
    found.top, names = body[0]
    for i, name in enumerate(names, 1):
        _heading(found, i, name, columns, open_=open_)
    for column in columns:
        if column.key in needed and column.key not in found.columns:
            found.fault(found.top, 1, MISSING, "table", name=column.heading)
    found.rows = tuple(Line(n, dict(_cells(row))) for n, row in body[1:])
    return found


def _heading(found: Lines, at: int, name: str, columns: Sequence[Column], *, open_: bool) -> None:
    if not name.strip():
        if any(row[at - 1].strip() for row in found.grid.rows):
            found.fault(found.top, at, UNNAMED, "table")
        return
    literal = unquoted(name)
    column = heading_column(tuple(columns), name) if literal is None else None
    if column is None and not open_:
        if folded(name) not in NOT_READ:
            near = offering(name, [column.heading.zh for column in columns])
            found.fault(found.top, at, UNKNOWN, "table", name=name.strip(), near=near)
        return
    known, label = (
        (found.others, name.strip() if literal is None else literal)
        if column is None
        else (found.columns, column.key)
    )
    if label in known:
        found.fault(found.top, at, TWICE, "table", name=name.strip())
    known.setdefault(label, at)


def _cells(row: Sequence[str]) -> Iterator[tuple[int, str]]:
    for column, text in enumerate(row, 1):
        if text.strip():
            yield column, text
