"""The least number of teams, rounds or team-weeks, against trying every size; and variants."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from threading import Event

import pytest

from tests.oracle.enumerate import plans
from tests.solver.district import Raw, district
from xuncha_plan.model import Problem
from xuncha_plan.model.diagnosis import Sized
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.diagnosis.least_size import find_least
from xuncha_plan.solver.diagnosis.news import Probed
from xuncha_plan.solver.diagnosis.variants import (
    capacities,
    more_rounds,
    more_teams,
    size_now,
    size_step,
    sized,
)
from xuncha_plan.solver.settings import Settings

PLENTY = 600.0


def probed(problem: Problem, what: Sized) -> list[Probed]:
    """What is told of each size that is tried."""
    told: list[Probed] = []
    settings = Settings(time_limit=PLENTY, workers=2)
    find_least(what, problem, settings, Clock.of(PLENTY), told.append, Event())
    return told


def has_plan(problem: Problem | None) -> bool:
    """Whether enumeration finds one."""
    return problem is not None and next(plans(problem), None) is not None


THREE = dict.fromkeys(("t1", "t2", "t3"), 1)
CASES: dict[str, tuple[Sized, Problem]] = {
    "more teams": ("teams", district(targets="a b c", rounds=1, teams={"t1": 1})),
    "fewer teams": ("teams", district(targets="a b", rounds=1, teams=THREE)),
    "more rounds": ("rounds", district(targets="a b", rounds=1, teams={"t1": 1})),
    "fewer rounds": ("rounds", district(targets="a b", rounds=3, teams={"t1": 1})),
    "more weeks": ("weeks", district(targets="a b", rounds=1, teams={"t1": 1})),
    "fewer weeks": ("weeks", district(targets="a b", rounds=1, teams={"t1": Fraction(7, 2)})),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_the_least_has_a_plan_and_one_less_has_none(case: str) -> None:
    what, problem = CASES[case]
    told = {news.number: news for news in probed(problem, what)}
    for number, news in told.items():
        assert has_plan(sized(problem, what, number)) == news.has_plan
        assert news.has_plan or news.by
    least = min(number for number, news in told.items() if news.has_plan)
    below = least - size_step(what)
    assert sized(problem, what, below) is None or not told[below].has_plan


def test_nothing_is_tried_for_ever_where_no_size_would_do() -> None:
    rule: Raw = {"rule": "window", "from": "2036-09-01"}
    told = probed(district(rule, rounds=1), "teams")
    assert told
    assert not any(news.has_plan for news in told)


def test_teams_in_addition_are_of_the_usual_capacity_and_have_names_of_their_own() -> None:
    problem = district(teams={"t1": 5, "t2": 7, "t3": 7, "more-1": 4})
    teams = more_teams(problem, 2)
    assert [(team.id, team.capacity, team.rounds) for team in teams] == [
        ("more-2", 7, None),
        ("more-3", 7, None),
    ]


def test_rounds_in_addition_lie_in_the_term_and_touch_no_other() -> None:
    problem = district(rounds=6)
    added = more_rounds(problem, 40)
    every = sorted([*problem.rounds, *added], key=lambda r: r.start)
    assert added
    assert len({r.id for r in every}) == len(every)
    for one, two in pairwise(every):
        assert one.end + timedelta(days=7) <= two.start
    assert all(r.lies_within(problem.term.start, problem.term.end) for r in added)
    assert len(more_rounds(problem, 2)) == 2


def test_a_team_counted_by_the_calendar_starts_from_its_average() -> None:
    problem = district(teams={"t1": {}, "t2": 3}, rounds=2)
    whole = problem.capacity(None, frozenset({"t1"}))
    found = capacities(problem, Fraction(1, 2))
    assert found["t2"] == Fraction(7, 2)
    assert 0 <= whole / 2 + Fraction(1, 2) - found["t1"] < Fraction(1, 100)


def test_sizes_of_the_file_itself_change_nothing() -> None:
    problem = district(targets="a b c", rounds=3, teams={"t1": 2, "t2": 3})
    for what in ("teams", "rounds", "weeks"):
        same = sized(problem, what, size_now(problem, what))
        assert same is not None
        assert same.teams == problem.teams
        assert same.ordered == problem.ordered
    assert sized(problem, "teams", Fraction(0)) is None
    assert problem.rounds[0].start == date(2027, 3, 1)
