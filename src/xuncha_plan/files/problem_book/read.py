"""A workbook read as the problem file that it stands for, with the place of every cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from xuncha_plan.files.grid import Grid
from xuncha_plan.files.problem_book.cell import Cell, Slip
from xuncha_plan.files.problem_book.cell_text import scalar
from xuncha_plan.files.problem_book.marks import put
from xuncha_plan.files.problem_book.pages import folded
from xuncha_plan.files.problem_book.rows import Line, Lines, lines
from xuncha_plan.files.problem_book.rule_columns import COLUMNS, NAME, REST_COLUMN, RULE
from xuncha_plan.files.problem_book.rule_reading import RuleRow
from xuncha_plan.files.problem_book.shape import Shape
from xuncha_plan.files.problem_book.sheets import (
    BASIC_ITEMS,
    BASICS,
    CHOICES,
    EXPLANATIONS,
    ITEM,
    MAPPINGS,
    SHEETS,
    VALUE,
    Column,
    Sheet,
)
from xuncha_plan.files.problem_book.vocabulary import Labels, Vocabulary
from xuncha_plan.files.refusals import offering
from xuncha_plan.files.source import refused
from xuncha_plan.files.tree import Mark, Tree
from xuncha_plan.files.xlsx_table import read_sheets
from xuncha_plan.model import Fault, Place, Words
from xuncha_plan.model.quantity import Plain

WORKBOOKS = frozenset({".xlsx", ".xlsm"})
NO_SHEET = Words(
    "没有工作表“{name}”，这不是问题工作簿；可由 xuncha-plan workbook 问题文件 -o 工作簿 写出一个",
    "there is no sheet `{name}`, so this is no problem's workbook; xuncha-plan workbook FILE -o "
    "BOOK writes one",
)
PASSED = Words("工作表“{name}”没有读取", "the sheet `{name}` was not read")
NO_ITEM = Words("没有“{name}”这一项{near}", "there is no item `{name}`{near}")
TWICE = Words("“{name}”写了两次", "`{name}` stands twice")
MISSING = Words("缺少“{key}”", "`{key}` is missing")
_LABELLED = {"round": "rounds", "team": "teams", "tier": "tiers",
             "sector": "sectors", "region": "regions", "kind": "kinds"}  # fmt: skip
_ITEMS = (
    Column("item", ITEM, Shape("text")),
    Column("value", VALUE, Shape("text")),
)


@dataclass
class Book:
    """What a workbook says: the file's values with their places, and what is wrong or odd."""

    tree: Tree
    words: Vocabulary
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


def read_book(path: Path) -> Book:
    """The values of a problem's workbook; BadInput where it is none."""
    grids, others = read_sheets(path, frozenset(_sheet_names()))
    by_section = {section: grids[name] for name, section in _sheet_names().items() if name in grids}
    if "basics" not in by_section:
        name = BASICS.zh
        raise refused(Place(str(path)), NO_SHEET.zh, NO_SHEET.en, name=name, code="wrong-file")
    reader = _Reader(by_section)
    book = Book(Tree(reader.values, reader.root), reader.words, reader.faults)
    book.warnings += [fault for grid in by_section.values() for fault in grid.warnings]
    ours = {name for words in (EXPLANATIONS, CHOICES) for name in (words.zh, words.en)}
    for name in others:
        if name not in ours:
            place = Place(str(path), 1, 1, name)
            book.warnings.append(Fault(place, PASSED, {"name": name}, "read-as"))
    return book


def _sheet_names() -> dict[str, str]:
    names = {"basics": BASICS, "rules": NAME, **{s: sheet.name for s, sheet in SHEETS.items()}}
    return {name: s for s, words in names.items() for name in (words.en, words.zh)}


class _Reader:
    """Builds the values of one workbook, sheet by sheet."""

    def __init__(self, grids: Mapping[str, Grid]) -> None:
        self.faults: list[Fault] = []
        self.values: dict[str, object] = {"format": Plain("1")}
        self.root = Mark(grids["basics"].file, 1, 1, grids["basics"].sheet)
        self._lines = {
            section: self._read(grids[section], sheet)
            for section, sheet in SHEETS.items()
            if section in grids
        }
        self.words = Vocabulary({to: self._labels(section) for to, section in _LABELLED.items()})
        self._basics(grids["basics"])
        for section in self._lines:
            if section in MAPPINGS:
                self._mapping(SHEETS[section], self._lines[section])
            else:
                self._list(SHEETS[section], self._lines[section])
        if "rules" in grids:
            self._rules(grids["rules"])

    def _read(self, grid: Grid, sheet: Sheet) -> Lines:
        needed = [c.key for c in sheet.columns[:1]]
        needed += ["workload"] if sheet.section == "targets" else []
        found = lines(grid, sheet.columns, needed, open_=sheet.section == "targets")
        self.faults += found.faults
        return found

    def _labels(self, section: str) -> Labels:
        found = self._lines.get(section)
        rows = found.rows if found else ()
        pairs = ((self._said(found, row, "id"), self._said(found, row, "name")) for row in rows)
        return Labels.of((key, name) for key, name in pairs if key)

    def _said(self, found: Lines | None, row: Line, key: str) -> str | None:
        cell = row.cells.get(found.columns.get(key, 0)) if found else None
        return None if cell is None else str(scalar(cell))

    def _value(self, found: Lines, row: Line, column: int, shape: Shape) -> object | None:
        """A cell's value; None where it is empty, or cannot be read, which is noted."""
        text = row.cells.get(column)
        if text is None:
            return None
        try:
            return Cell(shape, self.words).value(text)
        except Slip as slip:
            place = found.place(row.number, column)
            self.faults.append(Fault(place, slip.words, slip.blanks))
            return None

    def _entry(self, sheet: Sheet, found: Lines, row: Line) -> tuple[dict[str, object], Mark]:
        mark, entry = found.mark(row.number), dict[str, object]()
        for column in sheet.columns:
            at = found.columns.get(column.key, 0)
            if (value := self._value(found, row, at, column.shape)) is not None:
                entry[column.key] = value
                put(mark, column.key, value, (row.number, at))
        others = {
            n: str(scalar(row.cells[at])) for n, at in found.others.items() if at in row.cells
        }
        if others:
            entry["columns"] = others
            inner = mark.inside["columns"] = found.mark(row.number)
            for name in others:
                inner.keys[name] = inner.values[name] = (row.number, found.others[name])
        return entry, mark

    def _list(self, sheet: Sheet, found: Lines) -> None:
        entries = [self._entry(sheet, found, row) for row in found.rows]
        if entries:
            self.values[sheet.section] = [entry for entry, _ in entries]
            mark = self.root.inside[sheet.section] = found.mark()
            mark.inside.update(enumerate(inner for _, inner in entries))

    def _mapping(self, sheet: Sheet, found: Lines) -> None:
        first, second = sheet.columns[0], sheet.columns[1]
        section: dict[str, object] = {}
        mark = self.root.inside[sheet.section] = found.mark()
        for row in found.rows:
            entry, inner = self._entry(sheet, found, row)
            spot = (row.number, found.columns.get(first.key, 1))
            key = entry.pop(first.key, None)
            if key is None or str(key) in section:
                words, name = (MISSING, first.heading) if key is None else (TWICE, str(key))
                blanks = {"key": name, "name": name}
                self.faults.append(Fault(found.place(*spot), words, blanks, "missing-key"))
                continue
            mark.keys[str(key)] = spot
            if sheet.section == "modes":
                section[str(key)], mark.inside[str(key)] = entry, inner
            else:
                section[str(key)] = entry.get(second.key, Plain(""))
                mark.values[str(key)] = (row.number, found.columns.get(second.key, 1))
        if section:
            self.values[sheet.section] = section

    def _basics(self, grid: Grid) -> None:
        found = lines(grid, _ITEMS, ("item", "value"), open_=False)
        self.faults += found.faults
        parts: dict[str, dict[str, object]] = {"jurisdiction": {}, "term": {}, "rectification": {}}
        for section in parts:
            self.root.inside[section] = Mark(grid.file, 1, 1, grid.sheet)
        seen: set[str] = set()
        for row in found.rows:
            name = row.cells.get(found.columns.get("item", 0), "").strip()
            item = next((x for x in BASIC_ITEMS if folded(name) in map(folded, x.names())), None)
            if item is None or item.key in seen:
                self._odd_item(found, row, name, item)
                continue
            seen.add(item.key)
            section, key = item.key.split(".")
            at = found.columns.get("value", 0)
            mark = self.root.inside[section]
            mark.keys[key] = mark.values[key] = (row.number, at or 1)
            if (value := self._value(found, row, at, item.shape)) is not None:
                parts[section][key] = value
        self.values.update({s: part for s, part in parts.items() if part or s != "rectification"})

    def _odd_item(self, found: Lines, row: Line, name: str, item: Column | None) -> None:
        place = found.place(row.number, found.columns.get("item", 1))
        near = offering(name, [x.heading.zh for x in BASIC_ITEMS])
        words = NO_ITEM if item is None else TWICE
        self.faults.append(Fault(place, words, {"name": name, "near": near}, "unknown-key"))

    def _rules(self, grid: Grid) -> None:
        found = lines(grid, (RULE, *COLUMNS, REST_COLUMN), ("rule",), open_=False)
        self.faults += found.faults
        mark = self.root.inside["rules"] = found.mark()
        rules: list[object] = []
        for row in found.rows:
            read = RuleRow(found, row, self.words)
            self.faults += read.faults
            if read.rule is not None:
                mark.inside[len(rules)] = read.mark
                rules.append(read.value)
        if rules:
            self.values["rules"] = rules
