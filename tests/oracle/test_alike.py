"""Members of a class stay alike under rotation and look-backs, with the optimum of one by one."""

from typing import Any

import pytest

from tests.oracle.compare import disagreements
from tests.solver.district import district
from xuncha_plan.solver.formulation.classes import classes
from xuncha_plan.solver.search import engine

ROTATION = {"rule": "rotation", "within": "term"}
BACK = {"rule": "lookback", "after_days": 100, "at_least": "50%"}
EARLY = {"rule": "early", "tier": "second"}
SIX: dict[str, Any] = {"targets": "a b c d e f", "rounds": 3, "teams": {"t1": 2, "t2": 2}}


def test_what_others_look_back_at_is_one_class() -> None:
    assert len(classes(district(ROTATION, BACK, **SIX))) == 1


@pytest.mark.parametrize(
    "back",
    [{**BACK, "other_team": False}, {**BACK, "tier": "first"}],
    ids=["by any team", "soft"],
)
def test_else_each_is_its_own(back: dict[str, Any]) -> None:
    assert len(classes(district(ROTATION, back, **SIX))) == 6


def test_a_special_brings_a_team_again() -> None:
    special = {"rule": "special", "mode": "mobile", "targets": ["a", "b"]}
    assert sorted(x.size for x in classes(district(ROTATION, BACK, special, **SIX))) == [1, 1, 4]


@pytest.mark.parametrize("large", [1500, -1], ids=["at once", "by levels"])
@pytest.mark.parametrize(
    "rules",
    [
        (ROTATION, BACK),
        ({**ROTATION, "tier": "first"}, BACK),
        ({**ROTATION, "within": 2}, {**BACK, "at_least": 6}),
        (ROTATION, BACK, {"rule": "prefer", "teams": ["t1"], "cost": 1, "tier": "first"}),
        (ROTATION, BACK, {"rule": "recusal", "targets": ["a", "b"], "teams": ["t2"]}),
        (
            ROTATION,
            {**BACK, "must": {"id": ["a", "b", "c"]}},
            {"rule": "coverage", "tier": "first"},
        ),
    ],
)
def test_the_optimum_is_the_plain_models(
    rules: tuple[dict[str, Any], ...], large: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "LARGE", large)
    assert disagreements(district(*rules, EARLY, **SIX)) == []
