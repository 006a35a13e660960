"""The formats that a plan is exported to; a new one is a folder and a line in each function."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from xuncha_plan.model import Language, Plan, PlanRecord
from xuncha_plan.report.csv_file import Encoding
from xuncha_plan.report.rows import Header

Format = Literal["csv", "xlsx", "docx", "ics", "html"]
FORMATS: tuple[Format, ...] = get_args(Format)


@dataclass(frozen=True)
class Wanted:
    """A plan, and how it is to be written; a year of None is the term."""

    plan: Plan
    record: PlanRecord
    language: Language
    header: Header | None = None
    encoding: Encoding = "utf-8-sig"
    with_dates: bool = False  # in a CSV; every other format has them
    year: int | None = None
    template: Path | None = None  # of a document
    earlier: Plan | None = None  # laid under the plan on a page


def exported(to: Format, wanted: Wanted) -> bytes:
    """The file's bytes; each format's libraries are loaded when it is asked for."""
    plan, record, language, year = wanted.plan, wanted.record, wanted.language, wanted.year
    match to:
        case "csv":
            from xuncha_plan.report.csv_file import csv_file

            header = wanted.header or language
            return csv_file(plan, header, wanted.encoding, year, wanted.with_dates)
        case "xlsx":
            from xuncha_plan.report.xlsx import xlsx_file

            return xlsx_file(plan, record, language, year)
        case "docx":
            from xuncha_plan.report.docx import docx_file

            return docx_file(plan, record, language, year, wanted.template)
        case "ics":
            from xuncha_plan.report.ics import ics_file

            return ics_file(plan, record, language, year)
        case "html":
            from xuncha_plan.report.page import html_file

            return html_file(plan, record, language, year, wanted.earlier)


def is_ours(to: Format, data: bytes) -> bool:
    """Whether a file of a format is as an export left it; an empty one is nobody's."""
    if not data.strip():
        return True
    match to:
        case "csv":
            from xuncha_plan.report.csv_file import is_ours as is_our_csv

            return is_our_csv(data)
        case "xlsx" | "docx":
            from xuncha_plan.report.archive import is_signed

            return is_signed(data)
        case "ics":
            from xuncha_plan.report.ics import is_ours as is_our_calendar

            return is_our_calendar(data)
        case "html":
            from xuncha_plan.report.page import is_ours as is_our_page

            return is_our_page(data)
