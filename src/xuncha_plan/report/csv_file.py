"""A plan as a CSV that spreadsheets open without running anything in it."""

import csv
import io
from collections.abc import Iterator
from typing import Literal, get_args

from xuncha_plan.model import Plan
from xuncha_plan.report.follow_up import follow_ups
from xuncha_plan.report.onsite import stays
from xuncha_plan.report.rows import Header, date_headings, headings, rows

Encoding = Literal["utf-8-sig", "gb18030", "utf-8"]
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_file(
    plan: Plan,
    header: Header = "zh",
    encoding: Encoding = "utf-8-sig",
    year: int | None = None,
    with_dates: bool = False,
) -> bytes:
    """One row a visit of a year, or of all years; with the days on site and after, if wanted."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    more = list(_dates(plan, year)) if with_dates else None
    writer.writerow([*headings(header), *(date_headings(header) if with_dates else ())])
    for number, row in enumerate(rows(plan, header, year)):
        writer.writerow(map(harmless, [*row, *(more[number] if more else ())]))
    return text.getvalue().encode(encoding)


def _dates(plan: Plan, year: int | None) -> Iterator[list[str]]:
    """The days of each visit in the order of the rows; empty where a visit has no such day."""
    for stay, after in zip(stays(plan), follow_ups(plan), strict=True):
        if year in (None, stay.visit.round.year):
            days = (stay.entry, stay.departure, *(day for _, day in after.steps()), after.lookback)
            yield [day.isoformat() if day else "" for day in days]


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_BEGINS_A_FORMULA) else cell


def is_ours(data: bytes) -> bool:
    """Whether bytes begin as one of these files does; an empty file is nobody's."""
    begins = (
        ",".join(headings(header)).encode(encoding)
        for header in get_args(Header)
        for encoding in get_args(Encoding)
    )
    return not data.strip() or data.startswith(tuple(begins))
