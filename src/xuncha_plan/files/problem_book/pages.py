"""A problem as the rows of its workbook: texts and typed values, for any format to draw."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from unicodedata import normalize

from xuncha_plan.files.problem_book.cell import Cell
from xuncha_plan.files.problem_book.cell_text import quote, said, unquoted
from xuncha_plan.files.problem_book.rule_columns import COLUMNS, HEADINGS, NAME, placed, short
from xuncha_plan.files.problem_book.shape import Kind, Shape
from xuncha_plan.files.problem_book.sheets import (
    BASIC_ITEMS,
    BASICS,
    ITEM,
    MAPPINGS,
    NOTES,
    SHEETS,
    VALUE,
    Column,
    Sheet,
)
from xuncha_plan.files.problem_book.vocabulary import Labels, Vocabulary
from xuncha_plan.files.stated import stated
from xuncha_plan.model import Language, Problem, Rectification, Words
from xuncha_plan.model.quantity import Plain
from xuncha_plan.rules import REGISTRY

_TEXT = Shape("text")
USUAL = Words("四项都不写为{usual}", "{usual} where all four are empty")


@dataclass(frozen=True)
class Typed:
    """What one cell shows, and whether as a text, a number or a day."""

    text: str
    kind: Kind = "text"


Row = tuple[Typed | None, ...]


@dataclass(frozen=True)
class Page:
    """One sheet: its name, headings and rows; `section` is the file's word for it."""

    section: str
    name: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def vocabulary(problem: Problem, language: Language) -> Vocabulary:
    """The words that cells of a problem's workbook use."""
    return Vocabulary(
        {
            "round": Labels.of((r.id, r.name) for r in problem.rounds),
            "team": Labels.of((t.id, t.name) for t in problem.teams),
            "tier": Labels.of((t.id, t.name) for t in problem.tiers),
            "sector": Labels.of(problem.sectors.items()),
            "region": Labels.of(problem.regions.items()),
            "kind": Labels.of(problem.kinds.items()),
        },
        language,
    )


def pages(problem: Problem, language: Language) -> list[Page]:
    """Every sheet of a problem's workbook that is read back."""
    words = vocabulary(problem, language)
    values = stated(problem)
    sections = {section: _page(sheet, values, words) for section, sheet in SHEETS.items()}
    return [
        _basics(problem, values, words),
        *(sections.pop(section) for section in ("targets", "rounds", "teams")),
        _rules(values, words),
        *sections.values(),
    ]


def _basics(problem: Problem, values: Mapping[str, object], words: Vocabulary) -> Page:
    rows = []
    for item in BASIC_ITEMS:
        section, key = item.key.split(".")
        part = values.get(section)
        value = part.get(key) if isinstance(part, Mapping) else None
        if section == "rectification" and problem.rectification is not None and value is None:
            value = Plain(getattr(problem.rectification, key))
        usual = getattr(Rectification(), key) if section == "rectification" else None
        note = None if usual is None else Typed(USUAL.say(words.language, usual=usual))
        heading = Typed(item.heading.say(words.language))
        rows.append((heading, _typed(item.shape, value, words), note))
    headings = tuple(heading.say(words.language) for heading in (ITEM, VALUE, NOTES))
    return Page("basics", BASICS.say(words.language), headings, tuple(rows))


def _page(sheet: Sheet, values: Mapping[str, object], words: Vocabulary) -> Page:
    entries = list(_entries(sheet, values.get(sheet.section)))
    others = list(dict.fromkeys(name for entry in entries for name in _columns(entry)))
    headings = [column.heading.say(words.language) for column in sheet.columns]
    own = [_own_heading(sheet, name) for name in others]
    rows = [
        (
            *(_typed(column.shape, entry.get(column.key), words) for column in sheet.columns),
            *(_typed(_TEXT, _columns(entry).get(name), words) for name in others),
        )
        for entry in entries
    ]
    name = sheet.name.say(words.language)
    return Page(sheet.section, name, (*headings, *own), tuple(rows))


def _entries(sheet: Sheet, section: object) -> Iterator[Mapping[str, object]]:
    """The entries of a section, those of a mapping with their key as the first column's."""
    first, second = sheet.columns[0].key, sheet.columns[1].key
    if isinstance(section, Mapping) and sheet.section in MAPPINGS:
        for key, value in section.items():
            yield {first: key, **(value if isinstance(value, Mapping) else {second: value})}
    elif isinstance(section, list):
        yield from section


def _columns(entry: Mapping[str, object]) -> Mapping[str, object]:
    columns = entry.get("columns")
    return columns if isinstance(columns, Mapping) else {}


def _own_heading(sheet: Sheet, name: str) -> str:
    """A column of the planner's own; one that is called like another is quoted."""
    written = said(name, name, lambda text: str(unquoted(text) or text))
    return quote(name) if is_known(sheet, name) else written


def is_known(sheet: Sheet, heading: str) -> bool:
    """Whether a heading means one of a sheet's columns."""
    return heading_column(sheet.columns, heading) is not None


def folded(text: str) -> str:
    """A heading without regard to width, case and spaces."""
    return normalize("NFKC", text).strip().casefold().replace(" ", "_")


def heading_column(columns: tuple[Column, ...], heading: str) -> Column | None:
    """The column that a heading names."""
    text = folded(heading)
    for column in columns:
        if text in {folded(name) for name in (column.key, *column.names())}:
            return column
    return None


def _rules(values: Mapping[str, object], words: Vocabulary) -> Page:
    section = values.get("rules")
    rows = tuple(_rule(rule, words) for rule in (section if isinstance(section, list) else ()))
    headings = tuple(heading.say(words.language) for heading in HEADINGS)
    return Page("rules", NAME.say(words.language), headings, rows)


def _rule(rule: Mapping[str, object], words: Vocabulary) -> Row:
    its = REGISTRY[str(rule["rule"])]
    where = placed(its)
    cells: list[Typed | None] = [Typed(its.title.say(words.language))]
    for column in COLUMNS:
        key = where.columns.get(column.heading.zh)
        cells.append(_typed(where.shapes[key], rule.get(key), words) if key else None)
    named = [_named(key, where.shapes[key], rule[key], words) for key in where.rest if key in rule]
    stop = "；" if words.language == "zh" else "; "
    return (*cells, Typed(stop.join(named)) if named else None)


def _named(key: str, shape: Shape, value: object, words: Vocabulary) -> str:
    text = Cell(shape, words).text(value)
    if shape.kind == "where":
        text = f"（{text}）"
    elif shape.kind == "text" and unquoted(text) is None:
        text = said(text, text, lambda again: again, beside=True)
    return f"{short(key).say(words.language)}={text}"


def _typed(shape: Shape, value: object, words: Vocabulary) -> Typed | None:
    if value is None:
        return None
    kind = shape.kind if isinstance(value, Plain) and shape.kind in {"number", "day"} else "text"
    return Typed(Cell(shape, words).text(value), kind)
