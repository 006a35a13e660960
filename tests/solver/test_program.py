"""A program is exact data: bounds, rows and what follows from the counts."""

from fractions import Fraction

import pytest

from xuncha_plan.model import Linear
from xuncha_plan.solver.formulation.program import Program, Row, common_step, worth

HALF = Fraction(1, 2)


def counts(*high: int) -> tuple[Program, list[Linear]]:
    program = Program()
    return program, [Linear({program.count(x): 1}) for x in high]


def number(expression: Linear) -> int:
    """The unknown that an expression is."""
    ((x, factor),) = expression.terms.items()
    assert (factor, expression.constant) == (1, 0)
    return x


@pytest.mark.parametrize(
    ("numbers", "step"),
    [
        ([2, 4], 2),
        ([HALF, 2], HALF),
        ([Fraction(1, 2), Fraction(1, 3)], Fraction(1, 6)),
        ([Fraction(3, 2), Fraction(9, 4)], Fraction(3, 4)),
        ([0, -6, 4], 2),
        ([0], 1),
        ([], 1),
    ],
)
def test_the_common_step_divides_all_and_is_the_largest(
    numbers: list[Fraction], step: Fraction
) -> None:
    assert common_step(numbers) == step


def test_what_bounds_allow_already_needs_no_row() -> None:
    program, (x, y) = counts(2, 3)
    program.at_most(x + y, 5)
    assert program.rows == []
    program.at_most(x + y, 4)
    assert program.rows == [Row({0: 1, 1: 1}, 4)]


def test_a_constant_goes_to_the_other_side() -> None:
    program, (x,) = counts(5)
    program.at_most(x * 2 + 3, 7)
    assert program.rows == [Row({0: 2}, 4)]


def test_a_sum_that_is_at_most_nothing_closes_its_parts() -> None:
    program, (x, y) = counts(2, 3)
    program.at_most(x + y * 2, 0)
    assert [v.high for v in program.variables] == [0, 0]
    assert program.rows == []


def test_a_difference_that_is_at_most_nothing_closes_nothing() -> None:
    program, (x, y) = counts(2, 3)
    program.at_most(x - y, 0)
    assert [v.high for v in program.variables] == [2, 3]
    assert len(program.rows) == 1


@pytest.mark.parametrize(
    ("constant", "equal", "is_impossible"),
    [(0, False, False), (1, False, True), (-1, False, False), (-1, True, True), (0, True, False)],
)
def test_numbers_alone_hold_or_not(constant: int, equal: bool, is_impossible: bool) -> None:
    program = Program()
    program.at_most(Linear(constant=constant), 0, equal=equal)
    assert program.is_impossible is is_impossible


def test_an_equation_is_a_row_even_where_bounds_allow_it() -> None:
    program, (x,) = counts(2)
    program.at_most(x, 2, equal=True)
    assert program.rows == [Row({0: 1}, 2, equal=True)]


def test_an_expression_reaches_from_its_least_to_its_most() -> None:
    program, (x, y) = counts(2, 3)
    assert program.reach(x * 2 - y + 1) == (-2, 5)


def test_a_sum_is_an_unknown_of_its_own_and_closes_its_parts() -> None:
    program, (x, y) = counts(2, 3)
    z = program.sum(x * HALF + y, 3)
    assert program.variables[number(z)].step == HALF
    assert program.variables[number(z)].high == 3
    program.at_most(z, 0)
    assert [v.high for v in program.variables] == [0, 0, 0]


def test_a_sum_is_never_said_to_be_more_than_its_parts() -> None:
    program, (x,) = counts(2)
    assert program.variables[number(program.sum(x, 100))].high == 2


def test_an_indicator_follows_from_its_counts() -> None:
    program, (x, y) = counts(2, 1)
    z = number(program.indicator(x + y, [(2, x), (1, y)]))
    assert program.variables[z].whole
    assert program.completed([0, 0, 9])[z] == 0
    assert program.completed([0, 1, 9])[z] == 1
    assert {(tuple(row.terms.items()), row.high) for row in program.rows} == {
        (((0, 1), (z, -2)), 0),
        (((1, 1), (z, -1)), 0),
        (((z, 1), (0, -1), (1, -1)), 0),
    }


def test_the_largest_of_numbers_is_a_number() -> None:
    program, (x,) = counts(2)
    assert program.largest([1, 3, x]).constant == 3
    assert len(program.variables) == 1


def test_the_largest_of_one_expression_that_is_never_less_is_that_expression() -> None:
    program, (x,) = counts(2)
    assert program.largest([0, x]).terms == x.terms
    assert len(program.variables) == 1


def test_the_largest_is_an_unknown_above_each() -> None:
    program, (x, y) = counts(2, 3)
    z = number(program.largest([0, x - 1, y * 2 - 3]))
    assert (program.variables[z].low, program.variables[z].high) == (0, 3)
    assert program.completed([2, 1, 9])[z] == 1
    assert program.completed([0, 3, 9])[z] == 3
    assert program.completed([0, 0, 9])[z] == 0
    assert len(program.rows) == 2


def test_a_square_is_that_of_its_root() -> None:
    program, (x,) = counts(3)
    z = number(program.square(x * HALF - 1))
    root = program.squares[z]
    assert (program.variables[root].low, program.variables[root].high) == (-1, HALF)
    assert (program.variables[z].high, program.variables[z].step) == (1, Fraction(1, 4))
    assert program.completed([0, 9, 9])[z] == 1
    assert program.completed([3, 9, 9])[z] == Fraction(1, 4)


def test_the_square_of_a_number_is_a_number() -> None:
    program = Program()
    assert program.square(Linear(constant=-3)).constant == 9
    assert program.variables == []


def test_slack_is_what_is_over_and_never_below_nothing() -> None:
    program, (x,) = counts(3)
    z = number(program.slack(x - 2))
    assert program.variables[z].high == 1
    assert [program.completed([value, 9])[z] for value in (0, 2, 3)] == [0, 0, 1]


def test_slack_of_what_always_holds_is_nothing() -> None:
    program, (x,) = counts(3)
    z = number(program.slack(x - 5))
    assert (program.variables[z].low, program.variables[z].high) == (0, 0)


def test_what_follows_is_worked_out_in_order() -> None:
    program, (x, y) = counts(2, 3)
    total = program.sum(x + y, 5)
    z = program.slack(total - 1)
    assert program.completed([2, 3, 0, 0]) == [2, 3, 5, 4]
    assert worth(z * 2 + 1, [2, 3, 5, 4]) == 9
