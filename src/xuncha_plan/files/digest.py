"""The digest of what a problem means, so that only a change of meaning makes a plan stale.

Comments, layout, quoting, the order of keys and of everything but tiers, tables or not, YAML or
JSON: none of these enter. Whatever a rule, a target or a round says does.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from hashlib import sha256

from pydantic import BaseModel

from xuncha_plan.model import Where, Written
from xuncha_plan.model.quantity import Amount
from xuncha_plan.model.where import Criterion

_ORDERED = frozenset({"tiers"})  # fields whose order is their meaning
_OF_PAPERS = frozenset({"rectification"})  # no plan is better or worse for it


def digest(problem: Written) -> str:
    """SHA-256 of the canonical JSON of the problem's meaning, as hexadecimal digits.

    Of a net it is the digest of the net alone, whatever its districts' problems say.
    """
    text = json.dumps(_plain(problem), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    match value:
        case BaseModel():
            return _fields(value)
        case Mapping():
            return {str(key): _plain(x) for key, x in value.items()}
        case tuple() if all(isinstance(x, int) for x in value):  # a month and a day
            return list(value)
        case tuple() | list() | frozenset() | set():
            return _unordered(value)
        case _:
            return _scalar(value)


def _scalar(value: object) -> object:
    match value:
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
        case Amount():
            return [_scalar(value.value), value.is_share]
        case Criterion():
            return value.text
        case str() | date():
            return str(value)
        case None | bool() | int():
            return value
        case _:
            raise TypeError(f"no canonical form for {type(value).__name__}")


def _fields(model: BaseModel) -> dict[str, object]:
    """A part of the problem by its keys; what is absent and what is None are the same."""
    found: dict[str, object] = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if value is None or name in _OF_PAPERS:
            continue
        key = field.alias or name
        found[key] = [_plain(x) for x in value] if key in _ORDERED else _plain(value)
    if isinstance(model, Where):
        found |= {key: _plain(criteria) for key, criteria in model.named()}
    return found


def _unordered(values: Iterable[object]) -> list[object]:
    return sorted(map(_plain, values), key=lambda x: json.dumps(x, sort_keys=True))
