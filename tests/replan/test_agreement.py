"""Re-planning and enumeration agree: the same least change, the same tiers after it, proved."""

import os
from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random
from threading import Event

import pytest

from tests.oracle import draw as problems
from tests.oracle.enumerate import best, plans, size
from tests.replan.draw import COSTS, old_visits
from tests.solver.hears import hears
from xuncha_plan.model import Problem, VisitRecord
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.news import Ended
from xuncha_plan.solver.process.believed import Believed
from xuncha_plan.solver.replanning import search as replanning_search
from xuncha_plan.solver.replanning.least_change import CHANGE, Terms, impossible_past, transformed
from xuncha_plan.solver.replanning.search import search
from xuncha_plan.solver.settings import Settings

CASES = int(os.environ.get("XUNCHA_CASES", "90"))  # a night takes thousands
FIRST = int(os.environ.get("XUNCHA_FIRST", "0"))
LARGEST = 3000  # plans that are looked at one by one


def solved(problem: Problem) -> tuple[Ended, Believed]:
    """How the search ends, and what the checker believes of what it told."""
    believed = Believed(problem)
    settings = Settings(time_limit=60, workers=2)
    return search(problem, settings, Clock.of(60), hears(believed), Event()), believed


def drawn(seed: int) -> tuple[Problem, Terms]:
    """A small problem and what it is re-planned from; half of the time the past is possible."""
    random = Random(seed)
    problem = problems.problem(seed, targets=3, rounds=4)
    if size(problem) > LARGEST:
        problem = problems.problem(seed, targets=2, rounds=3)
    first = problem.ordered[0].start
    terms = Terms(
        old_visits(problem, random),
        as_of=random.choice((date(2026, 1, 1), date(2026, 1, 1), first)),
        frozen_years=frozenset(random.choice(([], [], [], [2028]))),
        filed_years=frozenset(random.choice(([], [], [2027], [2028]))),
        filed_cost=Fraction(3),
        cost={part: Fraction(cost) for part, cost in random.choice(COSTS).items()},
        gives_way=random.random() < 0.2,
    )
    return problem, terms


def agree(seed: int) -> None:
    problem, terms = drawn(seed)
    asked = transformed(problem, terms)
    optimum = best(asked)
    if any(True for _ in impossible_past(problem, terms)):
        assert optimum is None
        return
    ended, believed = solved(asked)
    if optimum is None:
        assert ended.verdict == "infeasible"
        return
    assert ended.verdict == "done"
    assert tuple(believed.values.values()) == optimum
    record = believed.record()
    assert record is not None
    assert record.status == "optimal"


@pytest.mark.parametrize("seed", range(FIRST, FIRST + CASES))
def test_the_least_change_is_what_enumeration_finds(seed: int) -> None:
    agree(seed)


@pytest.mark.parametrize("seed", range(FIRST, FIRST + CASES // 3))
def test_a_problem_too_large_for_one_program_is_bounded_and_never_wrong(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replanning_search, "LARGEST", 4)
    problem, terms = drawn(seed)
    asked = transformed(problem, terms)
    optimum = best(asked)
    if any(True for _ in impossible_past(problem, terms)):
        return
    ended, believed = solved(asked)
    if ended.verdict == "infeasible":
        assert optimum is None
    if believed.visits is not None:
        assert optimum is not None
        assert tuple(believed.values.values()) >= optimum
        for tier, least in zip(asked.tiers, optimum, strict=True):
            bound = believed.bound(tier.id)
            if bound is not None and believed.values[tier.id] == least:
                assert bound <= least
            if believed.values[tier.id] != least:
                assert bound is None or bound < believed.values[tier.id]
                break


@pytest.mark.parametrize("seed", range(FIRST, FIRST + CASES // 3))
def test_a_plan_that_keeps_every_rule_loses_nothing(seed: int) -> None:
    problem, terms = drawn(seed)
    valid = next(plans(problem), None)
    if valid is None:
        return
    old = tuple(VisitRecord.of(visit) for visit in valid.visits)
    ended, believed = solved(transformed(problem, replace(terms, old=old, gives_way=False)))
    assert ended.verdict == "done"
    assert believed.values[CHANGE.id] == believed.bound(CHANGE.id) == 0
    if "target" in terms.cost:
        assert set(old) <= set(believed.visits or ())
