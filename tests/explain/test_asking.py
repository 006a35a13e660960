"""The answers come from another process, and only what the checker counts is believed."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from tests.solver.district import district
from xuncha_plan.check.wish import Wish
from xuncha_plan.model import Plan, VisitRecord
from xuncha_plan.solver.explanation import (
    Answer,
    Explainer,
    Lifting,
    Placing,
    Question,
    Standing,
    TierAnswer,
)
from xuncha_plan.solver.process.hearing import DIED
from xuncha_plan.solver.process.run import BOUND_BEYOND, REFUSED
from xuncha_plan.solver.settings import Settings

LONG = 60.0
ONE_WORKER = Settings(workers=1)


@pytest.fixture(scope="module")
def small() -> Plan:
    problem = district(
        {"rule": "limit", "per": "round", "at_most": 1},
        {"rule": "early", "tier": "first", "targets": ["a"], "weight_by": 2},
        rounds=3,
    )
    visits = (
        Plan.visit(problem, "a", "coverage", "r1", "self_run", "t1"),
        Plan.visit(problem, "b", "coverage", "r2", "self_run", "t1"),
    )
    return Plan(problem, visits)


def test_one_process_answers_many_questions_and_another_takes_its_place(small: Plan) -> None:
    with Explainer(small, ONE_WORKER, about_places=True) as explainer:
        there = explainer.ask(Placing(Wish("a", round="r2")), LONG)
        assert [(one.now, one.value, one.bound) for one in there.tiers] == [(0, 2, 2)]
        standing = explainer.ask(Standing(), LONG)
        assert [(one.now, one.value) for one in standing.tiers] == [(0, 0)]
        lifted = explainer.ask(Lifting(0), LONG)
        assert lifted.breach == 0
        assert explainer._child is not None
        explainer._child.kill()
        explainer._child.join()
        died = explainer.ask(Placing(Wish("a", round="r3")), LONG)
        assert (died.verdict, died.remark) == ("unknown", DIED)
        again = explainer.ask(Placing(Wish("a", round="r3")), LONG)
        assert [(one.now, one.value, one.bound) for one in again.tiers] == [(0, 4, 4)]
    assert explainer._child is None


def told(answer: Answer) -> Callable[[Explainer, Question, float], Answer]:
    return lambda explainer, question, seconds: answer


def ask(small: Plan, answer: Answer, monkeypatch: pytest.MonkeyPatch) -> Answer:
    """What becomes of an answer of the other process."""
    monkeypatch.setattr(Explainer, "start", lambda explainer: None)
    monkeypatch.setattr(Explainer, "_answered", told(answer))
    return Explainer(small, ONE_WORKER).ask(Placing(Wish("a", round="r3")), LONG)


MOVED = (
    VisitRecord("a", "coverage", "r3", "self_run", "t1"),
    VisitRecord("b", "coverage", "r2", "self_run", "t1"),
)
WORTH = TierAnswer("first", Fraction(0), Fraction(4), Fraction(4), frozenset({"highs"}))


def test_a_plan_that_keeps_what_it_says_is_believed(
    small: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Answer("possible", (WORTH,), MOVED)
    assert ask(small, answer, monkeypatch) == answer


def test_a_plan_that_breaks_a_rule_or_is_not_what_was_asked_is_refused(
    small: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_in_one = (MOVED[0], replace(MOVED[1], round="r3"))
    for visits in (both_in_one, (replace(MOVED[0], round="r1"), MOVED[1])):
        answer = ask(small, Answer("possible", (WORTH,), visits), monkeypatch)
        assert answer == Answer("unknown", remark=REFUSED)


def test_values_are_counted_again_and_a_bound_beyond_them_is_dropped(
    small: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = replace(WORTH, value=Fraction(3), bound=Fraction(5))
    answer = ask(small, Answer("possible", (wrong,), MOVED), monkeypatch)
    assert answer.tiers == (replace(WORTH, bound=None, engines=frozenset()),)
    assert answer.remark == BOUND_BEYOND
