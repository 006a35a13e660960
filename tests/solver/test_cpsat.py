"""CP-SAT and HiGHS on the same programs: one optimum, exact values, bounds that are lifted."""

from fractions import Fraction
from threading import Event
from typing import Any

import pytest

from xuncha_plan.model import Linear
from xuncha_plan.solver.engines.cpsat import CpSat
from xuncha_plan.solver.engines.effort import Effort
from xuncha_plan.solver.formulation.program import Program, Row, Values, worth

EFFORT = Effort(10, workers=1)
HALF = Fraction(1, 2)


def program() -> tuple[Program, Linear, Linear]:
    """Two counts to 9 that weigh 2 1/2 and 1, and make at least 7."""
    made = Program()
    x, y = Linear({made.count(9): 1}), Linear({made.count(9): 1})
    made.at_most(7 - x * Fraction(5, 2) - y, 0)
    return made, x, y


def solved(made: Program, objective: Linear | None, *rows: Row, **more: Any) -> Any:
    model = CpSat(made)
    for row in rows:
        model.add(row)
    model.minimize(objective)
    return model.solve(EFFORT, **more)


def test_the_least_is_found_and_proved() -> None:
    made, x, y = program()
    answer = solved(made, x * 3 + y)
    assert answer.verdict == "optimal"
    assert (answer.bound, answer.values) == (7, [0, 7])


def test_fractions_are_exact() -> None:
    made, x, y = program()
    answer = solved(made, x * Fraction(1, 3) + y * Fraction(1, 7))
    assert answer.bound == Fraction(20, 21)  # x = 2, y = 2
    assert answer.values == [2, 2]


def test_a_constant_is_part_of_value_and_bound() -> None:
    made, x, y = program()
    told: list[tuple[Values, Fraction]] = []
    answer = solved(made, x * 3 + y - HALF, better=lambda *plan: told.append(plan))
    assert answer.bound == Fraction(13, 2)
    assert told[-1][1] == Fraction(13, 2)


def test_an_added_row_holds() -> None:
    made, x, y = program()
    answer = solved(made, x * 3 + y, Row({1: 1}, 3))
    assert answer.values == [2, 2]
    assert solved(made, x * 3 + y, Row({0: 1}, 3, equal=True)).values == [3, 0]


def test_a_row_with_a_fraction_is_rounded_down_and_never_up() -> None:
    made, x, _ = program()
    assert solved(made, x * -1, Row({0: 1}, Fraction(7, 2))).values[0] == 3


def test_a_copy_takes_rows_of_its_own() -> None:
    made, x, y = program()
    model = CpSat(made)
    twin = model.copy()
    twin.add(Row({1: 1}, 0))
    for one, least in ((model, 7), (twin, 9)):
        one.minimize(x * 3 + y)
        assert one.solve(EFFORT).bound == least


def test_the_objective_may_change() -> None:
    made, x, y = program()
    model = CpSat(made)
    for objective, least in ((x, 0), (y, 0), (x * 3 + y, 7), (x * HALF, 0)):
        model.minimize(objective)
        assert model.solve(EFFORT).bound == least


def test_nothing_to_minimise_asks_for_any_plan() -> None:
    made, x, y = program()
    for objective in (None, Linear(), Linear(constant=4)):
        answer = solved(made, objective)
        assert answer.verdict == "optimal"
        assert worth(x * Fraction(5, 2) + y, answer.values) >= 7
    assert solved(made, Linear(constant=4)).bound == 4


def test_no_values_where_nothing_can_be() -> None:
    made, x, _ = program()
    answer = solved(made, x, Row({0: 1}, 0), Row({1: 1}, 6))
    assert (answer.verdict, answer.values) == ("infeasible", None)
    made.at_most(Linear(constant=1), 0)
    assert solved(made, x).verdict == "infeasible"


def test_squares_are_exact() -> None:
    made, x, y = program()
    gap = x - y * HALF - 1
    answer = solved(made, made.square(gap) + y * Fraction(1, 8))
    least = min(
        (x - HALF * y - 1) ** 2 + Fraction(y, 8)
        for x in range(10)
        for y in range(10)
        if Fraction(5, 2) * x + y >= 7
    )
    assert answer.bound == least


def test_hints_may_be_given_again_and_again() -> None:
    made, x, y = program()
    model = CpSat(made)
    model.minimize(x * 3 + y)
    for values in ({0: 9, 1: 9}, {0: 0, 1: 7}, {0: 0}):
        model.hint(values)
        assert model.solve(EFFORT).bound == 7


def test_every_better_plan_and_bound_is_told() -> None:
    made, x, y = program()
    plans: list[Fraction] = []
    bounds: list[Fraction] = []
    model = CpSat(made)
    model.minimize(x * 3 + y)
    model.hint({0: 9, 1: 9})
    answer = model.solve(EFFORT, lambda values, value: plans.append(value), bounds.append)
    assert plans == sorted(plans, reverse=True)
    assert plans[-1] == 7
    assert all(bound <= 7 for bound in bounds)
    assert answer.bound == 7


def test_a_search_that_is_told_to_stop_keeps_what_it_has() -> None:
    made, x, y = program()
    stop = Event()
    stop.set()
    answer = solved(made, x * 3 + y, stop=stop)
    assert answer.verdict in ("optimal", "feasible")
    assert answer.values is not None


@pytest.mark.parametrize(
    ("bound", "lifted"),
    [(2.0, 1), (2.0000000001, 1), (2.01, Fraction(3, 2)), (-0.4, 0), (1.9999999, 1)],
)
def test_a_bound_is_lifted_to_the_next_value_that_can_be(bound: float, lifted: Fraction) -> None:
    made, x, _ = program()
    model = CpSat(made)
    model.minimize(x * HALF)  # scaled by two
    assert model._lifted(bound) == lifted
