"""A problem as the plain values of a file that states it; what is the default is left out."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from xuncha_plan.model import Problem, Rule, Where, decimal
from xuncha_plan.model.quantity import Amount, Plain, Share
from xuncha_plan.model.where import Criterion

_PLACES = 6  # decimals of any number that a file may hold
_IS_A_SHARE = get_args(Share)[1]


def stated(problem: Problem) -> dict[str, object]:
    """The sections of a file that means this problem: texts as `str`, all else as `Plain`."""
    rules = problem.rules[:-1] if _is_understood(problem.rules) else problem.rules
    found = _model(problem.replace(rules=()))
    if rules:
        found["rules"] = [{"rule": rule.word, **_model(rule)} for rule in rules]
    return {"format": Plain("1"), **found}


def _is_understood(rules: tuple[Rule, ...]) -> bool:
    """Whether the last rule is the coverage that holds where a file states none."""
    if not rules or rules[-1].number or any(rule.word == "coverage" for rule in rules[:-1]):
        return False
    return rules[-1].word == "coverage" and not _model(rules[-1])


def _model(model: BaseModel) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if field.is_required() or value != field.get_default(call_default_factory=True):
            found[field.alias or name] = _share(value) if _has_share(field) else _plain(value)
    if isinstance(model, Where):
        named = dict(model.named())
        found |= {key: _plain(named[key]) for key in model.__pydantic_extra__ or ()}
    return found


def _has_share(field: FieldInfo) -> bool:
    parts: list[object] = [field.annotation, *field.metadata]
    for part in parts:
        if part is _IS_A_SHARE:
            return True
        parts += [*getattr(part, "__metadata__", ()), *get_args(part)]
    return False


def _share(value: object) -> object:
    return _plain(Amount(value, is_share=True) if isinstance(value, Fraction) else value)


def _plain(value: object) -> object:
    match value:
        case BaseModel():
            return _model(value)
        case Mapping():
            return {str(key): _plain(x) for key, x in value.items()}
        case (int() as month, int() as day):
            return Plain(f"{month:02}-{day:02}")
        case frozenset() | set():
            return sorted((_plain(x) for x in value), key=str)
        case tuple() | list():
            return [_plain(x) for x in value]
        case _:
            return _scalar(value)


def _scalar(value: object) -> str:
    match value:
        case Criterion():
            return value.text
        case bool():
            return Plain(str(value).lower())
        case int() | Fraction():
            return Plain(decimal(value, _PLACES))
        case Amount() | date():
            return Plain(value)
        case str():
            return str(value)
        case _:
            raise TypeError(f"no way to state a {type(value).__name__}")
