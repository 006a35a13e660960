"""How cells look: fonts, borders, numbers, days; one format for each, made once."""

from functools import cache
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from xuncha_plan.model import Language

FONTS: dict[Language, tuple[str, str]] = {"zh": ("宋体", "黑体"), "en": ("Calibri", "Calibri")}
TEXT, WHOLE, WEEKS, DAY, PERCENT = "@", "0", "General", "yyyy-mm-dd", "0.0%"
_CENTRED = frozenset({DAY})
_BLUE, _GREY, _RED = "#DDE6F0", "#F2F2F2", "#C00000"


class Looks:
    """The formats of one workbook."""

    def __init__(self, book: Workbook, language: Language) -> None:
        self._book = book
        self.font, self._heavy = FONTS[language]
        self._make = cache(self._made)

    def title(self) -> Format:
        """Above a table."""
        return self._make(font_name=self._heavy, font_size=16, align="center")

    def heading(self) -> Format:
        """Of a column."""
        return self._make(
            font_name=self._heavy, bold=True, align="center", text_wrap=True, border=1,
            bg_color=_BLUE,
        )  # fmt: skip

    def note(self) -> Format:
        """Below a table."""
        return self._make(font_size=10, font_color="#595959")

    def link(self) -> Format:
        """To another sheet."""
        return self._make(font_color="#0563C1", underline=1)

    def cell(self, number: str, strong: bool, alarm: bool) -> Format:
        """Of a table, by the form of its number."""
        wanted: dict[str, Any] = {"num_format": number, "border": 1}  # xlsxwriter's own mixture
        if number == TEXT:
            wanted["text_wrap"] = True
        if number in _CENTRED:
            wanted["align"] = "center"
        if strong:
            wanted |= {"bold": True, "bg_color": _GREY}
        if alarm:
            wanted["font_color"] = _RED
        return self._make(**wanted)

    def _made(self, **wanted: Any) -> Format:
        return self._book.add_format({"font_name": self.font, "valign": "vcenter", **wanted})
