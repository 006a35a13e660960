"""The workbook of a problem; the same problem gives the same bytes."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import PurePath

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from xuncha_plan.files.problem_book.cell_text import LONGEST
from xuncha_plan.files.problem_book.pages import Page, Typed, pages
from xuncha_plan.files.problem_book.sheets import EXPLANATIONS
from xuncha_plan.files.source import refused
from xuncha_plan.model import Language, Place, Problem, Words
from xuncha_plan.report.archive import signed
from xuncha_plan.report.problem_book.choices import Choices
from xuncha_plan.report.problem_book.explanations import explanations
from xuncha_plan.report.problem_book.layout import abouts, widths
from xuncha_plan.report.xlsx.looks import DAY, TEXT, WEEKS, Looks
from xuncha_plan.report.xlsx.sheet import A3, A4, row_height

TITLE = Words("{name}巡察全覆盖计划：问题", "{name}: inspection planning problem")
_NOTHING_IS_RUN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets disagree
_MOST_DIGITS = 15  # that a spreadsheet keeps
ROOM = 500  # rows below the last with drop-downs and forms of numbers


def problem_book(problem: Problem, language: Language, path: PurePath) -> bytes:
    """The workbook; `path` is where it is going to be, for the place of a text that is too long."""
    data = io.BytesIO()
    with Workbook(data, {"in_memory": True, **_NOTHING_IS_RUN}) as book:
        looks = Looks(book, language)
        start = problem.term.start
        book.set_properties(
            {
                "title": TITLE.say(language, name=problem.jurisdiction.name),
                "author": "xuncha-plan",
                "created": datetime(start.year, start.month, start.day),  # same bytes
            }
        )
        explanations(book.add_worksheet(EXPLANATIONS.say(language)), looks, language)
        drawn = pages(problem, language)
        sheets = [book.add_worksheet(page.name) for page in drawn]
        choices = Choices(book, problem, drawn, language)
        for sheet, page in zip(sheets, drawn, strict=True):
            _draw(sheet, page, looks, language, path)
            choices.offer(sheet, page, len(page.rows) + ROOM)
    return signed(data.getvalue())


def _draw(sheet: Worksheet, page: Page, looks: Looks, language: Language, path: PurePath) -> None:
    notes = abouts(page, language)
    for column, heading in enumerate(page.headings):
        sheet.write_string(0, column, heading, looks.heading())
        if notes[column]:
            sheet.write_comment(0, column, notes[column], {"x_scale": 1.6})
    wide = list(widths(page))
    for column, width in enumerate(wide):
        sheet.set_column(column, column, width, looks.cell(TEXT, strong=False, alarm=False))
    for i, row in enumerate(page.rows, 1):
        sheet.set_row(i, row_height([cell.text if cell else None for cell in row], wide))
        for column, cell in enumerate(row):
            _write(sheet, i, column, cell, looks, Place(str(path), i + 1, column + 1, page.name))
    sheet.set_row(0, 32)
    sheet.freeze_panes(1, 2 if page.section in {"targets", "rounds", "teams", "rules"} else 1)
    if page.section in {"targets", "rules"}:
        sheet.autofilter(0, 0, max(len(page.rows), 1), len(page.headings) - 1)
    last = len(page.rows) + ROOM
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
    _set_up_page(sheet, page)


def _set_up_page(sheet: Worksheet, page: Page) -> None:
    sheet.set_landscape()
    sheet.set_paper(A3 if page.section == "rules" else A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(
    sheet: Worksheet, row: int, column: int, cell: Typed | None, looks: Looks, place: Place
) -> None:
    if cell is None:
        return
    look = looks.cell(_form(cell), strong=False, alarm=False)
    match cell.kind:
        case "day" if (day := _day(cell.text)) is not None:
            sheet.write_datetime(row, column, day, look)
        case "number" if _is_kept(cell.text):
            sheet.write_number(row, column, float(cell.text), look)
        case _:
            if len(cell.text.encode("utf-16-le")) > 2 * LONGEST:
                raise refused(
                    place,
                    "一格最多{limit}个字符，这里放不下",
                    "a cell holds {limit} characters at most; this is longer",
                    limit=LONGEST,
                    code="too-large",
                )
            sheet.write_string(row, column, cell.text, looks.cell(TEXT, strong=False, alarm=False))


def _form(cell: Typed) -> str:
    return {"day": DAY, "number": WEEKS}.get(cell.kind, TEXT)


def _day(text: str) -> date | None:
    """A day that every spreadsheet keeps; None for the rest, which stay texts."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= _FIRST_DAY else None


def _is_kept(text: str) -> bool:
    """Whether a number is the same after a spreadsheet has held it."""
    digits: Sequence[str] = [c for c in text if c.isdecimal()]
    return not text.endswith("%") and len(digits) <= _MOST_DIGITS
