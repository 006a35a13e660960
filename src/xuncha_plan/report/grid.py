"""Tables without frames, right with Chinese text; nothing is cut, what is too long is folded."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from xuncha_plan.report.visible import visible

Cell = str | Text
LEAST = 8  # cells that a column of text keeps


def grid(headings: Sequence[str], rows: Iterable[Sequence[Cell]], words: int = 1) -> Table:
    """Rows under their headings: `words` columns of text that may fold, then columns of figures.

    Figures keep their width whatever the console's: rich would cut them with an ellipsis.
    """
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="dim")
    lines = [[x if isinstance(x, Text) else shown(x) for x in row] for row in rows]
    for i, heading in enumerate(headings):
        width = max(cell_len(text) for text in (heading, *(line[i].plain for line in lines)))
        if i < words:
            table.add_column(Text(heading), overflow="fold", min_width=min(width, LEAST))
        else:
            table.add_column(Text(heading), justify="right", no_wrap=True, min_width=width)
    for line in lines:
        table.add_row(*line)
    return table


def fit(table: Table, width: int) -> None:
    """Makes a table as wide as its figures need where the console is narrower still."""
    least = sum((column.min_width or 0) + 1 for column in table.columns)
    table.width = least if least > width else None


def shown(text: str, style: str = "") -> Text:
    """User text, never read as markup, its control characters spelled out."""
    return Text(visible(text), style)


def title(text: str) -> Text:
    """The heading of a section."""
    return Text(f"\n{text}", "bold")
