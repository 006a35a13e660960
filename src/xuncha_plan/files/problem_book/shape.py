"""What a field of the file holds, read off its type, so that a cell can be written and read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from xuncha_plan.model import Amount, Refers, RoundSpan, Where

Kind = Literal["text", "number", "day", "truth", "where", "rounds", "costs"]
_NUMBERS = (Fraction, Amount, int)


@dataclass(frozen=True)
class Shape:
    """One field: its kind, whether it is a list, its closed choice of words, what it names."""

    kind: Kind
    many: bool = False
    words: tuple[str, ...] = ()
    closed: bool = False  # nothing but the words may stand there
    to: str | None = None


def shape_of(field: FieldInfo) -> Shape:
    """The shape of a field, whatever its type is wrapped in."""
    parts = list(_parts((field.annotation, *field.metadata)))
    leaves = [part for part in parts if isinstance(part, type)]
    words = tuple(word for part in parts if get_origin(part) is Literal for word in get_args(part))
    to = next((part.to for part in parts if isinstance(part, Refers)), None)
    many = any(map(_is_list, parts))
    others = set(leaves) - {type(None)}
    return Shape(_kind(parts, others, bool(words)), many, words, bool(words) and not others, to)


def _kind(parts: list[object], leaves: set[type], is_choice: bool) -> Kind:
    if any(get_origin(part) is dict for part in parts):
        return "costs"
    named: dict[type, Kind] = {Where: "where", RoundSpan: "rounds", date: "day", bool: "truth"}
    for leaf, kind in named.items():
        if leaf in leaves:
            return kind
    is_number = not is_choice and str not in leaves and any(x in leaves for x in _NUMBERS)
    return "number" if is_number else "text"


def _parts(parts: Iterable[object]) -> Iterator[object]:
    """Types and marks inside types, themselves included."""
    for part in parts:
        yield part
        yield from _parts((*getattr(part, "__metadata__", ()), *_inner(part)))


def _inner(part: object) -> tuple[object, ...]:
    return () if get_origin(part) is Literal else get_args(part)


def _is_list(part: object) -> bool:
    return get_origin(part) is frozenset or (
        get_origin(part) is tuple and get_args(part)[-1:] == (Ellipsis,)
    )
