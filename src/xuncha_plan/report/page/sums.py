"""Sums that a moved visit may push over a bound: capacity, reserves, limits, bundles."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from xuncha_plan.model import Problem, Selection, Visit, Words, rounds_of
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.rules.limit import Limit
from xuncha_plan.rules.reserve import Reserve
from xuncha_plan.rules.together import Together

CAPACITY = Words("巡察组力量", "capacity of the team")
SIMPLE_PER = frozenset({"round", "year", "team"})


@dataclass(frozen=True)
class Sum:
    """A bound on what chosen visits add up to, in each group of `per`; numbers are exact.

    `weights` gives each visit's part, in the order of `visits`; None is its own load. Rounds and
    teams by their numbers, and modes, do not restrict where they are None. `most` has one bound
    for all groups, or one a group: a round by its number, a team by its number, a year.
    """

    name: str
    per: tuple[str, ...]
    visits: tuple[int, ...]
    most: Fraction | dict[str, Fraction]
    weights: tuple[Fraction, ...] | None = None
    rounds: tuple[int, ...] | None = None
    teams: tuple[int, ...] | None = None
    modes: tuple[str, ...] | None = None
    is_soft: bool = False


@dataclass(frozen=True)
class Bundle:
    """Visits that belong in rounds at most `within` apart, by one team where that is wanted."""

    name: str
    visits: tuple[int, ...]
    within: int
    by_one_team: bool
    is_soft: bool


def sums(basis: Basis) -> Iterator[Sum]:
    """Every bound from above that a move can break."""
    problem, visits = basis.problem, [stay.visit for stay in basis.stays]
    yield _capacity(basis, visits)
    for rule in problem.rules:
        match rule:
            case Reserve():
                yield _reserve(problem, rule, visits)
            case Limit() if _is_simple(rule):
                yield _limit(problem, rule, visits)


def bundles(basis: Basis) -> Iterator[Bundle]:
    """Every group of targets that is to be covered together."""
    for rule in basis.problem.rules:
        if isinstance(rule, Together):
            for group in rule.groups(basis.problem).values():
                numbers = tuple(
                    n
                    for n, stay in enumerate(basis.stays)
                    if stay.visit.target.id in group and stay.visit.purpose == "coverage"
                )
                is_soft = rule.tier is not None
                yield Bundle(rule.title_or_name, numbers, rule.within, rule.same_team, is_soft)


def _capacity(basis: Basis, visits: list[Visit]) -> Sum:
    problem = basis.problem
    most = {
        f"{i}|{n}": problem.capacity([r.id], frozenset({team.id}))
        for i, r in enumerate(problem.ordered)
        for n, team in enumerate(problem.teams)
        if team.id in problem.present(r.id)
    }
    return Sum(basis.say(CAPACITY), ("round", "team"), tuple(range(len(visits))), most)


def _reserve(problem: Problem, rule: Reserve, visits: list[Visit]) -> Sum:
    periods = problem.periods(rule.per, rounds_of(problem, rule.rounds))
    most = {
        period.name if rule.per == "year" else str(problem.index[period.name]): problem.capacity(
            period.rounds
        )
        * (1 - rule.share)
        for period in periods
    }
    chosen = tuple(n for n, visit in enumerate(visits) if visit.purpose != "special")
    rounds = tuple(problem.index[r] for period in periods for r in sorted(period.rounds))
    return Sum(
        rule.title_or_name,
        (rule.per,),
        chosen,
        most,
        rounds=rounds,
        is_soft=rule.tier is not None,
    )


def _is_simple(rule: Limit) -> bool:
    """Whether a limit bounds from above, by a number, in groups that a move can change."""
    bound = rule.at_most
    return bound is not None and not bound.is_share and set(rule.per) <= SIMPLE_PER


def _limit(problem: Problem, rule: Limit, visits: list[Visit]) -> Sum:
    selection = rule.visits(problem)
    anywhere = Selection(targets=selection.targets, purposes=selection.purposes)
    chosen = tuple(n for n, visit in enumerate(visits) if anywhere.takes(visit))
    own_load = rule.unit == "load"
    teams = [n for n, team in enumerate(problem.teams) if team.id in (selection.teams or ())]
    rounds = [n for n, r in enumerate(problem.ordered) if r.id in (selection.rounds or ())]
    return Sum(
        rule.title_or_name,
        rule.per,
        chosen,
        Fraction(0) if rule.at_most is None else rule.at_most.value,
        weights=None if own_load else tuple(visits[n].size(rule.unit) for n in chosen),
        rounds=None if selection.rounds is None else tuple(rounds),
        teams=None if selection.teams is None else tuple(teams),
        modes=None if selection.modes is None else tuple(sorted(selection.modes)),
        is_soft=rule.tier is not None,
    )
