"""Planning by levels: rounds first, with teams open, give bounds that hold for every plan."""

import os
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from random import Random
from threading import Event
from typing import Any

import pytest

from tests.solver.district import district
from tests.solver.hears import hears
from xuncha_plan.model import Problem
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.engines.effort import Effort
from xuncha_plan.solver.formulation.classes import classes
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.news import Ended
from xuncha_plan.solver.process.believed import Believed
from xuncha_plan.solver.search import engine, parts
from xuncha_plan.solver.search.engine import search
from xuncha_plan.solver.search.ledger import Ledger
from xuncha_plan.solver.search.levels import Rounds, amounts, rows
from xuncha_plan.solver.settings import Settings

CASES = int(os.environ.get("XUNCHA_CASES", "6"))  # a night takes hundreds
FIRST = int(os.environ.get("XUNCHA_FIRST", "0"))
SECONDS = 1  # for each search; what is not proved by then is compared by its bounds
EARLY = {"rule": "early", "tier": "first"}
EFFORT = Effort(10, workers=1)


def unseen(*rules: dict[str, Any]) -> Problem:
    """A team comes to a region in one round only, which rounds without teams do not see.

    They would have a and b in the first two; a plan has one of them in the third, by the other.
    """
    rotation = {"rule": "rotation", "of": "region", "within": "term"}
    targets = {"a": {"region": "east"}, "b": {"region": "east"}}
    teams = {"t1": {"capacity": 1}, "t2": {"capacity": 1, "rounds": ["r3"]}}
    return district(EARLY, rotation, *rules, targets=targets, rounds=3, teams=teams)


def tight(seed: int) -> Problem:
    """Visits that fill the teams nearly, so that rounds without teams do not always fit them."""
    random = Random(seed)
    targets = {
        f"x{i}": {
            "workload": random.choice([1, 2, 3, 5]),
            "risk": random.randint(1, 3),
            "region": random.choice(["east", "west"]),
            "sector": random.choice(["edu", "gov"]),
            **({"parent": f"x{i - i % 4}"} if i % 4 and random.random() < 0.4 else {}),
        }
        for i in range(random.randint(12, 20))
    }
    count, teams = random.randint(4, 6), random.randint(2, 3)
    work = sum(raw["workload"] for raw in targets.values())
    capacity = max(5, -(-work // (count * teams)) + random.randint(0, 2))
    rounds = {f"r{i}": {"modes": ["self_run", "cross_region"]} for i in range(count)}
    rules: list[dict[str, Any]] = [
        {"rule": "early", "tier": "first", "weight_by": "risk"},
        {"rule": "limit", "per": "round", "at_least": 1},
        {"rule": "limit", "modes": "cross_region", "at_least": random.randint(0, 4)},
        {"rule": "balance", "by": "region", "over": "year", "tier": "second"},
        {"rule": "distinct", "of": "sector", "per": "round", "at_least": 2, "tier": "second"},
        {"rule": "rotation", "of": "region", "within": 2, "tier": "third"},
        {"rule": "balance", "by": "team", "over": "term", "tier": "third"},
        {"rule": "together", "by": "parent", "same_team": random.random() < 0.7},
        {"rule": "lookback", "at_least": 2, "after_days": 100, "tier": "second"},
    ]
    asked = rules[:2] + random.sample(rules[2:], random.randint(1, 6))
    homes = {f"t{i}": {"capacity": capacity, "home": ["east", "west"][i % 2]} for i in range(teams)}
    return district(*asked, targets=targets, rounds=rounds, teams=homes, tiers="first second third")


def found(problem: Problem, seconds: float = 60) -> tuple[Ended, Believed]:
    believed = Believed(problem)
    return search(
        problem, Settings(workers=2), Clock.of(seconds), hears(believed), Event()
    ), believed


@pytest.fixture
def by_levels(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Ended, Believed]]:
    def search_by_levels(problem: Problem, seconds: float = 60) -> tuple[Ended, Believed]:
        with monkeypatch.context() as patched:
            patched.setattr(engine, "LARGE", -1)
            return found(problem, seconds)

    return search_by_levels


@pytest.mark.parametrize("seed", range(FIRST, FIRST + CASES))
def test_levels_and_the_whole_at_once_agree(seed: int, by_levels: Any) -> None:
    agree(tight(seed), by_levels)


@pytest.mark.parametrize("seed", range(FIRST, FIRST + CASES, 2))
def test_round_after_round_and_the_whole_at_once_agree(
    seed: int, by_levels: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "LARGEST", -1)
    agree(tight(seed), by_levels)


def agree(problem: Problem, by_levels: Any) -> None:
    (end, at_once), (other_end, levels) = found(problem, SECONDS), by_levels(problem, SECONDS)
    assert {end.verdict, other_end.verdict} != {"done", "infeasible"}
    if at_once.visits is None or levels.visits is None:
        return
    for tier in problem.tiers:
        bound, other = at_once.bound(tier.id), levels.bound(tier.id)
        value, its = at_once.values[tier.id], levels.values[tier.id]
        assert other is None or other <= value
        assert bound is None or bound <= its
        if (bound, other) != (value, its):
            break


def rounds_of(problem: Problem) -> tuple[Rounds, Ledger]:
    ledger = Ledger(problem, lambda news: None)
    return Rounds(problem, classes(problem), ledger), ledger


def test_what_the_rounds_cannot_see_is_a_bound_and_no_plan(by_levels: Any) -> None:
    problem = unseen()
    rounds, ledger = rounds_of(problem)
    assert rounds.improve(problem.tiers[0], EFFORT, Event())
    assert ledger.bounds.of("first", {}) == 1
    assert by_levels(problem)[1].values == {"first": 2}


def test_a_bound_for_rounds_that_no_teams_fit_proves_nothing(by_levels: Any) -> None:
    """Without the third round b would cost 2; with it there is a plan in which it costs nothing."""
    soon = {"rule": "limit", "targets": "b", "rounds": ["r1", "r2"], "at_most": 0}
    _, believed = by_levels(unseen({**soon, "tier": "second", "weight": 2}))
    assert believed.values == {"first": 2, "second": 0}
    record = believed.record()
    assert record is not None
    assert record.status == "optimal"


def test_highs_may_fail_on_a_program_and_costs_no_plan(by_levels: Any) -> None:
    """HiGHS of ortools 9.15 ends this one in an internal error; the other solver goes on."""
    years = {"r1": 2027, "r2": 2027, "r3": 2027, "r4": 2028}
    rounds = {r: {"modes": ["self_run", "cross_region"], "year": y} for r, y in years.items()}
    homes = {"a": "west", "b": None, "c": "west", "d": "east", "e": "east", "f": "west", "g": None}
    work = {"a": 2, "b": 1, "c": 1, "d": Fraction(1, 2), "e": 1, "f": 2, "g": 1}
    targets = {t: {"region": homes[t], "workload": work[t]} for t in homes}
    targets["d"]["not_before"] = date(2027, 5, 1)
    teams = {"t1": {"capacity": 2, "home": "east"}}
    soft = {"rule": "coverage", "tier": "first"}
    ended, believed = by_levels(district(soft, targets=targets, rounds=rounds, teams=teams))
    assert (ended.verdict, believed.values) == ("done", {"first": 1})
    assert believed.bound("first") == 1


def test_no_plan_for_the_rounds_is_no_plan() -> None:
    problem = district(EARLY, targets={"a": {"workload": 11}})
    assert not rounds_of(problem)[0].improve(problem.tiers[0], EFFORT, Event())


def test_tiers_from_the_first_that_speaks_of_teams_are_left_open() -> None:
    of_teams = {"rule": "balance", "by": "team", "over": "term", "tier": "first"}
    problem = district(of_teams, {**EARLY, "tier": "second"})
    assert rounds_of(problem)[0].decided() == []
    problem = district(EARLY, {**of_teams, "tier": "second"})
    assert [tier.id for tier in rounds_of(problem)[0].decided()] == ["first"]


def test_what_is_left_open_is_bounded_all_the_same() -> None:
    most = {"rule": "limit", "per": "team", "at_most": 1, "tier": "second"}
    problem = district(EARLY, most, targets="a b c d", teams={"t1": 10, "t2": 10})
    rounds, ledger = rounds_of(problem)
    assert rounds.improve(problem.tiers[0], EFFORT, Event())
    rounds.keep(problem.tiers[0], Fraction(0))
    rounds.bound_the_rest(EFFORT)
    assert ledger.bounds.of("second", {"first": Fraction(0)}) == 2


def test_a_plan_is_held_to_rounds_modes_or_years() -> None:
    problem = district(EARLY, rounds=4)
    rounds, _ = rounds_of(problem)
    assert rounds.improve(problem.tiers[0], EFFORT, Event())
    planned = rounds.solution()
    assert planned is not None
    by_round, _, by_year = (amounts(planned, held) for held in rounds.releases())
    assert list(by_round.values()) == list(by_year.values()) == [2]
    counts = Counts(problem, classes(problem))
    numbers = [
        [(len(amount.terms), number) for amount, number in rows(counts, amounts(planned, h), h)]
        for h in rounds.releases()
    ]
    assert numbers[0] == [(1, 2)]  # the round alone
    assert numbers[2] == [(2, 2)]  # both rounds of the year


def test_what_is_held_proves_nothing_of_other_plans() -> None:
    problem = district(EARLY, targets="a b c", rounds=3)
    told: list[object] = []
    rounds = Rounds(problem, classes(problem), Ledger(problem, told.append))
    rounds.hold({}, "r2")  # nothing in the first two rounds: all three wait for the last
    assert rounds.start(problem.tiers[0], EFFORT) == "feasible"
    for attempt in (rounds._by_fractions, rounds._by_years):
        attempt(problem.tiers[0], rounds._posed.tiers["first"], EFFORT, lambda: EFFORT)
    assert told == []
