"""HiGHS through MathOpt: bounds by linear programming, and plans of large programs.

Values come with rounding noise and are rounded; a bound is lifted to the next value that the
objective can take.
"""

import datetime
from collections.abc import Collection, Mapping
from fractions import Fraction
from math import ceil, inf

from ortools.math_opt.model_pb2 import ModelProto
from ortools.math_opt.python import mathopt

from xuncha_plan.model import Exact, Linear
from xuncha_plan.solver.engines.effort import Answer, Effort, Verdict
from xuncha_plan.solver.formulation.program import Program, Row

_TANGENTS = 40  # a square is bounded from below by so many tangents
_NOISE = 1e-6
_ITERATIONS = 10_000  # of the simplex method that count as a second of work
_NODES = 50  # of branch and bound that count as another

_VERDICTS: dict[mathopt.TerminationReason, Verdict] = {
    mathopt.TerminationReason.OPTIMAL: "optimal",
    mathopt.TerminationReason.FEASIBLE: "feasible",
    mathopt.TerminationReason.INFEASIBLE: "infeasible",
}


def _written(program: Program) -> ModelProto:
    """The program as MathOpt's data; made so, ten times as fast as by its Python objects."""
    model = ModelProto()
    variables, rows = model.variables, model.linear_constraints
    variables.ids.extend(range(len(program.variables)))
    variables.lower_bounds.extend(float(v.low) for v in program.variables)
    variables.upper_bounds.extend(float(v.high) for v in program.variables)
    variables.integers.extend(v.whole for v in program.variables)
    rows.ids.extend(range(len(program.rows)))
    rows.lower_bounds.extend(float(r.high) if r.equal else -inf for r in program.rows)
    rows.upper_bounds.extend(float(r.high) for r in program.rows)
    matrix = model.linear_constraint_matrix
    for i, row in enumerate(program.rows):
        columns = sorted(row.terms)
        matrix.row_ids.extend([i] * len(columns))
        matrix.column_ids.extend(columns)
        matrix.coefficients.extend(float(row.terms[x]) for x in columns)
    return model


class Highs:
    """One program in HiGHS; rows may be added, the objective and what is whole may change."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._named: dict[str, mathopt.LinearConstraint] = {}
        self.fractions: list[float] = []  # the last answer's values, before they are rounded
        self._model = mathopt.Model.from_model_proto(_written(program))
        self._unknowns = list(self._model.variables())
        for z, x in program.squares.items():
            self._tangents(z, x)
        if program.is_impossible:
            self._model.add_linear_constraint(lb=1.0, ub=1.0)  # 0 == 1

    def _sum(self, terms: Mapping[int, Exact]) -> mathopt.LinearSum:
        return mathopt.LinearSum(float(c) * self._unknowns[x] for x, c in terms.items())

    def add(self, row: Row, name: str = "") -> None:
        """Add a row; one with a name takes the place of the last of that name."""
        if old := self._named.pop(name, None):
            self._model.delete_linear_constraint(old)
        constraint = self._model.add_linear_constraint(
            lb=float(row.high) if row.equal else -inf, ub=float(row.high)
        )
        for x, c in row.terms.items():
            constraint.set_coefficient(self._unknowns[x], float(c))
        if name:
            self._named[name] = constraint

    def drop(self, name: str) -> None:
        """Take away the row of a name."""
        self._model.delete_linear_constraint(self._named.pop(name))

    def _tangents(self, z: int, x: int) -> None:
        low, high = self._program.variables[x].low, self._program.variables[x].high
        for i in range(_TANGENTS + 1):
            at = low + Fraction(high - low) * i / _TANGENTS
            self.add(Row({x: 2 * at, z: -1}, at * at))

    def whole(self, unknowns: Collection[int]) -> None:
        """Which unknowns must be whole; the others may be fractions."""
        for x, unknown in enumerate(self._unknowns):
            unknown.integer = x in unknowns

    def fix(self, x: int, value: Exact | None) -> None:
        """Hold an unknown at a value; None lets it go."""
        self.box(x, None if value is None else (value, value))

    def box(self, x: int, bounds: tuple[Exact, Exact] | None) -> None:
        """Hold an unknown between two values; None lets it go."""
        variable, unknown = self._program.variables[x], self._unknowns[x]
        low, high = bounds or (variable.low, variable.high)
        unknown.lower_bound, unknown.upper_bound = float(low), float(high)

    def minimize(self, objective: Linear) -> None:
        """Set what is minimised."""
        self._model.minimize(self._sum(objective.terms) + float(objective.constant))

    def solve(
        self, objective: Linear, effort: Effort, hint: Mapping[int, Exact] | None = None
    ) -> Answer:
        """Solve; the answer's values are rounded."""
        self.minimize(objective)
        parameters = mathopt.SolveParameters(
            relative_gap_tolerance=effort.gap,
            absolute_gap_tolerance=0.0,
            random_seed=effort.seed,
        )
        _limit(parameters, effort)
        model_parameters = mathopt.ModelSolveParameters()
        if hint is not None:
            known = {self._unknowns[x]: float(value) for x, value in hint.items()}
            model_parameters.solution_hints.append(mathopt.SolutionHint(variable_values=known))
        result = self._run(parameters, model_parameters)
        if result is None:
            return Answer("unknown")
        if effort.work is not None:
            effort.work.add(_done(result.solve_stats))
        verdict = _VERDICTS.get(result.termination.reason, "unknown")
        bound = self._lifted(result.termination.objective_bounds.dual_bound, objective)
        if not result.has_primal_feasible_solution():
            return Answer(verdict if verdict == "infeasible" else "unknown", None, bound)
        found = self.fractions = result.variable_values(self._unknowns)
        values = [
            round(number / float(v.step)) * v.step
            for number, v in zip(found, self._program.variables, strict=True)
        ]
        return Answer(verdict, values, bound)

    def _run(
        self, parameters: mathopt.SolveParameters, model_parameters: mathopt.ModelSolveParameters
    ) -> mathopt.SolveResult | None:
        """The solver's result; None where HiGHS fails, which it does on some feasible programs.

        It ends in an error where its own last check finds its answer 0.000001 off (HiGHS issue
        2808). MathOpt 9.15 then fails once more, on its way to say so, by an AttributeError.
        """
        try:
            return mathopt.solve(
                self._model,
                mathopt.SolverType.HIGHS,
                params=parameters,
                model_params=model_parameters,
            )
        except Exception as error:
            if "INTERNAL" not in f"{error} {error.__context__}":
                raise
            return None

    def _lifted(self, bound: float, objective: Linear) -> Fraction | None:
        """The least value that the objective can take at or above a bound; None: no bound."""
        if bound in (inf, -inf) or bound != bound:
            return None
        step = self._program.step(Linear(objective.terms))
        constant = Fraction(objective.constant)
        noise = _NOISE * max(1.0, abs(bound))
        return ceil((Fraction(bound) - constant - Fraction(noise)) / step) * step + constant


def _limit(parameters: mathopt.SolveParameters, effort: Effort) -> None:
    if effort.work is None:
        parameters.time_limit = datetime.timedelta(seconds=max(0.05, effort.seconds))
    else:
        parameters.node_limit = max(1, int(effort.seconds * _NODES))


def _done(stats: mathopt.SolveStats) -> float:
    """Work in seconds, by steps that are the same on every run."""
    return float(stats.simplex_iterations / _ITERATIONS + stats.node_count / _NODES)
