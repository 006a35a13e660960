"""Where something is written, and the one exception for input that cannot be used."""

from dataclasses import dataclass, field
from typing import Any

from xuncha_plan.model.words import Language, Words


@dataclass(frozen=True, order=True)
class Place:
    """A point in a file: line and column from 1, columns counted in characters.

    In a workbook `sheet` is set, and line and column are a cell's row and column.
    """

    file: str
    line: int = 1
    column: int = 1
    sheet: str = ""

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.file}:{self.sheet}!{column_letters(self.column)}{self.line}"
        return f"{self.file}:{self.line}:{self.column}"


def line_of(place: Place) -> str:
    """A place without its column: `file:line`, or `file:sheet!line`."""
    if place.sheet:
        return f"{place.file}:{place.sheet}!{place.line}"
    return f"{place.file}:{place.line}"


def column_letters(column: int) -> str:
    """A workbook's name for a column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input: where, what instead, and which kind of defect it is."""

    place: Place
    words: Words
    blanks: dict[str, Any] = field(default_factory=dict)  # whatever the words' blanks take
    code: str = "value"

    def say(self, language: Language) -> str:
        """`file:line:column: what is wrong and what to do`."""
        return f"{self.place}: {self.words.say(language, **self.blanks)}"


class BadInput(Exception):
    """An input that cannot be used: every fault that one reading found, in order of place."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.place.sheet, fault.place)))
        super().__init__("\n".join(fault.say("en") for fault in self.faults))
