"""The plain values of a problem file as YAML: a section after the other, one line an entry."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from xuncha_plan.files.plan_text import quoted
from xuncha_plan.model import decimal
from xuncha_plan.model.quantity import Plain

_PLACES = 6  # decimals of any number that a file may hold


def problem_text(values: Mapping[str, object]) -> str:
    """The file's text; every reader of YAML takes each text in it for that text."""
    return "\n\n".join("\n".join(_section(key, value)) for key, value in values.items()) + "\n"


def _section(key: str, value: object) -> Iterator[str]:
    if isinstance(value, list) and value:
        yield f"{key}:"
        yield from map(item, value)
    else:
        yield entry(key, value)


def entry(key: str, value: object) -> str:
    """A key with its value on one line."""
    return f"{quoted(key)}: {flow(value)}"


def item(value: object) -> str:
    """An entry of a section's list."""
    return f"  - {flow(value)}"


def flow(value: object) -> str:
    """A value on one line."""
    match value:
        case Mapping():
            return "{" + ", ".join(f"{quoted(str(k))}: {flow(x)}" for k, x in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(flow, value)) + "]"
        case bool():
            return str(value).lower()
        case Plain():
            return str(value)
        case int() | Fraction():
            return decimal(value, _PLACES)
        case date():
            return value.isoformat()
        case _:
            return quoted(str(value))
