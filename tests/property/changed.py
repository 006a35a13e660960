"""A problem with something in it changed, whatever the rules: ids, days, amounts."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from xuncha_plan.model import Problem, Written

Change = Callable[[str, Any], Any]  # from a field's name and a value in it to another value


def changed(problem: Problem, change: Change) -> Problem:
    """The problem with every text, day and number in it changed."""
    return _of("", problem, change)


def _of(key: str, value: Any, change: Change) -> Any:
    match value:
        case Written():
            names = type(value).model_fields
            new = value.replace(**{x: _of(x, getattr(value, x), change) for x in names})
            if hasattr(value, "recall") and hasattr(value, "_old"):
                new.recall(_of(key, value._old, change))
            return new
        case tuple() | frozenset() | list():
            return type(value)(_of(key, x, change) for x in value)
        case dict():
            return {k: _of(key, x, change) for k, x in value.items()}
        case _ if is_dataclass(value):
            parts = {f.name: _of(key, getattr(value, f.name), change) for f in fields(value)}
            return replace(value, **parts)
        case _:
            return change(key, value)
