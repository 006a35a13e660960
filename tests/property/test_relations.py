"""Two problems of which something is known whatever the optimum is."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

import pytest

from tests.oracle import draw
from tests.oracle.test_agreement import solved
from tests.property.changed import changed
from tests.rules.counted import one_by_one
from xuncha_plan.check import findings, tier_values
from xuncha_plan.model import (
    Amount,
    Plan,
    PlanRecord,
    Problem,
    Round,
    Rule,
    Tier,
    VisitRecord,
)
from xuncha_plan.rules import REGISTRY
from xuncha_plan.solver.engines.cpsat import CpSat
from xuncha_plan.solver.engines.effort import Effort
from xuncha_plan.solver.formulation.classes import classes
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.formulation.program import Row
from xuncha_plan.solver.formulation.tiers import pose
from xuncha_plan.solver.search import engine

CASES = int(os.environ.get("XUNCHA_CASES", "20"))  # a night takes thousands
FIRST = int(os.environ.get("XUNCHA_FIRST", "0"))
ASKING = frozenset({"coverage", "lookback", "special", "directive"})  # say which visits may be

drawn = pytest.mark.parametrize("seed", range(FIRST, FIRST + CASES))
Optimum = tuple[Fraction, ...] | None  # each tier's value, proved; None: no plan can be


def problem_of(seed: int, *, targets: int = 7, rounds: int = 4) -> Problem:
    """A drawn problem; of three out of four most rules are softened, so that plans exist."""
    problem = draw.problem(seed, targets=targets, rounds=rounds, teams=3)
    if seed % 4 == 0:
        return problem
    soft = problem.tiers[-1].id
    rules = (
        r if r.tier or i % 3 == 2 else r.replace(tier=soft) for i, r in enumerate(problem.rules)
    )
    return with_rules(problem, rules)


def optimum(problem: Problem) -> Optimum:
    return optimum_and_plan(problem)[0]


def optimum_and_plan(problem: Problem) -> tuple[Optimum, Plan]:
    """What is proved, and a plan that is worth it; an empty one where none can be."""
    ended, believed = solved(problem)
    record = believed.record()
    if record is None:
        assert ended.verdict == "infeasible"
        return None, Plan(problem, ())
    assert (ended.verdict, record.status) == ("done", "optimal")
    return tuple(believed.values.values()), of_records(problem, record.visits)


@cache
def drawn_optimum(seed: int) -> Optimum:
    return optimum(problem_of(seed))


def no_worse(one: Optimum, other: Optimum) -> bool:
    """Whether the first is as good as the second, tier before tier."""
    return other is None or (one is not None and one <= other)


def of_records(problem: Problem, visits: Iterable[VisitRecord]) -> Plan:
    return Plan(
        problem,
        tuple(
            Plan.visit(problem, v.target, v.purpose, v.round, v.mode, v.team)  # type: ignore[arg-type]
            for v in visits
        ),
    )


def with_rules(problem: Problem, rules: Iterable[Rule]) -> Problem:
    return problem.replace(rules=tuple(rules))


# The same problem, said otherwise.


@drawn
def test_classes_or_one_target_at_a_time(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = problem_of(seed, targets=8, rounds=5)
    in_classes = optimum(problem)
    monkeypatch.setattr(engine, "classes", one_by_one)
    assert in_classes == optimum(problem)


@drawn
def test_by_levels_or_all_at_once(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = drawn_optimum(seed)
    monkeypatch.setattr(engine, "LARGE", -1)
    assert at_once == optimum(problem_of(seed))


@drawn
def test_names_mean_nothing(seed: int) -> None:
    problem = problem_of(seed)
    names = [x.id for x in (*problem.targets, *problem.rounds, *problem.teams, *problem.tiers)]
    names += [*draw.REGIONS, *draw.SECTORS, *draw.KINDS, "a", "b", "afar"]
    others = [f"甲{i}" for i in range(len(names))]
    Random(seed).shuffle(others)
    # rounds that start on one day would be told apart by their ids; drawn ones never do
    new = dict(zip(names, others, strict=True))
    renamed = changed(problem, lambda key, x: new.get(x, x) if isinstance(x, str) else x)
    assert drawn_optimum(seed) == optimum(renamed)


@drawn
def test_order_means_nothing(seed: int) -> None:
    problem, random = problem_of(seed), Random(seed)

    def shuffled(of: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(of, len(of)))

    # which of several rules a look-back or special visit answers goes by their order
    mixed = iter(shuffled(tuple(r for r in problem.rules if r.word not in ASKING)))
    rules = tuple(rule if rule.word in ASKING else next(mixed) for rule in problem.rules)
    other = problem.replace(
        targets=shuffled(problem.targets),
        rounds=shuffled(problem.rounds),
        teams=shuffled(problem.teams),
        rules=rules,
    )
    assert drawn_optimum(seed) == optimum(other)


@drawn
def test_teams_alike_exchange_their_rules(seed: int) -> None:
    problem = problem_of(seed)
    if len(problem.teams) < 2:
        return
    first, second, *rest = problem.teams
    problem = problem.replace(teams=(first, first.replace(id=second.id), *rest))
    swap = {first.id: second.id, second.id: first.id}
    swapped = changed(problem, lambda key, x: swap.get(x, x) if isinstance(x, str) else x)
    best, plan = optimum_and_plan(problem)
    assert best == optimum(swapped)
    records = (VisitRecord.of(visit) for visit in plan.visits)
    visits = tuple(replace(one, team=swap.get(one.team or "", one.team)) for one in records)
    breaches = [f for f in findings(swapped, PlanRecord(visits)) if f.is_breach]
    assert best is None or not breaches
    assert best in (None, tuple(tier_values(of_records(swapped, visits)).values()))


@drawn
def test_a_tag_that_no_rule_uses(seed: int) -> None:
    problem = problem_of(seed)
    if any(getattr(rule, "by", None) == "tag" for rule in problem.rules):
        return
    first, *rest = problem.targets
    tagged = problem.replace(targets=(first.replace(tags=(*first.tags, "unused")), *rest))
    assert len(classes(tagged)) == len(classes(problem))
    assert drawn_optimum(seed) == optimum(tagged)


@drawn
def test_a_tier_without_rules(seed: int) -> None:
    problem, place = problem_of(seed), seed % 3
    tiers = (*problem.tiers[:place], Tier(id="empty"), *problem.tiers[place:])
    best = drawn_optimum(seed)
    with_nothing = None if best is None else (*best[:place], Fraction(0), *best[place:])
    assert with_nothing == optimum(problem.replace(tiers=tiers))


@drawn
def test_later_tiers_are_later(seed: int) -> None:
    problem = problem_of(seed)
    last = REGISTRY["early"].model_validate({"tier": "last", "per": "day"})
    longer = problem.replace(tiers=(*problem.tiers, Tier(id="last")), rules=(*problem.rules, last))
    found = optimum(longer)
    assert drawn_optimum(seed) == (None if found is None else found[:-1])


# Another unit, another day.


@drawn
def test_the_unit_of_work(seed: int) -> None:
    """What counts work is weighed by so much less, so that its tiers stay what they are."""
    problem, times = problem_of(seed), Fraction(3)

    def amounts(key: str, value: Any) -> Any:
        return value * times if key in ("workload", "capacity") and value is not None else value

    scaled = changed(problem.replace(rules=()), amounts)
    rules = tuple(_in_unit(rule, times) for rule in problem.rules)
    assert drawn_optimum(seed) == optimum(scaled.replace(rules=rules))


def _in_unit(rule: Rule, times: Fraction) -> Rule:
    raw = rule.__dict__
    if rule.word == "special" and raw["workload"] is not None:
        return rule.replace(workload=raw["workload"] * times)
    counts_work = (
        rule.word == "reserve"
        or raw.get("unit") in ("workload", "load")
        or raw.get("weight_by") == "workload"
    )
    if not counts_work:
        return rule
    bounds = {
        key: Amount(bound.value * times)
        for key in ("at_least", "at_most", "allow")
        if isinstance(bound := raw.get(key), Amount) and not bound.is_share
    }
    power = 2 if raw.get("measure") == "squares" else 1
    return rule.replace(weight=rule.weight / times**power, **bounds)


@drawn
def test_the_weights_of_a_tier(seed: int) -> None:
    problem, times = problem_of(seed), Fraction(7, 2)
    first = problem.tiers[0].id
    rules = (r.replace(weight=r.weight * times) if r.tier == first else r for r in problem.rules)
    best = drawn_optimum(seed)
    weighed = None if best is None else (best[0] * times, *best[1:])
    assert weighed == optimum(with_rules(problem, rules))


@drawn
def test_a_year_of_fifty_two_weeks_later(seed: int) -> None:
    problem = problem_of(seed)
    if any(getattr(rule, "yearly", False) for rule in problem.rules):
        return

    def later(key: str, value: Any) -> Any:
        if key == "year":
            return None if value is None else value + 1
        return value + timedelta(364) if isinstance(value, date) else value

    stated = (r.replace(stated_year=r.year + 1) for r in problem.rounds)
    problem = problem.replace(rounds=tuple(stated))
    assert drawn_optimum(seed) == optimum(changed(problem, later))


@drawn
def test_a_round_in_which_nobody_may_work(seed: int) -> None:
    problem = problem_of(seed)
    if any(rule.word == "balance" for rule in problem.rules):
        return
    old = frozenset(problem.round)
    empty = Round(id="empty", start=date(2031, 1, 1), end=date(2031, 2, 1), purposes=())
    teams = (t if t.rounds is not None else t.replace(rounds=old) for t in problem.teams)
    longer = problem.replace(rounds=(*problem.rounds, empty), teams=tuple(teams))
    assert drawn_optimum(seed) == optimum(longer)


# More may be done, or less.


@drawn
def test_twice_the_capacity(seed: int) -> None:
    problem = problem_of(seed)
    teams = tuple(t.replace(capacity=(t.capacity or 0) * 2) for t in problem.teams)
    assert no_worse(optimum(problem.replace(teams=teams)), drawn_optimum(seed))


@drawn
def test_without_one_of_the_hard_rules(seed: int) -> None:
    problem = problem_of(seed)
    for rule in problem.rules:
        if rule.tier is None and rule.word not in ASKING:
            fewer = with_rules(problem, (one for one in problem.rules if one is not rule))
            assert no_worse(optimum(fewer), drawn_optimum(seed)), rule


@drawn
def test_with_a_rule_more(seed: int) -> None:
    """A rule of another problem's, made hard; ids that this one lacks select nothing."""
    problem = problem_of(seed)
    for rule in problem_of(seed + 100_000).rules:
        if rule.word in ASKING or rule.always_soft or not _is_at_home(rule, problem):
            continue
        more = with_rules(problem, (*problem.rules, rule.replace(tier=None)))
        assert no_worse(drawn_optimum(seed), optimum(more)), rule


def _is_at_home(rule: Rule, problem: Problem) -> bool:
    return rule.word != "pinned" or (
        rule.__dict__["target"] in problem.target
        and rule.__dict__["round"] in problem.round
        and rule.__dict__["team"] in (None, *problem.team)
    )


@drawn
def test_a_soft_rule_made_hard(seed: int) -> None:
    problem = problem_of(seed)
    for rule in problem.rules:
        if rule.tier is not None and not rule.always_soft:
            rules = (one.replace(tier=None) if one is rule else one for one in problem.rules)
            harder = with_rules(problem, rules)
            assert no_worse(drawn_optimum(seed), optimum(harder)), rule


@drawn
def test_hard_rules_twice(seed: int) -> None:
    """And their bounds looser by one; a special rule said twice asks for two visits."""
    problem = problem_of(seed)
    hard = [r for r in problem.rules if r.tier is None and r.word != "special"]
    copies = [r.replace() for r in hard]
    looser = [r.replace(at_most=_more(r)) for r in hard if _more(r) is not None]
    more = with_rules(problem, [*problem.rules, *copies, *looser])
    assert drawn_optimum(seed) == optimum(more)


def _more(rule: Rule) -> Any:
    match rule.__dict__.get("at_most"):
        case Amount(value, False):
            return Amount(value + 1)
        case int() as number:
            return number + 1
    return None


# The best plan again.


@drawn
def test_the_best_plan_pinned_visit_by_visit(seed: int) -> None:
    best, plan = optimum_and_plan(problem_of(seed))
    pins = list(_pins(plan))
    for some in (pins[:1], pins[: len(pins) // 2], pins):
        pinned = with_rules(plan.problem, (*plan.problem.rules, *some))
        assert best == optimum(pinned)


def _pins(plan: Plan) -> Iterator[Rule]:
    for visit in plan.visits:
        place = {"round": visit.round.id, "mode": visit.mode}
        if visit.team is not None:
            place["team"] = visit.team.id
        yield REGISTRY["pinned"].model_validate(
            {"target": visit.target.id, "purpose": visit.purpose, **place}
        )


@drawn
def test_no_plan_is_better_than_the_best(seed: int) -> None:
    best, problem = drawn_optimum(seed), problem_of(seed)
    posed = pose(Counts(problem, classes(problem)), problem.tiers, problem.rules)
    program, first = posed.counts.program, posed.tiers[problem.tiers[0].id]
    if best is None or not first.terms:
        return
    for high, verdict in ((best[0], "optimal"), (best[0] - program.step(first), "infeasible")):
        model = CpSat(program)
        model.add(Row(dict(first.terms), high - first.constant))
        assert model.solve(Effort(30, workers=1)).verdict == verdict
