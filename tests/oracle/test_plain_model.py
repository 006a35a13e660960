"""Solver, checker and plain model agree on problems that are too large to enumerate."""

import os
from pathlib import Path
from random import Random

import pytest

from tests.oracle.compare import disagreements, disagreements_on_any_plan, solved
from tests.oracle.plain_search import answer
from tests.oracle.wide import decided, draw
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.rules import REGISTRY
from xuncha_plan.solver.search import engine

CASES = int(os.environ.get("XUNCHA_CASES", "40"))  # `python -m tests.oracle.many` takes thousands
FIRST = int(os.environ.get("XUNCHA_FIRST", "0"))
CORPUS = sorted((Path(__file__).parent.parent / "corpus").glob("*.yaml"))
BY_LEVELS = Path(__file__).parent / "by_levels"  # where planning by levels once went wrong
SEEDS = range(FIRST, FIRST + CASES)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_solver_finds_what_the_plain_model_finds(seed: int) -> None:
    assert disagreements(draw(seed).problem()) == []


@pytest.mark.parametrize("seed", SEEDS[::2])
def test_planning_by_levels_finds_it_too(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LARGE", -1)
    assert disagreements(draw(seed).problem()) == []


@pytest.mark.parametrize("seed", SEEDS[::4])
def test_they_agree_where_the_first_rounds_are_over(seed: int) -> None:
    drawn = draw(seed)
    plain = answer(drawn.problem())
    if plain.verdict == "optimal":
        assert disagreements(decided(drawn, plain.visits, seed).problem()) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_checker_and_plain_model_count_alike_in_any_plan(seed: int) -> None:
    assert disagreements_on_any_plan(draw(seed).problem(), Random(seed)) == []


@pytest.mark.parametrize("file", CORPUS, ids=lambda path: path.stem)
def test_they_agree_on_every_problem_of_the_corpus(file: Path) -> None:
    assert disagreements(read_problem(file).problem) == []


def test_by_levels_a_tolerance_is_used_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LARGE", -1)
    problem = read_problem(BY_LEVELS / "tolerance-by-levels.yaml").problem
    _, believed, _ = solved(problem)
    assert tuple(believed.values.values())[-1] == answer(problem).best[-1]


def test_by_levels_a_bound_is_the_tiers_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LARGE", -1)
    problem = read_problem(BY_LEVELS / "bound-given-a-later-tier.yaml").problem
    assert disagreements(problem) == []


def test_the_draw_meets_every_rule_hard_and_soft() -> None:
    met = {
        (rule.word, rule.tier is None or REGISTRY[rule.word].always_soft)
        for seed in range(150)
        for rule in draw(seed).problem().rules
    }
    assert {(word, True) for word in REGISTRY} <= met
    assert {(w, False) for w, rule in REGISTRY.items() if not rule.always_soft} <= met
