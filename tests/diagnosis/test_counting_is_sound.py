"""Counting never calls impossible what enumeration finds."""

import os
from collections.abc import Iterator

import pytest

from tests.oracle import draw
from tests.oracle.enumerate import plans, size
from xuncha_plan.model import Problem
from xuncha_plan.solver.diagnosis.counting.arguments import arguments, smallest
from xuncha_plan.solver.diagnosis.subset import hard, subset

CASES = int(os.environ.get("XUNCHA_CASES", "150"))
LARGEST = 3000  # plans that are looked at one by one


def small(seed: int) -> Problem:
    """A random problem of which every plan can be looked at."""
    problem = draw.problem(seed)
    return problem if size(problem) <= LARGEST else draw.problem(seed, targets=2, rounds=3)


def hard_alone(problem: Problem, kept: frozenset[int]) -> Problem:
    """The problem with some rules hard; the others ask nothing."""
    return subset(problem, kept).problem


def argued(problem: Problem) -> Iterator[frozenset[int]]:
    """The rules of every contradiction that counting finds."""
    return (argument.rules for argument in arguments(problem, hard(problem)))


@pytest.mark.parametrize("seed", range(CASES))
def test_what_counting_refutes_has_no_plan(seed: int) -> None:
    problem = small(seed)
    for rules in set(argued(problem)):
        assert next(plans(hard_alone(problem, rules)), None) is None


@pytest.mark.parametrize("seed", range(CASES // 3))
def test_its_smallest_contradiction_is_one_too(seed: int) -> None:
    problem = small(seed)
    found = smallest(problem, hard(problem))
    if found is not None:
        assert next(plans(hard_alone(problem, found.rules)), None) is None
        assert found.chain
        for sentence in found.chain:
            assert "{" not in sentence.say("zh") + sentence.say("en")
