"""A paper as a value: a titled table whose cells keep their types, for any format to draw."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

Cell = str | int | Fraction | date | None


class Percent(Fraction):
    """A share that is shown in percent."""

    __slots__ = ()


@dataclass(frozen=True)
class Row:
    """One line; `strong` marks sums and headings, `alarm` what a reader must not overlook."""

    cells: tuple[Cell, ...]
    strong: bool = False
    alarm: bool = False


@dataclass(frozen=True)
class Paper:
    """A table with its title; `name` is short, for a tab or a list of papers.

    `kept` columns stay in sight on a screen; `by_columns` says that a reader may filter the rows.
    """

    name: str
    title: str
    headings: tuple[str, ...]
    rows: Sequence[Row]
    notes: Sequence[str] = ()
    kept: int = 1
    filtered: bool = True
    large: bool = False  # A3 rather than A4
    chart: "Chart | None" = None

    def narrowed(self, *columns: int) -> "Paper":
        """The paper with some of its columns alone, counted from 0."""
        return replace(
            self,
            headings=tuple(self.headings[c] for c in columns),
            rows=[replace(row, cells=tuple(row.cells[c] for c in columns)) for row in self.rows],
            chart=None,
        )


@dataclass(frozen=True)
class Chart:
    """A line chart of some columns of a paper's rows, counted from 0."""

    title: str
    labels: int
    lines: Sequence[int]
    rows: range = field(default_factory=lambda: range(0))


def share(part: Fraction | int, whole: Fraction | int) -> Percent | None:
    """A part of a whole; None of nothing."""
    return Percent(Fraction(part) / Fraction(whole)) if whole else None
