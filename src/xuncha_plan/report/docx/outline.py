"""A document as values: title, headings, paragraphs, annexes; any writer can set it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from xuncha_plan.model import Language
from xuncha_plan.report.papers.paper import Paper

_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Heading:
    """A heading of level 1, 2 or 3, without its number."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text; `lead` stands before it in the heading's hand."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Annex:
    """A table on pages of its own after the text."""

    paper: Paper


Part = Heading | Paragraph | Annex


@dataclass(frozen=True)
class Outline:
    """A whole document in its order."""

    title: str
    parts: tuple[Part, ...]

    @property
    def annexes(self) -> list[Annex]:
        """Its annexes, in their order."""
        return [part for part in self.parts if isinstance(part, Annex)]


class Numbers:
    """Numbers of headings as official documents have them: 一、（一）1. / I. A. 1."""

    def __init__(self, language: Language) -> None:
        self._language: Language = language
        self._counts: dict[int, Iterator[int]] = {}

    def next(self, level: int) -> str:
        """The number of the next heading of a level; those below begin anew."""
        self._counts = {at: c for at, c in self._counts.items() if at <= level}
        number = next(self._counts.setdefault(level, count(1)))
        if self._language == "en":
            return ("{roman}. ", "{letter}. ", "{n}. ")[level - 1].format(
                roman=_roman(number), letter=_letter(number), n=number
            )
        return ("{zh}、", "（{zh}）", "{n}.")[level - 1].format(zh=chinese(number), n=number)


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals; larger ones stay as they are."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = {0: "", 1: "十"}.get(tens, f"{_DIGITS[tens]}十")
    return ten + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    text = ""
    for value, letters in (
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        while number >= value:
            text, number = text + letters, number - value
    return text


def _letter(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
