"""HiGHS on the same programs as CP-SAT: the same optimum, bounds lifted, rounding noise gone."""

from fractions import Fraction
from random import Random
from typing import Any

import pytest
from ortools.math_opt.python import mathopt

from xuncha_plan.model import Linear, total
from xuncha_plan.solver.engines.cpsat import CpSat
from xuncha_plan.solver.engines.effort import Answer, Effort
from xuncha_plan.solver.engines.highs import Highs
from xuncha_plan.solver.formulation.program import Program, Row, worth

EFFORT = Effort(10, workers=1)
HALF = Fraction(1, 2)


def drawn(seed: int) -> tuple[Program, Linear]:
    """A program with everything that one can hold but squares, and something to minimise."""
    random = Random(seed)
    made = Program()
    counts = [Linear({made.count(random.randint(1, 4)): 1}) for _ in range(6)]

    def some() -> Linear:
        factors = [random.choice([-1, 0, 1, 2, HALF]) for _ in counts]
        return total(x * f for x, f in zip(counts, factors, strict=True))

    for _ in range(3):
        made.at_most(some(), random.randint(0, 5), equal=random.random() < 0.2)
    made.at_most(random.randint(1, 6) - total(counts), 0)
    visited = made.indicator(counts[0] + counts[1], [(9, counts[0] + counts[1])])
    worst = made.largest([0, some() - 1, some()])
    return made, worst + made.slack(some() - 1) + visited * 2 + some() * HALF


@pytest.mark.parametrize("seed", range(40))
def test_both_solvers_find_the_same_least(seed: int) -> None:
    made, objective = drawn(seed)
    model = CpSat(made)
    model.minimize(objective)
    first, second = model.solve(EFFORT), Highs(made).solve(objective, EFFORT)
    assert first.verdict == second.verdict
    if first.values is None or second.values is None:
        assert first.verdict == "infeasible"
        return
    assert first.bound == second.bound == worth(objective, first.values)
    assert worth(objective, made.completed(second.values)) == second.bound


def program() -> tuple[Program, Linear, Linear]:
    made = Program()
    x, y = Linear({made.count(9): 1}), Linear({made.count(9): 1})
    made.at_most(7 - x * Fraction(5, 2) - y, 0)
    return made, x, y


def test_a_named_row_takes_the_place_of_the_last_of_its_name() -> None:
    made, x, y = program()
    model, objective = Highs(made), x * 3 + y
    model.add(Row({1: 1}, 3), "y")
    assert model.solve(objective, EFFORT).bound == 8
    model.add(Row({1: 1}, 9), "y")
    assert model.solve(objective, EFFORT).bound == 7


def test_an_unknown_is_held_and_let_go() -> None:
    made, x, y = program()
    model, objective = Highs(made), x * 3 + y
    model.fix(0, 3)
    assert model.solve(objective, EFFORT).values == [3, 0]
    model.fix(0, None)
    assert model.solve(objective, EFFORT).values == [0, 7]


def test_fractions_bound_from_below() -> None:
    made, x, _ = program()
    model = Highs(made)
    model.add(Row({1: 1}, 0))
    assert model.solve(x * 4, EFFORT).bound == 12
    model.whole(())
    assert model.solve(x * 4 * HALF, EFFORT).bound == 6  # 5.6, and the next that can be
    model.whole({0, 1})
    assert model.solve(x * 4, EFFORT).bound == 12


@pytest.mark.parametrize("hint", [{0: 0, 1: 7}, {0: 9, 1: 9}, {0: 0}])
def test_a_hint_changes_no_answer(hint: dict[int, Any]) -> None:
    made, x, y = program()
    assert Highs(made).solve(x * 3 + y, EFFORT, hint).bound == 7


def test_no_plan_can_be() -> None:
    made, x, _ = program()
    model = Highs(made)
    model.add(Row({0: 1}, 0))
    model.add(Row({1: 1}, 6))
    answer = model.solve(x, EFFORT)
    assert (answer.verdict, answer.values) == ("infeasible", None)
    impossible = Program()
    impossible.at_most(Linear(constant=1), 0)
    assert Highs(impossible).solve(Linear(), EFFORT).verdict == "infeasible"


def test_squares_are_bounded_from_below() -> None:
    made, x, y = program()
    objective = made.square(x - y * HALF - 1) + y * Fraction(1, 8)
    model = CpSat(made)
    model.minimize(objective)
    exact, relaxed = model.solve(EFFORT), Highs(made).solve(objective, EFFORT)
    assert exact.bound is not None
    assert relaxed.bound is not None
    assert exact.bound - 1 <= relaxed.bound <= exact.bound


@pytest.mark.parametrize(
    ("bound", "lifted"),
    [
        (3.0, 3),
        (3.0000001, 3),
        (2.9999999, 3),
        (3.01, Fraction(7, 2)),
        (float("inf"), None),
        (float("-inf"), None),
        (float("nan"), None),
    ],
)
def test_a_bound_is_lifted_to_the_next_value_that_can_be(
    bound: float, lifted: Fraction | None
) -> None:
    made, x, y = program()
    assert Highs(made)._lifted(bound, x * HALF + y) == lifted


def test_a_bound_keeps_the_constant() -> None:
    made, x, _ = program()
    assert Highs(made)._lifted(2.1, x + Fraction(1, 3)) == Fraction(7, 3)


def masked(message: str) -> Any:
    """What ortools 9.15 makes of an error: one more, on its way to say so."""

    def solve(*asked: object, **more: object) -> None:
        try:
            raise ValueError(message)
        except ValueError as error:
            raise AttributeError(error.canonical_code) from None  # type: ignore[attr-defined]

    return solve


def test_an_internal_error_is_no_answer_and_no_end(monkeypatch: pytest.MonkeyPatch) -> None:
    made, x, _ = program()
    monkeypatch.setattr(mathopt, "solve", masked("HighsStatus: kError [INTERNAL]"))
    assert Highs(made).solve(x, EFFORT) == Answer("unknown")


def test_a_program_that_is_refused_is_a_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    made, x, _ = program()
    monkeypatch.setattr(mathopt, "solve", masked("lower_bound > upper_bound [INVALID_ARGUMENT]"))
    with pytest.raises(AttributeError):
        Highs(made).solve(x, EFFORT)
