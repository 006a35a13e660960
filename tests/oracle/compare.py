"""Solver and plain model, side by side: what they disagree on."""

from collections.abc import Iterator
from fractions import Fraction
from random import Random
from threading import Event

from tests.oracle.plain_reading import capacity, rounds_of
from tests.oracle.plain_search import Answer, answer, any_plan
from tests.rules.fixed import least_slack
from xuncha_plan.check import findings, plan_of, tier_values
from xuncha_plan.check.built_in import built_in
from xuncha_plan.model import PlanRecord, Problem, Rule
from xuncha_plan.rules.balance import Balance
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.news import Bounded, Ended, Found, News
from xuncha_plan.solver.process.believed import Believed
from xuncha_plan.solver.search.engine import search
from xuncha_plan.solver.settings import Settings

SECONDS = 30.0


def solved(problem: Problem) -> tuple[Ended, Believed, bool]:
    """How the search ends, what the checker believes of what it told, whether time ran out."""
    believed = Believed(problem)

    def tell(news: News) -> None:
        if isinstance(news, Found):
            believed.take(news)
        elif isinstance(news, Bounded):
            believed.hear(news)

    clock = Clock.of(SECONDS)
    ended = search(problem, Settings(time_limit=SECONDS, workers=2), clock, tell, Event())
    return ended, believed, clock.left() <= 0


def disagreements(problem: Problem, plain: Answer | None = None) -> list[str]:
    """Everything in which solver, checker and plain model differ; nothing where time ran out."""
    plain = answer(problem, SECONDS) if plain is None else plain
    if plain.verdict == "unknown":
        return []
    if any(is_bounded_alone(problem, rule) for rule in problem.rules):
        return []
    ended, believed, is_late = solved(problem)
    found = list(_of_checker(problem, plain))
    if believed.refused:
        found.append(f"the checker refuses a plan of the solver: {believed.refused}")
    if ended.verdict == "out_of_time":
        return found
    if plain.verdict == "infeasible":
        return found if ended.verdict == "infeasible" else [*found, f"{ended.verdict}, infeasible"]
    if ended.verdict != "done":
        return [*found, f"{ended.verdict}, but there is a plan: {plain.visits}"]
    return [*found, *_of_tiers(problem, plain, believed, is_late=is_late)]


def disagreements_on_any_plan(problem: Problem, random: Random) -> list[str]:
    """In what checker, demands and plain model differ about a plan that may break every rule."""
    plain = any_plan(problem, random)
    if plain.verdict != "optimal":
        return ["no amounts fit a plan that keeps what is built in"]
    built = [finding.say("en") for finding in built_in(plan_of(problem, PlanRecord(plain.visits)))]
    return [*built, *_of_amounts(problem, plain), *_of_demands(problem, plain)]


def _of_demands(problem: Problem, plain: Answer) -> Iterator[str]:
    plan = plan_of(problem, PlanRecord(plain.visits))
    for rule, its in zip(problem.rules, plain.amounts, strict=True):
        slack = least_slack(rule, plan)
        if slack != its and not is_bounded_alone(problem, rule):
            yield f"{rule.title_or_name}: the demands lack {slack}, the plain model {its}"


def is_bounded_alone(problem: Problem, rule: Rule) -> bool:
    """Whether a rule's amount is known from below only: a range with a band and no shares.

    Without any capacity there are no shares, and the least amount beyond a band is not linear.
    """
    if not isinstance(rule, Balance) or rule.measure != "range" or not rule.allow.value:
        return False
    rounds = rounds_of(rule.rounds, problem)
    teams = [t.id for t in problem.teams if rule.teams is None or t.id in rule.teams]
    if rule.by == "team":  # then each round or year has shares of its own
        return any(not capacity(problem, [r], teams) for r in rounds)
    return not capacity(problem, rounds, teams)


def _of_checker(problem: Problem, plain: Answer) -> Iterator[str]:
    """The checker against the plain model's own plan: nothing forbidden, the same amounts."""
    if plain.verdict != "optimal":
        return
    for finding in findings(problem, PlanRecord(plain.visits)):
        if finding.is_breach:
            yield f"the checker refuses the plain model's plan: {finding.say('en')}"
    yield from _of_amounts(problem, plain)


def _of_amounts(problem: Problem, plain: Answer) -> Iterator[str]:
    plan = plan_of(problem, PlanRecord(plain.visits))
    for rule, its in zip(problem.rules, plain.amounts, strict=True):
        amount = sum((finding.amount for finding in rule.check(plan)), Fraction(0))
        if amount != its:
            yield f"{rule.title_or_name}: the checker counts {amount}, the plain model {its}"


def _of_tiers(
    problem: Problem, plain: Answer, believed: Believed, *, is_late: bool
) -> Iterator[str]:
    record = believed.record()
    assert record is not None
    values = tier_values(plan_of(problem, record))
    for tier, best, claim in zip(problem.tiers, plain.best, record.tiers, strict=True):
        value = values[tier.id]
        most = best + abs(best) * tier.tolerance
        if value > most and not is_late:
            yield f"{tier.id}: {value} is worse than {best}"
        if claim.bound is not None and claim.bound > best:
            yield f"{tier.id}: the bound {claim.bound} is above the best, {best}"
        if claim.status != "optimal" and not is_late:
            yield f"{tier.id}: {value} is not proved, bound {claim.bound}, best {best}"
        if value < best:
            yield f"{tier.id}: {value} is better than {best}"
        if (is_late and value != best) or (tier.tolerance and claim.bound != best):
            return  # later tiers are kept to other limits
