"""What two parameters owe each other: an order, that one of them is there, that not both are.

An order is a field's validator: it sees the fields above it, and its refusal stands at the value.
"""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from pydantic import AfterValidator, ValidationInfo

from xuncha_plan.model.quantity import Amount, refuse

T = TypeVar("T")


def _after(check: Callable[[object, object], None], first: str) -> AfterValidator:
    def ordered(value: T, info: ValidationInfo) -> T:
        check(info.data.get(first), value)
        return value

    return AfterValidator(ordered)


def _days(since: object, until: object) -> None:
    if isinstance(since, date) and isinstance(until, date) and until < since:
        refuse(
            "to（{to}）早于 from（{since}）",
            "`to` ({to}) is before `from` ({since})",
            to=until,
            since=since,
        )


def _bounds(least: object, most: object) -> None:
    if _is_below(most, least):
        refuse(
            "at_most（{most}）小于 at_least（{least}）",
            "`at_most` ({most}) is below `at_least` ({least})",
            most=most,
            least=least,
        )


def _is_below(most: object, least: object) -> bool:
    match most, least:
        case Amount(), Amount():  # a share and a number are bounds of different things
            return most.is_share == least.is_share and most.value < least.value
        case int(), int():
            return most < least
    return False


def refuse_neither(**values: object) -> None:
    """Refuse two parameters, by name, of which at least one belongs there."""
    if all(value is None for value in values.values()):
        first, second = values
        refuse(
            "至少写 {first} 或 {second} 之一",
            "write `{first}`, `{second}`, or both",
            first=first,
            second=second,
        )


def refuse_both(**values: object) -> None:
    """Refuse two parameters, by name, that say the same thing in two ways."""
    if all(value is not None for value in values.values()):
        first, second = values
        refuse(
            "{first} 与 {second} 只能写一个",
            "write either `{first}` or `{second}`",
            first=first,
            second=second,
        )


NotBeforeFrom = _after(_days, "since")
NotBelowAtLeast = _after(_bounds, "at_least")
