"""Drop-downs: what a cell may be chosen from; another text may be typed all the same."""

from collections.abc import Iterator, Mapping
from typing import get_args

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from xuncha_plan.files.problem_book.pages import Page
from xuncha_plan.files.problem_book.sheets import CHOICES, SHEETS
from xuncha_plan.files.problem_book.vocabulary import NO, YES, choice
from xuncha_plan.model import PURPOSES, Language, ModeId, Per, Problem, Words
from xuncha_plan.rules import REGISTRY

GRADES = Words("好、较好、一般、差", "good、fair、poor")
# Which list each column offers, by section and Chinese heading.
_MODES, _PURPOSES, _TRUTHS, _RULES, _GRADES = "modes", "purposes", "truths", "rules", "grades"
_GROUPS, _UNITS = "groups", "units"
_OFFERED: Mapping[str, Mapping[int, str]]
GROWING = ("sector", "region", "kind", "tier", "team", "round", "target")
_ROWS = 2_000  # of a sheet that other sheets choose from


class Choices:
    """The lists on a hidden sheet and the sheets that grow, and the cells that offer them."""

    def __init__(
        self, book: Workbook, problem: Problem, pages: list[Page], language: Language
    ) -> None:
        self._language = language
        self._names = {page.section: page.name for page in pages}
        self._ranges: dict[str, str] = {}
        sheet = book.add_worksheet(CHOICES.say(language))
        for column, (name, words) in enumerate(self._fixed(problem)):
            sheet.write_column(0, column, words)
            letter = xl_col_to_name(column)
            self._ranges[name] = f"='{sheet.name}'!${letter}$1:${letter}${len(words)}"
        for section, to in _CHOSEN_FROM.items():
            letter = "A" if section == "targets" else "B"
            self._ranges[to] = f"='{self._names[section]}'!${letter}$2:${letter}${_ROWS}"
        sheet.hide()

    def _fixed(self, problem: Problem) -> Iterator[tuple[str, list[str]]]:
        def say(words: tuple[str, ...]) -> list[str]:
            return [choice(word, self._language) for word in words]

        yield _MODES, say(get_args(ModeId))
        yield _PURPOSES, say(tuple(PURPOSES))
        yield _TRUTHS, [words.say(self._language) for words in (YES, NO)]
        yield _RULES, [rule.title.say(self._language) for rule in REGISTRY.values()]
        used = dict.fromkeys(t.last_grade for t in problem.targets if t.last_grade)
        yield _GRADES, list(used) or GRADES.say(self._language).split("、")
        yield _GROUPS, say((*get_args(Per), "tag", "parent"))
        yield _UNITS, say(("count", "workload", "load"))

    def offer(self, sheet: Worksheet, page: Page, last: int) -> None:
        """Puts the drop-downs of a sheet's columns into its rows, up to the last."""
        offered = _RULE_CHOICES if page.section == "rules" else _by_shape(page.section)
        for column, name in offered.items():
            if name in self._ranges:
                sheet.data_validation(
                    1, column, last, column,
                    {"validate": "list", "source": self._ranges[name], "show_error": False},
                )  # fmt: skip


_CHOSEN_FROM = {
    "sectors": "sector", "regions": "region", "kinds": "kind", "tiers": "tier",
    "teams": "team", "rounds": "round", "targets": "target",
}  # fmt: skip


def _by_shape(section: str) -> dict[int, str]:
    """What the columns of a section's sheet offer, by their place."""
    sheet = SHEETS.get(section)
    found: dict[int, str] = {}
    for i, column in enumerate(sheet.columns if sheet else ()):
        if column.key in {"last_grade"}:
            found[i] = _GRADES
        elif column.shape.kind == "truth":
            found[i] = _TRUTHS
        elif "self_run" in column.shape.words:
            found[i] = _MODES
        elif "coverage" in column.shape.words:
            found[i] = _PURPOSES
        elif column.shape.to is not None:
            found[i] = column.shape.to
    return found


# The columns of the rules' sheet by their place: the rule, then as `rule_columns` lists them.
_RULE_CHOICES = {
    0: _RULES, 3: "tier", 6: "target", 7: "round", 8: _MODES, 9: "team", 10: _PURPOSES,
    11: _GROUPS, 12: _UNITS,
}  # fmt: skip
