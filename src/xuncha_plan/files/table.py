"""A table as it was read: headings and rows of texts, each with its place, and what was noticed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from xuncha_plan.files.csv_table import read_csv
from xuncha_plan.files.grid import Grid
from xuncha_plan.files.refusals import offering
from xuncha_plan.files.source import refused
from xuncha_plan.files.xlsx_table import read_xlsx
from xuncha_plan.model import BadInput, Fault, Place, Words
from xuncha_plan.model.quantity import Plain, is_absent


@dataclass(frozen=True)
class Row:
    """One row: the cells that are not empty, by column, as unquoted scalars."""

    number: int
    cells: Mapping[int, str]


@dataclass(frozen=True)
class Table:
    """The columns by their keys or, where no key is known, by their headings; and the rows."""

    grid: Grid
    columns: Mapping[str, int]
    others: Mapping[str, int]
    rows: tuple[Row, ...]

    def place(self, row: int, column: int) -> Place:
        """The place of a cell."""
        return self.grid.place(row, column)


def read_table(
    path: Path,
    headings: Mapping[str, Sequence[str]],
    needed: Sequence[str],
    sheet: str | None = None,
    ranked: bool = False,
    named: Mapping[str, str] | None = None,
) -> Table:
    """A CSV or XLSX file whose first row has headings; each key has its accepted headings.

    Two headings of one key are a fault, or, where they are ranked, the one named first counts. A
    key that is `named` has that heading alone.
    """
    grid = (
        read_xlsx(path, sheet)
        if path.suffix.lower() in {".xlsx", ".xls", ".xlsm"}
        else read_csv(path)
    )
    body = [(n, row) for n, row in enumerate(grid.rows, 1) if any(cell.strip() for cell in row)]
    if not body:
        raise refused(grid.place(1, 1), "表是空的", "the table is empty", code="table")
    first, names = body[0]
    passed = _outranked(names, headings) if ranked else frozenset()
    known = _known(headings, named or {})
    columns, others = _columns(grid, first, names, headings, known, needed, passed)
    if lost := [(key, name) for key, name in (named or {}).items() if key not in columns]:
        raise BadInput(*(_not_there(grid, first, name, names) for _, name in lost))
    faults = [f for n, row in body[1:] for f in _ragged(grid, n, row, len(names))]
    if faults:
        raise BadInput(*faults)
    rows = (Row(n, dict(_cells(row))) for n, row in body[1:])
    return Table(grid, columns, others, tuple(rows))


def _known(headings: Mapping[str, Sequence[str]], named: Mapping[str, str]) -> dict[str, str]:
    """The key that each heading means."""
    usual = {
        _folded(name): key
        for key, all_names in headings.items()
        if key not in named
        for name in (key, *all_names)
    }
    return usual | {_folded(name): key for key, name in named.items()}


def _not_there(grid: Grid, row: int, name: str, names: Sequence[str]) -> Fault:
    words = Words("没有“{name}”这一列{near}", "there is no column `{name}`{near}")
    near = offering(name, [x.strip() for x in names if x.strip()])
    return Fault(grid.place(row, 1), words, {"name": name, "near": near}, code="table")


def _columns(
    grid: Grid,
    row: int,
    names: Sequence[str],
    headings: Mapping[str, Sequence[str]],
    known: Mapping[str, str],
    needed: Sequence[str],
    passed: frozenset[int],
) -> tuple[dict[str, int], dict[str, int]]:
    columns: dict[str, int] = {}
    others: dict[str, int] = {}
    faults: list[Fault] = []
    for i, name in enumerate(names):
        if not name.strip():
            faults += _unnamed(grid, row, i)
            continue
        key = None if i in passed else known.get(_folded(name))
        found, label = (others, name.strip()) if key is None else (columns, key)
        if label in found:
            words = Words(
                "列“{name}”重复，前一处是第{first}列",
                "the column `{name}` stands twice, first as {first}",
            )
            faults.append(
                Fault(
                    grid.place(row, i + 1),
                    words,
                    {"name": name, "first": found[label] + 1},
                    code="table",
                )
            )
        found.setdefault(label, i)
    faults += (_missing(grid, row, key, headings, others) for key in needed if key not in columns)
    if faults:
        raise BadInput(*faults)
    return columns, others


def _outranked(names: Sequence[str], headings: Mapping[str, Sequence[str]]) -> frozenset[int]:
    """The columns whose key has a better heading in the same row; the key itself ranks last."""
    folded = [_folded(name) for name in names]
    passed: set[int] = set()
    for key, accepted in headings.items():
        ranks = {_folded(name): rank for rank, name in enumerate((*accepted, key))}
        found = [i for i, name in enumerate(folded) if name in ranks]
        best = min((ranks[folded[i]] for i in found), default=0)
        passed.update(i for i in found if ranks[folded[i]] > best)
    return frozenset(passed)


def _unnamed(grid: Grid, row: int, column: int) -> Iterator[Fault]:
    """A column without a heading is a fault where it holds anything."""
    if any(len(cells) > column and cells[column].strip() for cells in grid.rows):
        words = Words("这一列没有标题", "this column has no heading")
        yield Fault(grid.place(row, column + 1), words, code="table")


def _missing(
    grid: Grid,
    row: int,
    key: str,
    headings: Mapping[str, Sequence[str]],
    others: Mapping[str, int],
) -> Fault:
    name = headings[key][0]
    near = offering(name, others) if len(others) else Words("", "")
    words = Words(
        "第一行缺少标题“{name}”（{key}）{near}",
        "the first row lacks the heading `{key}` ({name}){near}",
    )
    return Fault(grid.place(row, 1), words, {"name": name, "key": key, "near": near}, code="table")


def _ragged(grid: Grid, number: int, row: Sequence[str], wanted: int) -> Iterator[Fault]:
    if len(row) != wanted:
        words = Words(
            "这一行有{found}格，标题有{wanted}格",
            "this row has {found} cells, the headings {wanted}",
        )
        place = grid.place(number, min(len(row), wanted + 1))
        yield Fault(place, words, {"found": len(row), "wanted": wanted}, code="table")


def _cells(row: Sequence[str]) -> Iterator[tuple[int, str]]:
    for column, text in enumerate(row):
        if cell := unguarded(text.strip()):
            yield column, cell if is_absent(Plain(cell)) else Plain(cell)


def unguarded(text: str) -> str:
    """A cell without the apostrophe that exports put before what a spreadsheet would run."""
    return text[1:] if text[:1] == "'" and text[1:2] in set("=+-@\t\r\n") - {""} else text


def _folded(name: str) -> str:
    return normalize("NFKC", name).strip().casefold().replace(" ", "_")
