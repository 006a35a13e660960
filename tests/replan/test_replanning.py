"""Re-planning as a planner asks for it: what stays, what moves, what is impossible."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.replan import here
from tests.solver.district import district
from xuncha_plan.model import Problem, VisitRecord
from xuncha_plan.solver import Settings
from xuncha_plan.solver.replanning import least_change
from xuncha_plan.solver.replanning.least_change import (
    CHANGE,
    GIVEN_WAY,
    PARTS,
    Replanned,
    Terms,
    renamed,
    replan,
    transformed,
)

BEFORE = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(least_change, "solve", here.solve)


def old(*places: str) -> tuple[VisitRecord, ...]:
    """Coverage visits such as `a@r1/t1`."""
    found = []
    for place in places:
        target, _, rest = place.partition("@")
        r, _, team = rest.partition("/")
        found.append(VisitRecord(target, "coverage", r, "self_run", team or "t1"))
    return tuple(found)


def done(problem: Problem, terms: Terms) -> Replanned:
    return replan(problem, terms, Settings(time_limit=30, workers=2))


def places(result: Replanned) -> dict[str, str]:
    assert result.outcome.record is not None
    return {v.target: f"{v.round}/{v.team}" for v in result.outcome.record.visits}


def changed(result: Replanned) -> tuple[Fraction, str]:
    assert result.change is not None
    return result.change.value, result.change.status


def test_a_plan_that_still_holds_stays_as_it_is() -> None:
    problem = district({"rule": "early", "tier": "first"}, targets="a b", rounds=3)
    result = done(problem, Terms(old("a@r3", "b@r2"), BEFORE))
    assert places(result) == {"a": "r3/t1", "b": "r2/t1"}
    assert changed(result) == (0, "optimal")


def test_as_little_moves_as_must_and_then_the_tiers_decide_where_to() -> None:
    problem = district(
        {"rule": "early", "tier": "first"},
        targets="a b c",
        rounds=3,
        teams={"t1": {"capacity": 10, "rounds": ["r2", "r3"]}, "t2": 1},
    )
    result = done(problem, Terms(old("a@r1", "b@r3", "c@r3"), BEFORE))
    assert changed(result) == (1, "optimal")
    assert places(result) == {"a": "r1/t2", "b": "r3/t1", "c": "r3/t1"}
    assert result.outcome.record is not None
    assert [claim.id for claim in result.outcome.record.tiers] == ["first"]
    assert result.outcome.kind == "optimal"


def test_one_moves_so_that_another_finds_room() -> None:
    problem = district(
        {"rule": "window", "where": {"id": "a"}, "to": "2027-04-30"},
        targets="a b c",
        teams={"t1": 2},
    )
    result = done(problem, Terms(old("a@r2", "b@r1", "c@r1"), BEFORE))
    assert changed(result) == (2, "optimal")
    assert places(result)["a"] == "r1/t1"


def test_what_has_begun_stays_and_nothing_comes_in() -> None:
    problem = district({"rule": "early", "tier": "first"}, targets="a b c", rounds=3)
    began = problem.ordered[0].start
    result = done(problem, Terms(old("a@r1", "b@r3"), began))
    assert places(result) == {"a": "r1/t1", "b": "r3/t1", "c": "r2/t1"}
    before = done(problem, replace(Terms(old("a@r1", "b@r3"), began), as_of=BEFORE))
    assert places(before)["c"] == "r1/t1"


def test_a_frozen_year_stays_and_a_filed_one_is_spared() -> None:
    problem = district(
        targets="a b", rounds=4, teams={"t1": {"capacity": 1, "rounds": ["r1", "r3"]}}
    )
    assert [r.year for r in problem.ordered] == [2027, 2027, 2028, 2028]
    was = old("a@r1", "b@r2")
    assert places(done(problem, Terms(was, BEFORE))) == {"a": "r1/t1", "b": "r3/t1"}
    with_filed = Terms(old("b@r2"), BEFORE, filed_years=frozenset({2028}))
    assert places(done(problem.replace(targets=problem.targets[1:]), with_filed)) == {"b": "r1/t1"}
    frozen = Terms(was, BEFORE, frozen_years=frozenset({2028}))
    assert done(problem, frozen).outcome.kind == "infeasible"


def test_a_target_that_is_gone_is_dropped_and_counts_nothing() -> None:
    problem = district(targets="a")
    result = done(problem, Terms(old("a@r1", "gone@r2"), BEFORE))
    assert places(result) == {"a": "r1/t1"}
    assert changed(result) == (0, "optimal")


@pytest.mark.parametrize("place", ["a@gone", "a@r1/gone"])
def test_what_names_a_lost_round_or_team_is_found_another_place(place: str) -> None:
    result = done(district(targets="a"), Terms(old(place), BEFORE))
    assert changed(result) == (1, "optimal")
    assert set(places(result)) == {"a"}


@pytest.mark.parametrize(
    ("problem", "place", "code"),
    [
        (district(targets="a"), "a@r1/gone", "unknown"),
        (
            district(targets="a", teams={"t1": {"capacity": 1, "rounds": ["r2"]}}),
            "a@r1",
            "presence",
        ),
        (district(targets={"a": {"workload": 5}}, teams={"t1": 1}), "a@r1", "capacity"),
    ],
)
def test_a_past_that_cannot_be_is_named(problem: Problem, place: str, code: str) -> None:
    result = done(problem, Terms(old(place), date(2030, 1, 1)))
    assert result.outcome.kind == "infeasible"
    assert code in {finding.code for finding in result.impossible}


def test_rules_give_way_as_little_as_can_be_where_that_is_asked_for() -> None:
    problem = district(
        {"rule": "milestone", "by": "2027-04-30", "at_least": 2, "name": "early on"}, targets="a b"
    )
    terms = Terms(old("a@r1", "b@r2"), problem.ordered[0].start)
    assert done(problem, terms).outcome.kind == "infeasible"
    result = done(problem, replace(terms, gives_way=True))
    assert [(rule.name, amount) for rule, amount in result.broken] == [("early on", 1)]
    assert places(result) == {"a": "r1/t1", "b": "r2/t1"}
    assert result.outcome.kind == "feasible"


def test_costs_by_part_prefer_another_team_to_another_round() -> None:
    problem = district(
        {"rule": "recusal", "teams": ["t1"], "where": {"id": "a"}},
        targets="a",
        teams={"t1": 10, "t2": 10},
    )
    cost: Any = {"round": Fraction(3), "team": Fraction(1)}
    result = done(problem, Terms(old("a@r2"), BEFORE, cost=cost))
    assert changed(result) == (1, "optimal")
    assert places(result) == {"a": "r2/t2"}


def test_a_new_id_stands_for_the_old_one_and_a_merger_keeps_the_earliest_visit() -> None:
    problem = district(targets="c d", rounds=3)
    visits, left = renamed(problem, old("a@r3", "b@r2", "d@r1"), {"a": "c", "b": "c"})
    assert visits == old("c@r2", "d@r1")
    assert left == old("a@r3")
    assert renamed(problem, old("d@was/x"), {"was": "r2", "x": "t1"})[0] == old("d@r2/t1")


def test_the_change_comes_first_and_what_gives_way_before_it() -> None:
    problem = district({"rule": "early", "tier": "first"}, targets="a")
    terms = Terms(old("a@r1"), BEFORE, gives_way=True)
    ids = [tier.id for tier in transformed(problem, terms).tiers]
    assert ids == [GIVEN_WAY.id, CHANGE.id, "first", PARTS.id]


def test_a_child_process_searches_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    problem = district(targets="a b")
    result = done(problem, Terms(old("a@r2", "b@gone"), BEFORE))
    assert changed(result) == (1, "optimal")
    assert places(result)["a"] == "r2/t1"
