"""What follows from rows alone, by linear programming, and proved in exact arithmetic.

A linear program's dual values say with what weights rows add up to a bound. The weights are
rounded to fractions, the rows are added up, and the least that their sum leaves between the
unknowns' own bounds is computed exactly: that is a bound whatever the weights, and so a proof that
no solver has to vouch for.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import inf

from ortools.math_opt.model_pb2 import ModelProto
from ortools.math_opt.python import mathopt

from xuncha_plan.model import Exact, Linear
from xuncha_plan.solver.formulation.program import Program

_NOISE = 1e-7
_FINEST = 10_000  # denominators of weights: numbers of the file have two decimals

Rows = Mapping[int, Mapping[int, Exact]]


@dataclass(frozen=True)
class Proof:
    """No solution's objective is below `value`; `weights` are those of the rows that show it."""

    value: Fraction
    weights: dict[int, Fraction]


def prove(
    program: Program, objective: Linear, seconds: float, one: frozenset[int] = frozenset()
) -> Proof | None:
    """The best bound that adding up rows gives; None where none is found in the time.

    Where the rows have no solution at all there is none either: they are to be made to give way.
    The unknowns in `one` are taken for a single one, the first of them.
    """
    entries = _Entries(program, one)
    model = mathopt.Model.from_model_proto(entries.model(objective))
    limit = datetime.timedelta(seconds=max(0.05, seconds))
    parameters = mathopt.SolveParameters(time_limit=limit)
    result = mathopt.solve(model, mathopt.SolverType.GLOP, params=parameters)
    if not result.has_dual_feasible_solution():
        return None
    weights: dict[int, Fraction] = {}
    for i, dual in enumerate(result.dual_values(list(model.linear_constraints()))):
        if abs(dual) > _NOISE:
            weight = Fraction(-dual).limit_denominator(_FINEST)
            if weight > 0 or (weight and program.rows[i].equal):
                weights[i] = weight
    return Proof(entries.added_up(objective, weights), weights)


class _Entries:
    """A program's rows, some of its unknowns taken for one."""

    def __init__(self, program: Program, one: frozenset[int]) -> None:
        self._program = program
        self._one = one
        self._first = min(one, default=-1)

    def _row(self, i: int) -> dict[int, Exact]:
        terms = self._program.rows[i].terms
        if self._one.isdisjoint(terms):
            return terms
        merged: dict[int, Exact] = {}
        for x, c in terms.items():
            x = self._first if x in self._one else x
            merged[x] = merged.get(x, 0) + c
        return merged

    def _range(self, x: int) -> tuple[Exact, Exact]:
        variables = self._program.variables
        if x == self._first:
            return 0, max(variables[z].high for z in self._one)
        return variables[x].low, variables[x].high

    def added_up(self, objective: Linear, weights: dict[int, Fraction]) -> Fraction:
        """What the objective is at least, by the weighted sum of rows and the unknowns' bounds."""
        costs: dict[int, Exact] = dict(objective.terms)
        bound = Fraction(objective.constant)
        for i, weight in weights.items():
            bound -= weight * self._program.rows[i].high
            for x, c in self._row(i).items():
                costs[x] = costs.get(x, 0) + weight * c
        for x, cost in costs.items():
            low, high = self._range(x)
            bound += cost * (low if cost > 0 else high)
        return bound

    def model(self, objective: Linear) -> ModelProto:
        """The linear program as MathOpt's data; what must be whole may be a fraction in it."""
        model, rows = ModelProto(), self._program.rows
        ranges = [self._range(x) for x in range(len(self._program.variables))]
        model.variables.ids.extend(range(len(ranges)))
        model.variables.lower_bounds.extend(float(low) for low, _ in ranges)
        model.variables.upper_bounds.extend(float(high) for _, high in ranges)
        model.variables.integers.extend(False for _ in ranges)
        model.linear_constraints.ids.extend(range(len(rows)))
        lows = (float(r.high) if r.equal else -inf for r in rows)
        model.linear_constraints.lower_bounds.extend(lows)
        model.linear_constraints.upper_bounds.extend(float(r.high) for r in rows)
        for i, x, c in self._all():
            model.linear_constraint_matrix.row_ids.append(i)
            model.linear_constraint_matrix.column_ids.append(x)
            model.linear_constraint_matrix.coefficients.append(c)
        costs = model.objective.linear_coefficients
        costs.ids.extend(sorted(objective.terms))
        costs.values.extend(float(objective.terms[x]) for x in sorted(objective.terms))
        model.objective.offset = float(objective.constant)
        return model

    def _all(self) -> Iterator[tuple[int, int, float]]:
        for i in range(len(self._program.rows)):
            row = self._row(i)
            for x in sorted(row):
                yield i, x, float(row[x])
