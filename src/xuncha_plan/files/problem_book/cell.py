"""One field as one cell: what is written for a value, and what is read from a text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from xuncha_plan.files.problem_book.cell_text import (
    EMPTY,
    items,
    said,
    scalar,
    split,
    unquoted,
    unwritten,
)
from xuncha_plan.files.problem_book.shape import Shape
from xuncha_plan.files.problem_book.vocabulary import (
    NO,
    TRUTHS,
    YES,
    Vocabulary,
    choice,
    chosen,
)
from xuncha_plan.files.problem_book.where_text import WhereSlip, where_read, where_text
from xuncha_plan.files.refusals import offering
from xuncha_plan.model import Words
from xuncha_plan.model.quantity import Plain

YEAR = Words("{year}年", "year {year}")
ALL = Words("全部", "all")
NO_CHOICE = Words("没有“{text}”{near}", "there is no `{text}`{near}")
NO_TRUTH = Words("应为“是”或“否”，而不是“{text}”", "expected yes or no, not `{text}`")
NO_COST = Words("“{text}”应写成 对象=1、轮次=2 的样子", "`{text}`: write such as target=1, round=2")
_YEAR = re.compile(r"([0-9]{1,9})\s*年|year\s*([0-9]{1,9})")
_SPAN = re.compile(r"\s*([0-9年月日/.-]*)\s*[～~至]\s*([0-9年月日/.-]*)\s*")
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_MONTH_DAY = re.compile(r"([0-9]{1,2})[-/.月]([0-9]{1,2})日?")


class Slip(ValueError):
    """A cell that cannot be read."""

    def __init__(self, words: Words, **blanks: object) -> None:
        self.words, self.blanks = words, blanks
        super().__init__(words.say("en", **blanks))


@dataclass(frozen=True)
class Cell:
    """A field of one shape, in the words of one problem."""

    shape: Shape
    words: Vocabulary

    def text(self, value: object) -> str:
        """What a cell says for a value of a file."""
        shape = self.shape
        if shape.kind == "where" and isinstance(value, Mapping):
            return where_text(value, self.words)
        if isinstance(value, Mapping):
            return self._costs(value) if shape.kind == "costs" else self._span(value)
        if isinstance(value, list):
            texts = [self._one(str(x), self._only_item, beside=True) for x in value]
            return "、".join(texts) if texts else EMPTY[self.words.language == "en"]
        return self._one(str(value), self.value, is_plain=isinstance(value, Plain))

    def value(self, text: str) -> object:
        """What a text means: as in a file, `Plain` where no quotes would stand; Slip if nothing."""
        match self.shape.kind:
            case "where":
                try:
                    return where_read(text, self.words)
                except WhereSlip as slip:
                    raise Slip(slip.words, text=slip.text) from slip
            case "costs":
                return dict(map(self._read_cost, split(text)))
            case "rounds" if (span := self._read_span(text)) is not None:
                return span
        if self.shape.many:
            return list(items(text, self._read_item))
        return self._read_item(text)

    # One value, or one of a list.

    def _one(
        self, value: str, read: Callable[[str], object], *, beside: bool = False,
        is_plain: bool = False,
    ) -> str:  # fmt: skip
        shape = self.shape
        if value in shape.words:
            return choice(value, self.words.language)
        if shape.kind == "truth":
            return (YES if value == "true" else NO).say(self.words.language)
        if shape.kind in {"number", "day"} or is_plain:
            return value
        return said(value, self.words.label(shape.to, value), read, beside=beside)

    def _only_item(self, text: str) -> object:
        """The one item that a cell with such a text would hold; None where it would not."""
        match self.value(text):
            case [item]:
                return item
        return None

    def _read_item(self, text: str) -> object:
        shape, plain = self.shape, text.strip()
        if (literal := unquoted(text)) is not None:
            return literal
        if (word := chosen(plain, shape.words)) is not None:
            return Plain(word)
        if shape.closed:
            known = [choice(word, self.words.language) for word in shape.words]
            raise Slip(NO_CHOICE, text=plain, near=offering(plain, known))
        if shape.kind == "truth":
            if (truth := TRUTHS.get(plain.lower())) is None:
                raise Slip(NO_TRUTH, text=plain)
            return Plain(truth)
        if shape.kind == "day":
            return Plain(_day(plain))
        if shape.kind == "number":
            return Plain(plain)
        if shape.to is not None:
            return unwritten(self.words.id(shape.to, plain))
        return scalar(text)

    # Rounds by year or span.

    def _span(self, span: Mapping[str, object]) -> str:
        year = YEAR.say(self.words.language, year=span["year"]) if "year" in span else ""
        days = f"{span.get('from', '')}～{span.get('to', '')}" if {"from", "to"} & set(span) else ""
        return " ".join(filter(None, (year, days))) or ALL.say(self.words.language)

    def _read_span(self, text: str) -> dict[str, object] | None:
        if text.strip() in {ALL.zh, ALL.en}:
            return {}
        found: dict[str, object] = {}
        rest = text.strip()
        if (year := _YEAR.match(rest)) and rest[year.end() :][:1] in {"", " "}:
            found["year"], rest = Plain(year[1] or year[2]), rest[year.end() :].strip()
        if rest and (span := _SPAN.fullmatch(rest)):
            days = {"from": span[1], "to": span[2]}
            found |= {key: Plain(_day(day.strip())) for key, day in days.items() if day.strip()}
            rest = ""
        return found if found and not rest else None

    # What changes cost.

    def _costs(self, costs: Mapping[str, object]) -> str:
        texts = [f"{choice(key, self.words.language)}={x}" for key, x in costs.items()]
        return "、".join(texts) or EMPTY[self.words.language == "en"]

    def _read_cost(self, text: str) -> tuple[str, object]:
        if text.strip() in EMPTY:
            raise Slip(NO_COST, text=text.strip())
        name, equals, number = text.replace("＝", "=").partition("=")
        word = chosen(name.strip(), self.shape.words)
        if not equals or word is None:
            raise Slip(NO_COST, text=text.strip())
        return word, Plain(number.strip())


def _day(text: str) -> str:
    """A day as people write it, in the form of the files; anything else as it is."""
    if found := _DAY.fullmatch(text):
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    if found := _MONTH_DAY.fullmatch(text):
        return f"{int(found[1]):02}-{int(found[2]):02}"
    return text
