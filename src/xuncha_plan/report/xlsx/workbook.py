"""The workbook of a plan; the same plan gives the same bytes."""

import io
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from xuncha_plan.model import Language, Plan, PlanRecord, Words
from xuncha_plan.report.archive import signed
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.collection import collection
from xuncha_plan.report.papers.overview import NAME as OVERVIEW
from xuncha_plan.report.papers.overview import TITLE
from xuncha_plan.report.papers.paper import Paper
from xuncha_plan.report.visible import visible
from xuncha_plan.report.xlsx.chart import add_chart
from xuncha_plan.report.xlsx.looks import Looks
from xuncha_plan.report.xlsx.sheet import FOOTER, draw, set_up_page
from xuncha_plan.report.xlsx.tabs import Tabs

CONTENTS = Words("目录", "Contents")
_NOTHING_IS_RUN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def xlsx_file(plan: Plan, record: PlanRecord, language: Language, year: int | None = None) -> bytes:
    """Every paper of a plan on a sheet; of one year, that year's."""
    basis, data = Basis(plan, record, language), io.BytesIO()
    with Workbook(data, {"in_memory": True, **_NOTHING_IS_RUN}) as book:
        looks, tabs = Looks(book, language), Tabs()
        book.set_properties(_properties(basis))
        sheets: list[tuple[Worksheet, Paper]] = []
        for paper in collection(basis, year):
            sheet = book.add_worksheet(tabs.name(paper.name))
            _fill(book, sheet, paper, looks, basis)
            sheets.append((sheet, paper))
        _list_contents(sheets, looks, basis)
    return signed(data.getvalue())


def _properties(basis: Basis) -> dict[str, object]:
    title = basis.say(TITLE, name=basis.problem.jurisdiction.name)
    start = basis.problem.term.start
    return {
        "title": visible(title),
        "author": "xuncha-plan",
        "created": datetime(start.year, start.month, start.day),  # not the clock's: same bytes
    }


def _fill(book: Workbook, sheet: Worksheet, paper: Paper, looks: Looks, basis: Basis) -> None:
    below = draw(sheet, paper, looks)
    set_up_page(sheet, paper, basis.say(FOOTER))
    if paper.chart is not None:
        add_chart(book, sheet, paper, below + 1)


def _list_contents(sheets: list[tuple[Worksheet, Paper]], looks: Looks, basis: Basis) -> None:
    """Below the overview, a link to every sheet; the overview is what opens first."""
    for sheet, paper in sheets:
        if paper.name == basis.say(OVERVIEW):
            row = len(paper.rows) + 3
            sheet.write_string(row, 0, basis.say(CONTENTS), looks.heading())
            for i, (other, its) in enumerate(sheets, row + 1):
                target = f"internal:'{other.name}'!A1"
                sheet.write_url(i, 0, target, looks.link(), string=other.name)
                sheet.write_string(i, 1, visible(its.title), looks.note())
            sheet.activate()
            return
