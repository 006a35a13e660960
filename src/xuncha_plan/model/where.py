"""`where`: which targets a rule is about."""

import re
from collections.abc import Callable
from fractions import Fraction
from functools import cached_property
from operator import eq, ge, gt, le, lt, ne
from typing import Annotated, Protocol

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.dataclasses import dataclass

from xuncha_plan.model.base import Written
from xuncha_plan.model.quantity import as_list, refuse
from xuncha_plan.model.words import Words


class Selectable(Protocol):
    """What a selector looks at: a target, or a district of a net."""

    def values(self, field: str, /) -> tuple[str | Fraction, ...]:
        """What it has in a field."""


_COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": ge, "<=": le, ">": gt, "<": lt, "!=": ne, "==": eq, "=": eq,
}  # fmt: skip
_COMPARISON = re.compile(r"(>=|<=|!=|==|>|<|=)\s*(.*)", re.DOTALL)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def number(value: object) -> Fraction | None:
    """The number that a text stands for; None if it stands for none."""
    if isinstance(value, Fraction | int) and not isinstance(value, bool):
        return Fraction(value)
    text = str(value)
    return Fraction(text) if len(text) <= 30 and _NUMBER.fullmatch(text) else None


@dataclass(frozen=True)
class Criterion:
    """One value that a field may have, or one comparison with a number."""

    text: str

    @property
    def is_plain(self) -> bool:
        """Whether it is a value rather than a comparison."""
        return _COMPARISON.fullmatch(self.text) is None

    def takes(self, value: object) -> bool:
        """Whether a target's value meets it; texts compare as they are, numbers as numbers."""
        if compared := _COMPARISON.fullmatch(self.text):
            mine, its = number(compared[2]), number(value)
            if mine is not None and its is not None:
                return _COMPARE[compared[1]](its, mine)
            return compared[1] == "!=" and str(value) != compared[2]
        if isinstance(value, Fraction | int):
            return number(self.text) == value
        return str(value) == self.text


def _criterion(value: object) -> Criterion:
    if isinstance(value, Criterion):
        return value
    if not isinstance(value, str | int | Fraction) or isinstance(value, bool):
        refuse(
            '应为值、值的列表或比较，例如 4、[4, 5]、">=4"',
            'expected a value, a list of values or a comparison, such as 4, [4, 5], ">=4"',
        )
    text = str(value)
    compared = _COMPARISON.fullmatch(text)
    if compared and compared[1] not in {"!=", "=", "=="} and number(compared[2]) is None:
        refuse(
            "比较“{text}”的右边不是数",
            'the right side of the comparison "{text}" is no number',
            text=text,
        )
    return Criterion(text)


Criteria = Annotated[
    tuple[Annotated[Criterion, BeforeValidator(_criterion)], ...],
    BeforeValidator(as_list),
    WithJsonSchema({"anyOf": [
        {"type": ["string", "number", "boolean"]},
        {"type": "array", "items": {"type": ["string", "number", "boolean"]}},
    ]}),
]  # fmt: skip


class Where(Written):
    """Selects targets: every key must hold; a list of values means any of them."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Criteria]  # columns of a target table

    id: Annotated[Criteria | None, Words("编号", "id")] = None
    kind: Annotated[Criteria | None, Words("类别", "kind")] = None
    sector: Annotated[Criteria | None, Words("行业领域", "sector")] = None
    region: Annotated[Criteria | None, Words("地域", "region")] = None
    tag: Annotated[Criteria | None, Words("标签", "tag")] = None
    parent: Annotated[Criteria | None, Words("所属对象", "the target it goes with")] = None
    risk: Annotated[Criteria | None, Words("风险", "risk")] = None
    workload: Annotated[Criteria | None, Words("工作量", "workload")] = None
    last_grade: Annotated[Criteria | None, Words("上次评价", "last grade")] = None
    excluded: Annotated["Where | None", Field(alias="not"), Words("除外", "but not these")] = None
    any: Annotated[tuple["Where", ...] | None, Words("任一", "at least one of these")] = None

    @cached_property
    def _criteria(self) -> tuple[tuple[str, tuple[Criterion, ...]], ...]:
        fields = ((key, getattr(self, key)) for key in FIELDS)
        extra = (self.__pydantic_extra__ or {}).items()
        return tuple((key, criteria) for key, criteria in (*fields, *extra) if criteria is not None)

    def takes(self, target: Selectable) -> bool:
        """Whether the target is selected; one that lacks a field is not."""
        return (
            all(
                any(
                    criterion.takes(value) for criterion in criteria for value in target.values(key)
                )
                for key, criteria in self._criteria
            )
            and not (self.excluded is not None and self.excluded.takes(target))
            and (self.any is None or any(part.takes(target) for part in self.any))
        )

    def named(self) -> tuple[tuple[str, tuple[Criterion, ...]], ...]:
        """The keys of this selector with their criteria, inner selectors aside."""
        return self._criteria


FIELDS = ("id", "kind", "sector", "region", "tag", "parent", "risk", "workload", "last_grade")
