"""Cells of a workbook as a planner would type them."""

from datetime import date, datetime, time

import pytest

from xuncha_plan.files.sheet_child import _cell


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        ("007", "text", "007"),
        ("", "text", ""),
        (True, "truth", "true"),
        (2.0, "number", "2"),
        (-2.5, "number", "-2.5"),
        (0.1 + 0.2, "number", "0.3"),
        (0.0001, "number", "0.0001"),
        (0.00001, "number", "0.00001"),
        (10.0**15 - 1, "number", "999999999999999"),
        (10.0**15, "cut", "1000000000000000"),
        (-(10.0**15), "cut", "-1000000000000000"),
        (date(2027, 3, 1), "day", "2027-03-01"),
        (datetime(2027, 3, 1), "day", "2027-03-01"),
        (datetime(2027, 3, 1, 8), "text", "2027-03-01 08:00:00"),
        (time(8), "day", "08:00:00"),
    ],
)
def test_a_cell_is_its_text(value: object, kind: str, text: str) -> None:
    assert _cell(value)[1] == text
    assert (_cell(value)[0] == "cut") == (kind == "cut")
