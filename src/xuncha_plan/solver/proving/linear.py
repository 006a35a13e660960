"""The checker's relaxed program in HiGHS: which rows to add up, how often, to prove something.

The multipliers come as floats and are claims; whoever adds up the rows exactly decides.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf

from ortools.math_opt.model_pb2 import ModelProto
from ortools.math_opt.python import mathopt

from xuncha_plan.check.proofs.rows import Rows
from xuncha_plan.check.proofs.verified import Box
from xuncha_plan.model import Exact, Linear

_NOISE = 1e-9


@dataclass(frozen=True)
class Relaxation:
    """The best fractions: their value, themselves, and what each row is worth; inf: there are none.

    Where there are none, the rows' worths show it.
    """

    value: float
    fractions: list[float]
    worths: dict[int, float]


class LinearProgram:
    """One relaxed program; the objective and the unknowns' bounds may change."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._model = mathopt.Model.from_model_proto(_written(rows))
        self._unknowns = list(self._model.variables())
        self._constraints = list(self._model.linear_constraints())
        self._slack: list[mathopt.Variable] = []

    def solve(self, objective: Linear, box: Box, seconds: float) -> Relaxation | None:
        """The best fractions within a box; None where time ran out."""
        terms = (float(c) * self._unknowns[x] for x, c in objective.terms.items())
        self._model.minimize(mathopt.LinearSum(terms) + float(objective.constant))
        result = self._within(box, seconds)
        if result is None:
            return None
        if result.termination.reason == mathopt.TerminationReason.OPTIMAL:
            return self._relaxation(result, result.objective_value())
        if result.termination.reason == mathopt.TerminationReason.INFEASIBLE:
            return self._infeasible(box, seconds)
        return None

    def _infeasible(self, box: Box, seconds: float) -> Relaxation | None:
        """How far the rows are from holding together: their worths show that they cannot."""
        slack = self._elastic()
        for one in slack:
            one.upper_bound = inf
        self._model.minimize(mathopt.LinearSum(slack))
        result = self._within(box, seconds)
        for one in slack:
            one.upper_bound = 0.0
        is_found = result is not None and (
            result.termination.reason == mathopt.TerminationReason.OPTIMAL
        )
        return self._relaxation(result, inf) if result is not None and is_found else None

    def _elastic(self) -> list[mathopt.Variable]:
        """Unknowns by which each row may be broken, upwards and, for equalities, downwards."""
        if not self._slack:
            for row, constraint in zip(self._rows.rows, self._constraints, strict=True):
                for sign in (-1.0, 1.0) if row.equal else (-1.0,):
                    one = self._model.add_variable(lb=0.0, ub=0.0)
                    constraint.set_coefficient(one, sign)
                    self._slack.append(one)
        return self._slack

    def _within(self, box: Box, seconds: float) -> mathopt.SolveResult | None:
        self._bound(box)
        parameters = mathopt.SolveParameters(time_limit=datetime.timedelta(seconds=seconds))
        try:
            return mathopt.solve(self._model, mathopt.SolverType.HIGHS, params=parameters)
        except Exception as error:  # HiGHS fails on some programs, see engines/highs.py
            if "INTERNAL" not in f"{error} {error.__context__}":
                raise
            return None
        finally:
            known = self._rows.unknowns
            self._bound({x: (known[x].low, known[x].high) for x in box})

    def _bound(self, box: Mapping[int, tuple[Exact, Exact]]) -> None:
        for x, (low, high) in box.items():
            self._unknowns[x].lower_bound = float(low)
            self._unknowns[x].upper_bound = float(high)

    def _relaxation(self, result: mathopt.SolveResult, value: float) -> Relaxation:
        has_worths = result.has_dual_feasible_solution()  # trivial programs come without
        worths = result.dual_values(self._constraints) if has_worths else []
        return Relaxation(
            value,
            list(result.variable_values(self._unknowns)),
            dict(_kept(-worth for worth in worths)),
        )


def _kept(worths: Iterable[float]) -> Iterable[tuple[int, float]]:
    return ((i, worth) for i, worth in enumerate(worths) if abs(worth) > _NOISE)


def _written(rows: Rows) -> ModelProto:
    """The program as MathOpt's data, with nothing to minimise."""
    model = ModelProto()
    variables, constraints = model.variables, model.linear_constraints
    variables.ids.extend(range(len(rows.unknowns)))
    variables.lower_bounds.extend(float(one.low) for one in rows.unknowns)
    variables.upper_bounds.extend(float(one.high) for one in rows.unknowns)
    variables.integers.extend(False for _ in rows.unknowns)
    constraints.ids.extend(range(len(rows.rows)))
    constraints.lower_bounds.extend(float(r.high) if r.equal else -inf for r in rows.rows)
    constraints.upper_bounds.extend(float(r.high) for r in rows.rows)
    matrix = model.linear_constraint_matrix
    for i, row in enumerate(rows.rows):
        columns = sorted(row.terms)
        matrix.row_ids.extend([i] * len(columns))
        matrix.column_ids.extend(columns)
        matrix.coefficients.extend(float(row.terms[x]) for x in columns)
    return model
