"""CP-SAT: exact; proofs for small programs, improvement and dispatch for large ones."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from math import ceil, floor, lcm

from ortools.sat.python import cp_model

from xuncha_plan.model import Exact, Linear
from xuncha_plan.solver.engines.effort import Answer, Effort, Verdict
from xuncha_plan.solver.formulation.program import Program, Row, Values, worth

_NO_BOUND = -(2**62)
_STEP = 0.02  # seconds between two looks at whether to stop

_VERDICTS: dict[object, Verdict] = {
    cp_model.OPTIMAL: "optimal",
    cp_model.FEASIBLE: "feasible",
    cp_model.INFEASIBLE: "infeasible",
    cp_model.MODEL_INVALID: "invalid",
}


class CpSat:
    """One program in CP-SAT; rows may be added, the objective may change."""

    def __init__(self, program: Program, model: cp_model.CpModel | None = None) -> None:
        """`model` is the program's own, made before; None makes it."""
        self._program = program
        self._objective: Linear | None = None
        self._scale = Fraction(1)
        self._stepped = {x for x, v in enumerate(program.variables) if v.step != 1}
        if model is not None:
            count = range(len(program.variables))
            self._model, self._unknowns = (
                model,
                [model.get_int_var_from_proto_index(i) for i in count],
            )
            return
        self._model = cp_model.CpModel()
        self._unknowns = [
            self._model.new_int_var(ceil(v.low / v.step), floor(v.high / v.step), "")
            for v in program.variables
        ]
        for row in program.rows:
            self.add(row)
        for z, x in program.squares.items():
            square, root = self._unknowns[z], self._unknowns[x]
            self._model.add_multiplication_equality(square, [root, root])
        if program.is_impossible:
            self._model.add_bool_or([])

    def copy(self) -> "CpSat":
        """The same program again, to add other rows to; building anew takes ten times as long."""
        return CpSat(self._program, self._model.clone())

    def add(self, row: Row) -> None:
        """Add a row; written into the model's data at once, which is three times as fast."""
        factors, scale = self._scaled(row.terms)
        high = floor(row.high * scale)
        if row.equal and high != row.high * scale:
            self._model.add_bool_or([])
            return
        linear = self._model.proto.constraints.add().linear
        linear.vars.extend(list(row.terms))
        linear.coeffs.extend(factors)
        linear.domain.extend([high if row.equal else _NO_BOUND, high])

    def _scaled(self, terms: Mapping[int, Exact]) -> tuple[list[int], int]:
        """Whole factors of the unknowns in their steps, and what they were multiplied by."""
        factors: list[Exact] = list(terms.values())
        if not self._stepped.isdisjoint(terms):
            steps = self._program.variables
            factors = [c * steps[x].step for x, c in terms.items()]
        scale = lcm(*(c.denominator for c in factors))
        return [int(c * scale) for c in factors], scale

    def minimize(self, objective: Linear | None) -> None:
        """Set what is minimised; None asks for any plan."""
        self._objective = objective
        self._model.clear_objective()  # type: ignore[no-untyped-call]
        if objective is None or not objective.terms:
            return
        factors, scale = self._scaled(objective.terms)
        self._scale = Fraction(scale)
        unknowns = [self._unknowns[x] for x in objective.terms]
        self._model.minimize(cp_model.LinearExpr.weighted_sum(unknowns, factors))

    def hint(self, values: Mapping[int, Exact]) -> None:
        """Where to look first: values of variables, all of them where possible."""
        self._model.clear_hints()  # type: ignore[no-untyped-call]
        steps, hint = self._program.variables, self._model.proto.solution_hint
        hint.vars.extend(list(values))
        hint.values.extend([int(value / steps[x].step) for x, value in values.items()])

    def solve(
        self,
        effort: Effort,
        better: Callable[[Values, Fraction], None] | None = None,
        bound: Callable[[Fraction], None] | None = None,
        stop: threading.Event | None = None,
    ) -> Answer:
        """Solve; `better` and `bound` are called from other threads as the search goes on.

        By `work`, they are called once, at the end: the order of what comes before is chance.
        """
        if effort.work is not None:
            answer = self._solved(effort, None, None, stop)
            if better is not None and answer.values is not None and self._objective is not None:
                better(answer.values, Fraction(worth(self._objective, answer.values)))
            return answer
        return self._solved(effort, better, bound, stop)

    def _solved(
        self,
        effort: Effort,
        better: Callable[[Values, Fraction], None] | None,
        bound: Callable[[Fraction], None] | None,
        stop: threading.Event | None,
    ) -> Answer:
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        if effort.work is None:
            parameters.max_time_in_seconds = max(0.01, effort.seconds)
        else:
            parameters.interleave_search = True  # workers take turns, in an order that is fixed
            parameters.max_deterministic_time = max(0.01, effort.seconds)
        parameters.num_workers = effort.workers
        parameters.random_seed = effort.seed
        parameters.relative_gap_limit = effort.gap
        if effort.only_improve:
            parameters.use_lns_only = True
            parameters.num_workers = min(effort.workers, 4)
        parameters.symmetry_level = 1  # level 2 can lose a complete hint in presolve
        if bound is not None:
            solver.best_bound_callback = lambda value: bound(self._lifted(value))
        watch = _Watch(lambda x: self._passed_on(x, better))
        with _stopped_by(stop, solver):
            verdict = _VERDICTS.get(solver.solve(self._model, watch), "unknown")
        if effort.work is not None:
            effort.work.add(solver.response_proto.deterministic_time)
        if verdict not in ("optimal", "feasible"):
            return Answer(verdict)
        values = self._values(solver.value)
        if self._objective is None or not self._objective.terms:
            constant = Fraction(self._objective.constant) if self._objective else None
            return Answer("optimal", values, constant)
        return Answer(verdict, values, self._lifted(solver.best_objective_bound))

    def _passed_on(
        self, found: "_Watch", better: Callable[[Values, Fraction], None] | None
    ) -> None:
        if better is not None:
            objective = round(found.objective_value) / self._scale
            constant = Fraction(self._objective.constant) if self._objective else Fraction(0)
            better(self._values(found.value), objective + constant)

    def _values(self, value: Callable[[cp_model.IntVar], int]) -> Values:
        return [
            value(unknown) * variable.step
            for unknown, variable in zip(self._unknowns, self._program.variables, strict=True)
        ]

    def _lifted(self, bound: float) -> Fraction:
        """A bound of the scaled objective, which is whole, as one of the objective."""
        constant = Fraction(self._objective.constant) if self._objective else Fraction(0)
        return ceil(bound - 1e-6) / self._scale + constant


class _Watch(cp_model.CpSolverSolutionCallback):
    """Hands every better plan on."""

    def __init__(self, found: Callable[["_Watch"], None]) -> None:
        super().__init__()
        self._found = found

    def on_solution_callback(self) -> None:
        """Called by the solver, from one of its threads."""
        self._found(self)


@contextmanager
def _stopped_by(stop: threading.Event | None, solver: cp_model.CpSolver) -> Iterator[None]:
    """Ends the search soon after the event is set, whether or not plans are found."""
    if stop is None:
        yield
        return
    over = threading.Event()

    def watch() -> None:
        while not over.wait(_STEP):
            if stop.is_set():
                solver.stop_search()

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        over.set()
