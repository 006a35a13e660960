"""The index finds just the targets that a selector takes, one by one."""

from fractions import Fraction
from typing import Any

import pytest

from xuncha_plan.model import Target
from xuncha_plan.model.index import Index
from xuncha_plan.model.where import Where

TARGETS = tuple(
    Target.model_validate({"id": id_, "workload": Fraction(weeks), **more})
    for id_, weeks, more in (
        ("a", 1, {"sector": "school", "risk": Fraction(3), "tags": ("x", "y")}),
        ("b", 2, {"sector": "town", "risk": Fraction(4), "tags": ("y",)}),
        ("c", 2, {"sector": "town", "columns": {"楼层": "3"}}),
        ("3", 3, {"region": "3", "columns": {"楼层": "三"}}),
    )
)


@pytest.mark.parametrize(
    ("where", "taken"),
    [
        ({}, "a b c 3"),
        ({"id": "b"}, "b"),
        ({"id": ["b", "z", "3"]}, "b 3"),
        ({"id": 3}, "3"),
        ({"id": "!=b"}, "a c 3"),
        ({"sector": "town", "risk": 4}, "b"),
        ({"risk": ">=3"}, "a b"),
        ({"risk": [3, ">3"]}, "a b"),
        ({"tag": ["x", "y"]}, "a b"),
        ({"workload": 2, "not": {"id": "c"}}, "b"),
        ({"any": [{"id": "a"}, {"region": "3"}]}, "a 3"),
        ({"not": {"sector": "town"}}, "a 3"),
        ({"楼层": "3"}, "c"),
        ({"楼层": ">2"}, "c"),
        ({"parent": "a"}, ""),
    ],
)
def test_a_selector_takes_the_same_by_index_as_one_by_one(
    where: dict[str, Any], taken: str
) -> None:
    selector = Where.model_validate(where)
    assert {target.id for target in Index(TARGETS).taken(selector)} == set(taken.split())
    assert {target.id for target in TARGETS if selector.takes(target)} == set(taken.split())
