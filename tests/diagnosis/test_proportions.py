"""What adding up rows proves is true of every solution, and is found where it can be."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from xuncha_plan.model import Linear
from xuncha_plan.solver.diagnosis.proportions import Proof, prove
from xuncha_plan.solver.formulation.program import Program, worth

SECONDS = 60.0


def drawn(seed: int) -> tuple[Program, Linear]:
    """A small random program with an objective."""
    random = Random(seed)
    program = Program()
    unknowns = [program.count(random.randint(0, 3)) for _ in range(4)]
    for _ in range(4):
        terms = {x: random.randint(-3, 3) for x in random.sample(unknowns, 3)}
        expression = Linear({x: c for x, c in terms.items() if c})
        program.at_most(expression, random.randint(-3, 6), equal=random.random() < 0.2)
    return program, Linear({x: Fraction(random.randint(-4, 4), 3) for x in unknowns}, 1)


def least(program: Program, objective: Linear) -> Fraction | None:
    """The least of the objective over every solution; None where there is none."""
    ranges = (range(int(v.low), int(v.high) + 1) for v in program.variables)
    values = (
        Fraction(worth(objective, list(point)))
        for point in product(*ranges)
        if not program.is_impossible
        and all(_keeps(row.terms, row.high, row.equal, point) for row in program.rows)
    )
    return min(values, default=None)


def _keeps(terms: dict[int, int], high: int, equal: bool, point: tuple[int, ...]) -> bool:
    amount = sum(c * point[x] for x, c in terms.items())
    return amount == high if equal else amount <= high


@pytest.mark.parametrize("seed", range(120))
def test_no_solution_is_below_what_is_proved(seed: int) -> None:
    program, objective = drawn(seed)
    proof, best = prove(program, objective, SECONDS), least(program, objective)
    if proof is not None and best is not None:
        assert proof.value <= best


def test_weights_make_the_proof_and_their_rows_alone_are_used() -> None:
    program = Program()
    x, y, z = program.count(10), program.count(10), program.count(10)
    program.at_most(-Linear({x: 2, y: 1}), -7)
    program.at_most(Linear({y: 1}), 3)
    program.at_most(Linear({z: 1}), 5)
    proof = prove(program, Linear({x: 1}), SECONDS)
    assert proof == Proof(Fraction(2), proof.weights if proof else {})
    assert set(proof.weights) == {0} or set(proof.weights) == {0, 1}


def test_unknowns_that_are_taken_for_one_count_as_one() -> None:
    program = Program()
    x, a, b = program.count(10), program.count(10), program.count(10)
    program.at_most(Linear({x: 1, a: -1}), 2)
    program.at_most(-Linear({x: 1, b: 1}), -8)
    proof = prove(program, Linear({a: 1}), SECONDS, frozenset({a, b}))
    assert proof is not None
    assert proof.value == 3


def test_where_rows_contradict_each_other_nothing_is_proved_of_the_objective() -> None:
    program = Program()
    x, y = program.count(9), program.count(9)
    program.at_most(Linear({x: 1, y: 1}), 3)
    program.at_most(-Linear({x: 1, y: 1}), -4)
    assert prove(program, Linear({x: 1}), SECONDS) is None
