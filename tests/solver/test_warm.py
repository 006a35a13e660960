"""A search that begins with a plan is never worse than it, and says so where it cannot begin."""

from threading import Event
from typing import Any

import pytest

from tests.solver.district import district
from xuncha_plan.model import Problem, VisitRecord
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.news import Found, News, Said
from xuncha_plan.solver.search import engine
from xuncha_plan.solver.search.engine import search
from xuncha_plan.solver.settings import Settings

EARLY = {"rule": "early", "tier": "first"}


def covered(*places: str) -> tuple[VisitRecord, ...]:
    """Coverage visits; a place is `target round team`."""
    return tuple(
        VisitRecord(target, "coverage", r, "self_run", team)
        for target, r, team in (place.split() for place in places)
    )


def told(problem: Problem, warm: tuple[VisitRecord, ...]) -> list[News]:
    news: list[News] = []
    search(problem, Settings(workers=1, warm=warm), Clock.of(60), news.append, Event())
    return news


@pytest.fixture(params=[1500, -1], ids=["at once", "by levels"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LARGE", request.param)


def test_the_plan_comes_first_and_better_ones_after_it(either_way: None) -> None:
    warm = covered("a r2 t1", "b r1 t1")
    found = [one for one in told(district(EARLY), warm) if isinstance(one, Found)]
    assert sorted(v.round for v in found[0].visits) == ["r1", "r2"]  # a and b are alike
    assert sorted(v.round for v in found[-1].visits) == ["r1", "r1"]


@pytest.mark.parametrize(
    "warm",
    [
        covered("a r1 t1"),  # b is not covered
        covered("a r1 t1", "b r9 t1"),  # no such round
        covered("a r1 t1", "b r1 t9"),
        covered("a r1 t1", "c r1 t1"),
        covered("a r1 t1", "b r1 t1", "b r2 t1"),
    ],
)
def test_a_plan_that_does_not_keep_the_rules_is_left_and_said_so(
    either_way: None, warm: tuple[VisitRecord, ...]
) -> None:
    news = told(district(EARLY), warm)
    assert any(isinstance(one, Said) for one in news)
    assert any(isinstance(one, Found) for one in news)


@pytest.mark.parametrize(
    "rule",
    [
        {"rule": "limit", "per": "round", "at_most": 1},
        {"rule": "limit", "rounds": ["r1"], "at_most": 0},
    ],
)
def test_a_rule_that_has_come_since_is_kept(either_way: None, rule: dict[str, Any]) -> None:
    problem = district(EARLY, rule, rounds=3)
    news = told(problem, covered("a r1 t1", "b r1 t1"))
    assert any(isinstance(one, Said) for one in news)
