"""The plain model solved tier by tier; nothing is shared with the solver that it judges."""

from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Literal

from ortools.sat.python import cp_model

from tests.oracle import plain_order, plain_rules, plain_wishes
from tests.oracle.plain_model import Plain
from tests.oracle.plain_sums import Sum, add_up
from xuncha_plan.model import Problem, Rule, VisitRecord


@dataclass(frozen=True)
class Answer:
    """`best` of each tier with earlier tiers within their tolerances; `amounts` of each rule."""

    verdict: Literal["optimal", "infeasible", "unknown"]
    best: tuple[Fraction, ...] = ()
    visits: tuple[VisitRecord, ...] = ()
    amounts: tuple[Fraction, ...] = field(default=())


def amount(rule: Rule, plain: Plain) -> Sum:
    """The amount of breach of a rule, whichever file says what it is."""
    for part in (plain_rules, plain_order, plain_wishes):
        if (says := getattr(part, rule.word, None)) is not None:
            return says(rule, plain)  # type: ignore[no-any-return]
    raise LookupError(rule.word)


def any_plan(problem: Problem, random: Random) -> Answer:
    """A plan that keeps what is built in, whatever the rules say of it, with their amounts."""
    plain = Plain(problem)
    amounts = [amount(rule, plain) for rule in problem.rules]
    plan = plain.any_plan(random)
    for visit in plain.visits:
        plain.at_most(visit.is_there, int(visit in plan))
        plain.at_most(-visit.is_there, -int(visit in plan))
    solver = cp_model.CpSolver()
    if solver.solve(plain.model) != cp_model.OPTIMAL:
        return Answer("infeasible")
    return Answer(
        "optimal",
        visits=tuple(map(plain.record, plan)),
        amounts=tuple(plain.value(its, solver) for its in amounts),
    )


def answer(problem: Problem, seconds: float = 60, workers: int = 2) -> Answer:
    """The optimum of every tier, or that no plan exists."""
    plain = Plain(problem)
    amounts = [amount(rule, plain) for rule in problem.rules]
    for rule, its in zip(problem.rules, amounts, strict=True):
        if rule.tier is None:
            plain.at_most(its, 0)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    status = solver.solve(plain.model)
    best = []
    for tier in problem.tiers:
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        worth = add_up(
            its * rule.weight
            for rule, its in zip(problem.rules, amounts, strict=True)
            if rule.tier == tier.id
        )
        plain.minimize(worth)
        status = solver.solve(plain.model)
        if status == cp_model.OPTIMAL:
            best.append(plain.value(worth, solver))
            plain.at_most(worth, best[-1] + abs(best[-1]) * tier.tolerance)
        elif status != cp_model.INFEASIBLE:
            break
    if status == cp_model.INFEASIBLE:
        return Answer("infeasible")
    if status != cp_model.OPTIMAL:
        return Answer("unknown")
    there = (v for v in plain.visits if plain.value(v.is_there, solver))
    return Answer(
        "optimal",
        tuple(best),
        tuple(plain.record(v) for v in there),
        tuple(plain.value(its, solver) for its in amounts),
    )
