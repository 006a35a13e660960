"""A plan put into the solver's own formulation, every count fixed."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations, product

from xuncha_plan.check.built_in import built_in
from xuncha_plan.model import Exact, Linear, Plan, Problem, Rule, Visit
from xuncha_plan.solver.engines.cpsat import CpSat
from xuncha_plan.solver.engines.effort import Effort
from xuncha_plan.solver.formulation.classes import Alike, slots
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.formulation.program import worth
from xuncha_plan.solver.formulation.tiers import pose

Classes = tuple[Alike, ...]
EFFORT = Effort(seconds=30, workers=1)


def one_by_one(problem: Problem) -> Classes:
    """Every target a class of its own."""
    return tuple(Alike((t.id,), tuple(slots(problem, t))) for t in problem.targets)


def least_amount(rule: Rule, plan: Plan, classes: Classes) -> Exact | None:
    """What the solver makes of a rule once every count is the plan's; None: it forbids them."""
    counts = Counts(plan.problem, classes)
    posed = pose(counts, plan.problem.tiers, [rule])
    class_of = {target: i for i, one in enumerate(classes) for target in one.members}
    wanted = Counter(
        (class_of[v.target.id], v.purpose, v.round.id, v.mode, v.team.id if v.team else None)
        for v in plan.visits
    )
    for cell in list(counts.cells()):
        for team, unknown in cell.unknowns.items():
            number = wanted.pop(
                (cell.of, cell.slot.purpose, cell.slot.round, cell.slot.mode, team), 0
            )
            counts.program.at_most(Linear({unknown: 1}), number, equal=True)
    assert not wanted, f"the solver has no place for {wanted}"
    solver = CpSat(counts.program)
    amount = posed.tiers[plan.problem.tiers[0].id]
    solver.minimize(amount)
    answer = solver.solve(EFFORT)
    if answer.values is None:
        assert answer.verdict == "infeasible"
        return None
    assert answer.verdict == "optimal"
    return worth(amount, answer.values)


def exchanged(plan: Plan, classes: Classes) -> Iterator[Plan]:
    """Every plan with the same counts that keeps what is built in."""
    class_of = {target: one.members for one in classes for target in one.members}
    cells: dict[tuple[object, ...], list[Visit]] = defaultdict(list)
    for v in plan.visits:
        cells[class_of[v.target.id], v.purpose, v.round.id, v.mode, v.team].append(v)
    choices = [
        [
            [
                _moved(plan.problem, visit, member)
                for visit, member in zip(visits, those, strict=True)
            ]
            for those in combinations(class_of[visits[0].target.id], len(visits))
        ]
        for visits in cells.values()
    ]
    for chosen in product(*choices):
        other = Plan(plan.problem, tuple(visit for visits in chosen for visit in visits))
        if not any(True for _ in built_in(other)):
            yield other


def _moved(problem: Problem, visit: Visit, target: str) -> Visit:
    team = visit.team.id if visit.team else None
    return Plan.visit(problem, target, visit.purpose, visit.round.id, visit.mode, team)
