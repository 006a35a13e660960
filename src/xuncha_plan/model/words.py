"""Words for people: one text in Chinese and English, chosen at the last step."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from string import Formatter
from typing import Any, Literal

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Words:
    """A text in both languages; `{blanks}` are filled when it is said.

    As the annotation of a field it is the field's documentation, and becomes the description
    in the JSON Schema.
    """

    zh: str
    en: str

    def say(self, language: Language, **blanks: object) -> str:
        """The text in one language, its blanks filled."""
        template = self.zh if language == "zh" else self.en
        return template.format(**{key: spoken(value, language) for key, value in blanks.items()})

    def blanks(self) -> tuple[frozenset[str], frozenset[str]]:
        """The names of the blanks of the Chinese and of the English text."""
        zh, en = (
            frozenset(name for _, name, _, _ in Formatter().parse(text) if name)
            for text in (self.zh, self.en)
        )
        return zh, en

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:  # the type that pydantic asks for
        return {**handler(core_schema), "description": f"{self.zh} / {self.en}"}


def spoken(value: object, language: Language) -> str:
    """How a blank's value reads: exact numbers as decimals, days as ISO dates, lists joined."""
    match value:
        case Words():
            return value.say(language)
        case Fraction():
            return decimal(value)
        case date():
            return value.isoformat()
        case tuple() | list():
            return ("、" if language == "zh" else ", ").join(spoken(x, language) for x in value)
        case _:
            return str(value)


def decimal(value: Fraction | int, places: int = 4) -> str:
    """An exact number as a decimal of at most `places` places, without trailing zeros."""
    scaled = round(Fraction(value) * 10**places)
    whole, part = divmod(abs(scaled), 10**places)
    text = f"{whole}.{part:0{places}d}".rstrip("0").rstrip(".")
    return f"-{text}" if scaled < 0 else text
