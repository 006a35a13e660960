"""A plan as a CSV that spreadsheets open without running anything in it."""

import csv
import io
from typing import Literal, get_args

from xuncha_plan.model import Plan
from xuncha_plan.report.rows import Header, headings, rows

Encoding = Literal["utf-8-sig", "gb18030", "utf-8"]
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_file(
    plan: Plan, header: Header = "zh", encoding: Encoding = "utf-8-sig", year: int | None = None
) -> bytes:
    """One row a visit of a year, or of all years."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings(header))
    for row in rows(plan, header, year):
        writer.writerow(map(harmless, row))
    return text.getvalue().encode(encoding)


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
