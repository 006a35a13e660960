from fractions import Fraction
from pathlib import Path

from instances import store
from rivals.stated import SCALE, Asked, Node, Row, Stated

from xuncha_plan.check import plan_of, tier_values
from xuncha_plan.files.plan_file import read_plan
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.model import Plan, Visit


def test_what_timefold_is_told_is_what_the_checker_finds(tmp_path: Path) -> None:
    path = store(tmp_path, 7, 60, 2)
    problem = read_problem(path).problem
    plan = plan_of(problem, read_plan(path.with_name(f"{path.stem}-hidden-plan.yaml")))
    stated = Stated(problem)
    chosen = places(stated, plan)
    hard, tiers = 0, {tier.id: 0 for tier in problem.tiers}
    for rule in problem.rules:
        for one in stated.asked(rule):
            amount = row(one, chosen) if isinstance(one, Row) else demand(one, chosen)
            if rule.tier is None:
                hard += amount
            else:
                tiers[rule.tier] += amount
    hard += sum(demand(one, chosen) for one in stated.capacity())
    assert hard == 0
    for tier, value in tier_values(plan).items():
        assert abs(Fraction(tiers[tier], SCALE) - value) < Fraction(1, 10)


def places(stated: Stated, plan: Plan) -> dict[int, int]:
    have = {key(visit) for visit in plan.visits}
    found = {}
    for c, choice in enumerate(stated.choices):
        fits = [p for p, place in enumerate(choice.places) if {key(v) for v in place} <= have]
        found[c] = max(fits, key=lambda p: len(choice.places[p]))  # an empty place fits as well
    return found


def key(visit: Visit) -> tuple[object, ...]:
    team = None if visit.team is None else visit.team.id
    return (visit.target.id, visit.purpose, visit.round.id, visit.mode, team)


def demand(one: Asked, chosen: dict[int, int]) -> int:
    return max(0, one.base + sum(node(its, chosen) for its in one.nodes))


def node(one: Node, chosen: dict[int, int]) -> int:
    values = [row(its, chosen) for its in one.rows]
    return one.factor * (values[0] > 0) if one.factor else max(values)


def row(one: Row, chosen: dict[int, int]) -> int:
    return one.base + sum(x for (c, p), x in one.amounts.items() if chosen[c] == p)
