"""Which targets a selector takes; a target lacks what it does not state."""

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from xuncha_plan.model import Target, Where
from xuncha_plan.model.where import Criterion, number

SCHOOL = Target.model_validate(
    {
        "id": "S1", "kind": "school", "sector": "edu", "workload": Fraction(5, 2), "risk": 3,
        "tags": ["new", "far"], "columns": {"楼层": "3"},
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("where", "takes"),
    [
        ({}, True),
        ({"id": "S1"}, True),
        ({"id": "S2"}, False),
        ({"id": ["S2", "S1"]}, True),
        ({"kind": "school", "sector": "edu"}, True),
        ({"kind": "school", "sector": "gov"}, False),
        ({"region": "east"}, False),
        ({"region": "!=east"}, False),
        ({"tag": "far"}, True),
        ({"tag": "!=far"}, True),
        ({"tag": ["old", "far"]}, True),
        ({"risk": 3}, True),
        ({"risk": "3"}, True),
        ({"risk": "=3"}, True),
        ({"risk": "==3"}, True),
        ({"risk": "!=3"}, False),
        ({"risk": ">=3"}, True),
        ({"risk": ">3"}, False),
        ({"risk": "<=3"}, True),
        ({"risk": "<3"}, False),
        ({"risk": "> 2.5"}, True),
        ({"risk": [1, ">=3"]}, True),
        ({"workload": "2.5"}, True),
        ({"workload": "2.50"}, True),
        ({"workload": ">2.49"}, True),
        ({"kind": "!=town"}, True),
        ({"kind": "!=school"}, False),
        ({"kind": "=school"}, False),
        ({"kind": ">=3"}, False),
        ({"楼层": ">=3"}, True),
        ({"楼层": "3"}, True),
        ({"楼层": "4"}, False),
        ({"不详": "4"}, False),
        ({"not": {"kind": "school"}}, False),
        ({"not": {"kind": "town"}}, True),
        ({"kind": "school", "not": {"risk": ">=3"}}, False),
        ({"any": [{"kind": "town"}, {"risk": 3}]}, True),
        ({"any": [{"kind": "town"}, {"risk": 4}]}, False),
        ({"any": []}, False),
        ({"kind": "town", "any": [{"risk": 3}]}, False),
    ],
)
def test_what_it_takes(where: dict[str, Any], takes: bool) -> None:
    assert Where.model_validate(where).takes(SCHOOL) is takes


@pytest.mark.parametrize("value", [True, None, {"a": 1}])
def test_a_criterion_is_a_value_or_a_comparison(value: object) -> None:
    with pytest.raises(ValidationError, match="expected a value, a list of values"):
        Where.model_validate({"risk": [value]})


@pytest.mark.parametrize("text", [">=many", "<", "> 1,5"])
def test_an_order_needs_a_number(text: str) -> None:
    with pytest.raises(ValidationError, match="is no number"):
        Where.model_validate({"risk": text})


def test_a_criterion_that_was_read_before_stays() -> None:
    again = Where.model_validate({"risk": [Criterion(">=3"), 1]})
    assert dict(again.named()) == {"risk": (Criterion(">=3"), Criterion("1"))}


@pytest.mark.parametrize(
    ("value", "means"),
    [
        (3, 3),
        (Fraction(1, 2), Fraction(1, 2)),
        ("-2.5", Fraction(-5, 2)),
        ("", None),
        ("1e3", None),
        ("²", None),
        (True, None),
        (None, None),
        ("9" * 30, 10**30 - 1),
        ("9" * 31, None),
    ],
)
def test_the_number_that_a_text_stands_for(value: object, means: object) -> None:
    assert number(value) == means
