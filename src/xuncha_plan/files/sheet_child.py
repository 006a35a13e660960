"""Run as a program: reads a workbook from standard input, prints the cells of sheets as JSON.

The arguments are the sheets' places, from 0.

A workbook can make the native reader ask for more memory than there is and abort the process;
hence a process of its own, with a limit.
"""

import contextlib
import io
import json
import sys
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook

MEMORY = 2 * 2**30  # bytes
_EXACT = 10**15  # the first whole number of 16 digits, which spreadsheets do not keep


def main() -> None:
    """Reads, converts, prints."""
    _limit_memory()
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    sheets = [
        workbook.get_sheet_by_index(int(index)).to_python(skip_empty_area=False)
        for index in sys.argv[1:]
    ]
    cells = [[[_cell(value) for value in row] for row in rows] for rows in sheets]
    sys.stdout.write(json.dumps(cells))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # pragma: no cover - Windows
        return
    with contextlib.suppress(OSError, ValueError):  # macOS has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _cell(value: object) -> tuple[str, str]:
    """A cell's kind and its text as a planner would type it."""
    match value:
        case bool():
            return "truth", "true" if value else "false"
        case float() | int():
            kind = "cut" if abs(value) >= _EXACT else "number"
            return kind, _number(value)
        case datetime() if value.time() == time():
            return "day", value.date().isoformat()
        case date() | time() | timedelta():
            return "day", str(value)
        case _:
            return "text", str(value)


def _number(value: float) -> str:
    """Fifteen digits, as spreadsheets show them: 0.1 + 0.2 is 0.3."""
    if value == int(value):
        return str(int(value))
    return f"{value:.15f}".rstrip("0") if abs(value) < 1e-4 else f"{value:.15g}"


if __name__ == "__main__":
    main()
