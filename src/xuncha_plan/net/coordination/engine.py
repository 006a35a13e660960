"""CP-SAT under the coordination: whole unknowns, exact demands, one objective at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm
from typing import Literal

from ortools.sat.python import cp_model

from xuncha_plan.model import Demand, Exact, Linear

_NO_BOUND = -(2**62)
_THREADS = 8  # strategies that take turns on few cores: on two, 0.2 s where two threads take 6 s
Verdict = Literal["optimal", "feasible", "infeasible", "unknown"]
_VERDICTS: dict[object, Verdict] = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
}


@dataclass(frozen=True)
class Effort:
    """How long a search may take, in seconds, with how many threads, from which seed."""

    seconds: float
    workers: int
    seed: int


@dataclass(frozen=True)
class Found:
    """How a search ended; `bound` is rounded so that no decision can go below it."""

    verdict: Verdict
    values: Mapping[int, int] | None = None
    value: Fraction | None = None
    bound: Fraction | None = None


class Model:
    """A program of whole unknowns."""

    def __init__(self) -> None:
        self._model = cp_model.CpModel()
        self._ranges: list[tuple[int, int]] = []

    @property
    def size(self) -> int:
        """How many unknowns there are."""
        return len(self._ranges)

    def unknown(self, low: int = 0, high: int = 1) -> Linear:
        """One more unknown between two numbers, both included."""
        self._model.new_int_var(low, high, "")
        self._ranges.append((low, high))
        return Linear({len(self._ranges) - 1: 1})

    def require(self, demand: Demand, only_if: Linear | None = None) -> None:
        """What must hold, always or where a 0-1 unknown is 1."""
        terms, constant, _ = _whole(demand.excess)
        row = self._model.proto.constraints.add()
        if only_if is not None:
            row.enforcement_literal.append(next(iter(only_if.terms)))
        row.linear.vars.extend(list(terms))
        row.linear.coeffs.extend(list(terms.values()))
        row.linear.domain.extend([_NO_BOUND, -constant])

    def equal(self, one: Linear, other: Linear | Exact) -> None:
        """Both are the same."""
        terms, constant, _ = _whole(one - other)
        row = self._model.proto.constraints.add().linear
        row.vars.extend(list(terms))
        row.coeffs.extend(list(terms.values()))
        row.domain.extend([-constant, -constant])

    def any_of(self, choices: Iterable[Linear]) -> None:
        """At least one of 0-1 unknowns is 1."""
        row = self._model.proto.constraints.add().bool_or
        row.literals.extend([next(iter(choice.terms)) for choice in choices])

    def slack(self, excess: Linear) -> Linear:
        """The least amount by which an excess lies above 0."""
        terms, constant, scale = _whole(excess)
        most = constant + sum(
            max(c * self._ranges[x][0], c * self._ranges[x][1]) for x, c in terms.items()
        )
        if most <= 0:
            return Linear()
        slack = self.unknown(0, most)
        self.require(Linear(terms, constant) <= slack)
        return slack * Fraction(1, scale)

    def solve(
        self, objective: Linear | None, effort: Effort, hint: Mapping[int, int] | None = None
    ) -> Found:
        """Minimises the objective, or finds anything where there is none."""
        self._model.clear_objective()  # type: ignore[no-untyped-call]
        self._model.clear_hints()  # type: ignore[no-untyped-call]
        terms, constant, scale = _whole(objective if objective is not None else Linear())
        if terms:
            unknowns = [self._model.get_int_var_from_proto_index(x) for x in terms]
            self._model.minimize(cp_model.LinearExpr.weighted_sum(unknowns, list(terms.values())))
        if hint is not None:
            self._model.proto.solution_hint.vars.extend(list(hint))
            self._model.proto.solution_hint.values.extend(list(hint.values()))
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(effort.seconds, 0.01)
        solver.parameters.num_workers = effort.workers or _THREADS
        solver.parameters.linearization_level = 2  # the bound is the LP's: 0.1 s in place of 9 s
        solver.parameters.random_seed = effort.seed
        verdict = _VERDICTS.get(solver.solve(self._model), "unknown")
        if verdict in ("infeasible", "unknown"):
            return Found(verdict)
        solution = solver.response_proto.solution
        values = {x: int(value) for x, value in enumerate(solution)}
        value = Fraction(constant + sum(c * values[x] for x, c in terms.items()), scale)
        if not terms or verdict == "optimal":
            return Found("optimal", values, value, value)
        bound = Fraction(ceil(solver.best_objective_bound - 1e-6) + constant, scale)
        return Found(verdict, values, value, bound)


def _whole(expression: Linear) -> tuple[dict[int, int], int, int]:
    """Whole factors, the constant rounded up to their scale, and the scale."""
    factors = expression.terms
    scale = lcm(*(c.denominator for c in factors.values()))
    terms = {x: int(c * scale) for x, c in factors.items()}
    return terms, ceil(expression.constant * scale), scale


def rounded_down(value: Fraction | int) -> int:
    """The largest whole number that is not above."""
    return floor(value)
