"""Scenarios on a terminal: one table with a column each, in parts where it is too wide."""

import io
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.text import Text

from xuncha_plan.model import Language
from xuncha_plan.report.grid import grid
from xuncha_plan.report.scenarios.lines import FIGURE, Column, Line, lines
from xuncha_plan.report.screen.plan import print_parts

WIDE = 10_000  # cells: a file has no width


def show_scenarios(console: Console, columns: Sequence[Column], language: Language) -> None:
    """Prints the table; each part of it has the figures' names and as many columns as fit."""
    print_parts(console, _parts(columns, list(lines(columns, language)), language, console.width))


def scenarios_text(columns: Sequence[Column], language: Language) -> str:
    """The same as plain text, for a file."""
    text = io.StringIO()
    show_scenarios(Console(file=text, width=WIDE, color_system=None), columns, language)
    return text.getvalue()


def _parts(
    columns: Sequence[Column], found: list[Line], language: Language, width: int
) -> Iterator[RenderableType]:
    names = [column.name for column in columns]
    left = max(cell_len(text) for text in (FIGURE.say(language), *(name for name, _ in found)))
    for i, part in enumerate(_fitting(names, found, width - left - 1)):
        if i:
            yield Text()
        headings = [FIGURE.say(language), *(names[at] for at in part)]
        yield grid(headings, [[name, *(cells[at] for at in part)] for name, cells in found])


def _fitting(names: list[str], found: list[Line], width: int) -> Iterator[list[int]]:
    """The columns in runs that fit into a width; one that fits nowhere has a part to itself."""
    run: list[int] = []
    used = 0
    for at, name in enumerate(names):
        its = 1 + max(cell_len(text) for text in (name, *(cells[at] for _, cells in found)))
        if run and used + its > width:
            yield run
            run, used = [], 0
        run.append(at)
        used += its
    yield run
