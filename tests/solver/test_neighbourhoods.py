"""Parts of a plan: what they free, and that they fit."""

from random import Random

import pytest

from tests.solver.district import district
from xuncha_plan.solver.formulation.cells import Key
from xuncha_plan.solver.formulation.classes import classes
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.formulation.guesses import open_teams
from xuncha_plan.solver.search import neighbourhoods
from xuncha_plan.solver.search.neighbourhoods import (
    Frees,
    everything,
    fitted,
    spans,
    teams_of,
    within,
    years_of,
)

PROBLEM = district(rounds=6, teams={f"t{i}": 10 for i in range(4)})  # two rounds a year
OPEN = open_teams(Counts(PROBLEM, classes(PROBLEM)))


def freed(frees: Frees) -> set[tuple[str, str | None]]:
    return {(key[1].round, t) for key, teams in OPEN.items() for t in teams if frees(key, t)}


def in_round(r: str) -> Key:
    return next(key for key in OPEN if key[1].round == r)


def test_teams_alone_keep_the_rounds() -> None:
    plan = {in_round("r1"): {"t0": 1}, in_round("r4"): {"t1": 1}}
    assert {r for r, _ in freed(teams_of(plan))} == {"r1", "r4"}
    assert len(freed(teams_of(plan))) == 8


def test_years_of_two_plans_are_both_free() -> None:
    one, other = {in_round("r1"): {"t0": 1}}, {in_round("r5"): {"t0": 1}}
    assert {r for r, _ in freed(years_of(PROBLEM, one))} == {"r1", "r2"}
    assert {r for r, _ in freed(years_of(PROBLEM, one, other))} == {"r1", "r2", "r5", "r6"}


def test_spans_are_two_years_each() -> None:
    assert sorted(map(sorted, spans(PROBLEM))) == [
        ["r1", "r2", "r3", "r4"],
        ["r1", "r2", "r5", "r6"],
        ["r3", "r4", "r5", "r6"],
    ]
    assert spans(district(rounds=2)) == [frozenset({"r1", "r2"})]


def size(frees: Frees) -> int:
    return len(freed(frees))


def test_what_fits_is_left_as_it_is() -> None:
    assert fitted(PROBLEM, everything, size, Random(1)) is everything
    assert fitted(PROBLEM, within(frozenset()), size, Random(1)) is None


def test_what_is_too_large_is_cut_to_some_teams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbourhoods, "LARGEST", 12)
    cut = fitted(PROBLEM, everything, size, Random(1))
    assert cut is not None
    assert len(freed(cut)) == 12
    assert {r for r, _ in freed(cut)} == set(PROBLEM.round)
