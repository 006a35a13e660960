"""Small random problems with an old plan, good or bad, and what is closed and filed."""

from fractions import Fraction
from random import Random

from tests.oracle.enumerate import choices
from xuncha_plan.model import Plan, Problem, VisitRecord
from xuncha_plan.solver.replanning.rules import Begun, Change

COSTS: tuple[dict[str, int], ...] = (
    {"target": 1},
    {"round": 2, "mode": 1, "team": 1},
    {"round": 1},
)


def any_plan(problem: Problem, random: Random) -> Plan:
    """A plan good or bad: each target keeps what is built in, capacity and rules aside."""
    visits = [random.choice(choices(problem, target)) for target in problem.targets]
    return Plan(problem, tuple(visit for some in visits for visit in some))


def old_visits(problem: Problem, random: Random) -> tuple[VisitRecord, ...]:
    """An old plan: places that the problem offers, and some that it does not."""
    visits = [VisitRecord.of(visit) for visit in any_plan(problem, random).visits]
    teams = [*problem.team]
    for target in problem.target:
        if random.random() < 0.2 and teams:
            r = random.choice([*problem.round])
            visits.append(VisitRecord(target, "coverage", r, "self_run", random.choice(teams)))
    places = {(v.target, v.purpose, v.round): v for v in visits}
    return tuple(places.values())


def change(problem: Problem, old: tuple[VisitRecord, ...], random: Random, tier: str) -> Change:
    """What counts as change: now and then with closed rounds, filed years and costs by part."""
    rounds = [r.id for r in problem.ordered]
    return Change(
        tier=tier,
        cost=random.choice(COSTS),
        closed=frozenset(rounds[: random.choice((0, 0, 1))]),
        filed=frozenset(random.choice(([], [], rounds[-1:], rounds[1:]))),
        filed_cost=Fraction(random.choice((1, 3))),
        new_cost=Fraction(random.choice((0, 0, 1))),
        old=old,
    )


def begun(problem: Problem, old: tuple[VisitRecord, ...], rounds: frozenset[str]) -> Begun:
    """The first rounds as they were."""
    return Begun(rounds=rounds, old=tuple(v for v in old if v.round in rounds))
