"""A plan changed by hand: the checker finds something exactly when the solver forbids it."""

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from tests.oracle import draw
from tests.oracle.test_agreement import solved
from xuncha_plan.check import findings
from xuncha_plan.model import CATALOGUE, Linear, Plan, PlanRecord, Problem, Visit, VisitRecord
from xuncha_plan.solver.engines.cpsat import CpSat
from xuncha_plan.solver.engines.effort import Effort
from xuncha_plan.solver.formulation.classes import Alike, slots
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.formulation.tiers import pose

MUTATIONS = 6


def is_allowed(plan: Plan) -> bool:
    """Whether the solver's program, every count fixed to the plan's, has a solution."""
    problem = plan.problem
    alone = tuple(Alike((t.id,), tuple(slots(problem, t))) for t in problem.targets)
    counts = Counts(problem, alone)
    pose(counts, problem.tiers, problem.rules)
    wanted = Counter(
        (v.target.id, v.purpose, v.round.id, v.mode, v.team.id if v.team else None)
        for v in plan.visits
    )
    for cell in list(counts.cells()):
        (target,) = alone[cell.of].members
        for team, x in cell.unknowns.items():
            key = (target, cell.slot.purpose, cell.slot.round, cell.slot.mode, team)
            counts.program.at_most(Linear({x: 1}), wanted.pop(key, 0), equal=True)
    if wanted:
        return False  # the solver has no place for such a visit
    return CpSat(counts.program).solve(Effort(30, workers=1)).values is not None


def mutated(problem: Problem, plan: Plan, random: Random) -> Iterator[Plan]:
    """Plans that differ in one visit: moved, lost, doubled, or one too many."""
    for _ in range(MUTATIONS):
        visits = list(plan.visits)
        how = random.choice(["move", "move", "move", "lose", "double", "add"])
        if not visits or how == "add":
            visits.append(anywhere(problem, random))
        else:
            i = random.randrange(len(visits))
            match how:
                case "move":
                    visits[i] = moved(problem, visits[i], random)
                case "lose":
                    del visits[i]
                case "double":
                    visits.append(moved(problem, visits[i], random))
        yield Plan(problem, tuple(visits))


def anywhere(problem: Problem, random: Random) -> Visit:
    return Plan.visit(
        problem,
        random.choice(problem.targets).id,
        random.choice(["coverage", "lookback", "special"]),
        random.choice(problem.rounds).id,
        random.choice(list(CATALOGUE)),
        random.choice([None, *problem.team]),
    )


def moved(problem: Problem, visit: Visit, random: Random) -> Visit:
    other = anywhere(problem, random)
    r, mode, team = visit.round, visit.mode, visit.team
    match random.choice(["round", "mode", "team"]):
        case "round":
            r = other.round
        case "mode":
            mode = other.mode
        case "team":
            team = other.team
    return Plan.visit(
        problem, visit.target.id, visit.purpose, r.id, mode, team.id if team else None
    )


@pytest.mark.parametrize("seed", range(120))
def test_check_finds_a_breach_exactly_when_the_solver_forbids_the_plan(seed: int) -> None:
    problem = draw.problem(seed)
    _, believed = solved(problem)
    if believed.visits is None:
        return
    best = Plan(
        problem,
        tuple(
            Plan.visit(problem, v.target, v.purpose, v.round, v.mode, v.team)  # type: ignore[arg-type]
            for v in believed.visits
        ),
    )
    assert is_allowed(best)
    for plan in mutated(problem, best, Random(seed)):
        record = PlanRecord(tuple(VisitRecord.of(visit) for visit in plan.visits))
        breaches = [f.say("en") for f in findings(problem, record) if f.is_breach]
        assert bool(breaches) != is_allowed(plan), (breaches, plan.visits)
