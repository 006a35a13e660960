"""How wide the columns of a problem's workbook are, and what is said of each heading."""

from collections.abc import Iterator

from rich.cells import cell_len

from xuncha_plan.files.problem_book.pages import Page
from xuncha_plan.files.problem_book.sheets import SHEETS
from xuncha_plan.model import Language, Words
from xuncha_plan.report.problem_book.explanations import OF_RULE_COLUMNS

NARROWEST, WIDEST = 9, 40  # in widths of a digit
LOOKED_AT = 2_000  # rows whose widths count


def widths(page: Page) -> Iterator[float]:
    """Of each column, so that its usual texts fit; longer ones are wrapped."""
    for column, heading in enumerate(page.headings):
        cells = (row[column] for row in page.rows[:LOOKED_AT])
        shown = [cell_len(cell.text) for cell in cells if cell is not None]
        yield min(max([*shown, cell_len(heading) + 3, NARROWEST]), WIDEST) + 1.5


def abouts(page: Page, language: Language) -> list[str]:
    """What a reader sees who points at each heading; empty where the heading says it all."""
    if page.section == "rules":
        said = [words.say(language) for words in OF_RULE_COLUMNS]
    elif page.section in SHEETS:
        columns = SHEETS[page.section].columns
        said = [_about(c.about, c.heading, language) for c in columns]
    else:
        said = []
    return (said + [""] * len(page.headings))[: len(page.headings)]


def _about(about: Words, heading: Words, language: Language) -> str:
    text = about.say(language)
    return "" if text == heading.say(language) else text
