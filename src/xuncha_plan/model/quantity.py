"""Exact scalars: text as a planner writes it, read into whole numbers, fractions, shares, days.

Work is counted in team-weeks with at most two decimals and never becomes a float.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, NoReturn, TypeVar

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from xuncha_plan.model.words import Words, decimal

LARGEST = 10**9  # the largest number that a file may hold
LONGEST = 10_000  # characters in one scalar

N = TypeVar("N", int, Fraction)

_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # Unicode categories that no identifier may hold


class Plain(str):
    """A scalar written without quotes: only such may stand for a number or a truth value."""

    __slots__ = ()


def refuse(zh: str, en: str, /, **blanks: object) -> NoReturn:
    """Refuse a value, in both languages; the reader adds where it is written."""
    words = Words(zh, en)
    raise PydanticCustomError(
        "refused",
        "{sentence}",
        {
            "sentence": words.say("en", **blanks),
            "words": words,
            "blanks": blanks,
        },
    )


def _shown(value: object) -> str:
    text = f"{value}" if isinstance(value, str | int | Fraction | date) else type(value).__name__
    return text if len(text) <= 40 else text[:37] + "…"


def _written(value: object, what_zh: str, what_en: str, example: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | Fraction):
        refuse(
            "应为{zh}，例如 {example}，而不是{value}",
            "expected {en}, such as {example}, not {value}",
            zh=what_zh,
            en=what_en,
            example=example,
            value=_shown(value),
        )
    if isinstance(value, str) and not isinstance(value, Plain):
        refuse(
            '"{value}"加了引号，因此是文字；请去掉引号',
            '"{value}" is quoted and so a text; remove the quotes',
            value=_shown(value),
        )
    return decimal(value, 9) if isinstance(value, Fraction) else str(value)


def _whole(value: object) -> int:
    text = _written(value, "整数", "a whole number", "12")
    if len(text) > 20 or not _WHOLE.fullmatch(text):
        refuse(
            "应为整数，例如 12，而不是{value}",
            "expected a whole number, such as 12, not {value}",
            value=_shown(value),
        )
    if abs(int(text)) > LARGEST:
        refuse(
            "{value}超出上限{limit}",
            "{value} is beyond the limit of {limit}",
            value=text,
            limit=LARGEST,
        )
    return int(text)


def _number(value: object, places: int) -> Fraction:
    text = _written(value, "数", "a number", "2.5")
    if len(text) > 30 or not _DECIMAL.fullmatch(text):
        refuse(
            "应为数，例如 2.5，而不是{value}",
            "expected a number, such as 2.5, not {value}",
            value=_shown(value),
        )
    if len(text.partition(".")[2]) > places:
        refuse(
            "{value}的小数超过{places}位",
            "{value} has more than {places} decimal places",
            value=text,
            places=places,
        )
    if abs(number := Fraction(text)) > LARGEST:
        refuse(
            "{value}超出上限{limit}",
            "{value} is beyond the limit of {limit}",
            value=text,
            limit=LARGEST,
        )
    return number


def _share(value: object) -> Fraction:
    if isinstance(value, str) and str(value).endswith("%"):
        share = _number(Plain(value[:-1]), 4) / 100
    else:
        share = _number(value, 6)
    if not 0 <= share <= 1:
        refuse("{value}不在0%到100%之间", "{value} is not between 0% and 100%", value=_shown(value))
    return share


def _team_weeks(value: object) -> Fraction:
    return _number(value, 2)


def _ratio(value: object) -> Fraction:
    return _number(value, 6)


def _above_zero(number: Fraction) -> Fraction:
    if number <= 0:
        refuse("应大于0，而不是{value}", "expected a number above 0, not {value}", value=number)
    return number


def _not_negative(number: N) -> N:
    if number < 0:
        refuse("不能小于0：{value}", "{value} is below 0", value=number)
    return number


def _day(value: object) -> date:
    if type(value) is date:
        return value
    text = str(value) if isinstance(value, str) else ""
    if not _DAY.fullmatch(text):
        refuse(
            "应为日期，例如 2027-03-01，而不是{value}",
            "expected a day, such as 2027-03-01, not {value}",
            value=_shown(value),
        )
    try:
        return date.fromisoformat(text)
    except ValueError:
        refuse("没有{value}这一天", "there is no day {value}", value=text)


def _truth(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, Plain) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    refuse(
        "应为 true 或 false，而不是{value}",
        "expected true or false, not {value}",
        value=_shown(value),
    )


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        refuse("应为文字，而不是{value}", "expected a text, not {value}", value=_shown(value))
    text = str(value)
    if len(text) > LONGEST:
        refuse("文字超过{limit}个字符", "the text is longer than {limit} characters", limit=LONGEST)
    if any(unicodedata.category(c) == "Cs" for c in text):
        refuse(
            "文字中有不成字的代码（单独的代理项）",
            "the text holds half a character (a lone surrogate)",
        )
    return text


def _name(value: object) -> str:
    text = _text(value)
    if not text.strip():
        refuse("名称不能为空", "a name cannot be empty")
    return text


def _identifier(value: object) -> str:
    text = _name(value)
    for c in text:
        if c == "/" or unicodedata.category(c) in _INVISIBLE:
            refuse(
                "编号中不能有{character}",
                "an id cannot hold {character}",
                character="/" if c == "/" else f"U+{ord(c):04X}",
            )
    if text != text.strip():
        refuse(
            "编号“{value}”前后有空格", 'the id "{value}" begins or ends with a space', value=text
        )
    return text


def is_absent(value: object) -> bool:
    """Whether a value is YAML's way of writing nothing: empty, `~` or `null`, without quotes."""
    return isinstance(value, Plain) and value in {"", "~", "null", "Null", "NULL"}


def as_list(value: object) -> object:
    """One value where a list may stand is a list of one."""
    return value if isinstance(value, list | tuple | set | frozenset) or value is None else [value]


Whole = Annotated[int, BeforeValidator(_whole), WithJsonSchema({"type": "integer"})]
TeamWeeks = Annotated[Fraction, BeforeValidator(_team_weeks), WithJsonSchema({"type": "number"})]
Ratio = Annotated[Fraction, BeforeValidator(_ratio), WithJsonSchema({"type": "number"})]
Share = Annotated[
    Fraction,
    BeforeValidator(_share),
    WithJsonSchema({"type": ["number", "string"], "examples": ["15%"]}),
]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Truth = Annotated[bool, BeforeValidator(_truth), WithJsonSchema({"type": "boolean"})]
Text = Annotated[
    str, BeforeValidator(_text), WithJsonSchema({"type": ["string", "number", "boolean"]})
]
Name = Annotated[
    str, BeforeValidator(_name), WithJsonSchema({"type": ["string", "number", "boolean"]})
]
Identifier = Annotated[
    str, BeforeValidator(_identifier), WithJsonSchema({"type": ["string", "number", "boolean"]})
]
PositiveWeeks = Annotated[TeamWeeks, AfterValidator(_above_zero)]
SomeWeeks = Annotated[TeamWeeks, AfterValidator(_not_negative)]
Weight = Annotated[Ratio, AfterValidator(_above_zero)]


@dataclass(frozen=True)
class Amount:
    """A number in a rule's unit, or a share of some whole."""

    value: Fraction
    is_share: bool = False

    def of(self, whole: Fraction | int) -> Fraction:
        """What it comes to, given the whole that a share is of."""
        return self.value * whole if self.is_share else self.value

    def __str__(self) -> str:
        return f"{decimal(self.value * 100)}%" if self.is_share else decimal(self.value)


def _amount(value: object) -> Amount:
    if isinstance(value, Amount):
        return value
    if isinstance(value, str) and str(value).endswith("%"):
        return Amount(_share(value), is_share=True)
    return Amount(_not_negative(_team_weeks(value)))


Bound = Annotated[
    Amount,
    BeforeValidator(_amount),
    WithJsonSchema({"type": ["number", "string"], "examples": [4, "15%"]}),
]
Count = Annotated[Whole, AfterValidator(_not_negative)]
