"""Solver, checker and plain model agree on problems that are too large to enumerate."""

import os
from random import Random

import pytest

from tests.oracle.compare import disagreements, disagreements_on_any_plan
from tests.oracle.plain_search import answer
from tests.oracle.wide import decided, draw
from xuncha_plan.rules import REGISTRY

CASES = int(os.environ.get("XUNCHA_CASES", "40"))  # `python -m tests.oracle.many` takes thousands
FIRST = int(os.environ.get("XUNCHA_FIRST", "0"))
SEEDS = range(FIRST, FIRST + CASES)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_solver_finds_what_the_plain_model_finds(seed: int) -> None:
    assert disagreements(draw(seed).problem()) == []


@pytest.mark.parametrize("seed", SEEDS[::4])
def test_they_agree_where_the_first_rounds_are_over(seed: int) -> None:
    drawn = draw(seed)
    plain = answer(drawn.problem())
    if plain.verdict == "optimal":
        assert disagreements(decided(drawn, plain.visits, seed).problem()) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_checker_and_plain_model_count_alike_in_any_plan(seed: int) -> None:
    random = Random(seed)
    problem = draw(seed).problem()
    for _ in range(3):
        assert disagreements_on_any_plan(problem, random) == []


def test_the_draw_meets_every_rule_hard_and_soft() -> None:
    met = {
        (rule.word, rule.tier is None or REGISTRY[rule.word].always_soft)
        for seed in range(150)
        for rule in draw(seed).problem().rules
    }
    assert {(word, True) for word in REGISTRY} <= met
    assert {(w, False) for w, rule in REGISTRY.items() if not rule.always_soft} <= met
