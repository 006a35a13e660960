"""The cells of a table before anyone asks what they mean."""

from dataclasses import dataclass

from xuncha_plan.model import Fault, Place

LONGEST_CELL = 10_000  # characters
MOST_ROWS = 200_000
MOST_COLUMNS = 500


@dataclass(frozen=True)
class Grid:
    """Rows of texts from a file or a sheet, and what a reader should know of how they were read."""

    file: str
    rows: tuple[tuple[str, ...], ...]
    sheet: str = ""
    warnings: tuple[Fault, ...] = ()

    def place(self, row: int, column: int) -> Place:
        """The place of a cell, both counted from 1."""
        return Place(self.file, row, column, self.sheet)
