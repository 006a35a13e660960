"""Which part of a plan to decide anew: large enough to gain, small enough to be solved in seconds.

Measured at 134 targets: the whole program with teams found nothing in 20 s, where two years at a
time took risk from 479 to its proved best; each takes CP-SAT one to five seconds.
"""

from collections.abc import Callable, Iterator
from itertools import combinations, islice
from random import Random

from xuncha_plan.model import Problem
from xuncha_plan.solver.formulation.cells import Key, Solution, Team

Frees = Callable[[Key, Team], bool]
LARGEST = 12_000  # counts that a part may free


def years_of(problem: Problem, *plans: Solution) -> Frees:
    """Whatever keeps each class to the years in which one of the plans has it."""

    def place(key: Key) -> tuple[int, str, int]:
        return key[0], key[1].purpose, problem.round[key[1].round].year

    places = {place(key) for plan in plans for key in plan}
    return lambda key, team: place(key) in places


def teams_of(plan: Solution) -> Frees:
    """Whatever keeps each class to its rounds and modes: who comes is open."""
    return lambda key, team: key in plan


def within(rounds: frozenset[str]) -> Frees:
    """Whatever lies in some rounds."""
    return lambda key, team: key[1].round in rounds


def both(one: Frees, other: Frees) -> Frees:
    """What both free."""
    return lambda key, team: one(key, team) and other(key, team)


def of_teams(teams: frozenset[str]) -> Frees:
    """Whatever some teams take, or the superior's."""
    return lambda key, team: team is None or team in teams


def spans(problem: Problem) -> list[frozenset[str]]:
    """Two years at a time, or all rounds where there are fewer."""
    in_year = {y: frozenset(r.id for r in problem.rounds if r.year == y) for y in problem.years}
    if len(in_year) < 2:
        return [frozenset(problem.round)]
    return [in_year[a] | in_year[b] for a, b in combinations(problem.years, 2)]


def fitted(
    problem: Problem, frees: Frees, size: Callable[[Frees], int], random: Random
) -> Frees | None:
    """What is freed, cut down to a random choice of teams where it is too large."""
    whole = size(frees)
    if whole <= LARGEST:
        return frees if whole else None
    teams = [team.id for team in problem.teams]
    random.shuffle(teams)
    number = max(1, int(len(teams) * (LARGEST / whole)))
    return both(frees, of_teams(frozenset(islice(teams, number))))


def everything(key: Key, team: Team) -> bool:
    """The whole."""
    return True


def turns(
    problem: Problem, best: Callable[[], Solution], size: int, random: Random
) -> Iterator[Frees]:
    """One turn through the neighbourhoods of the best plan: teams, years as they are, two years.

    Where the whole is as small as a part it is asked itself, in place of two years.
    """
    yield teams_of(best())
    yield years_of(problem, best())
    if size <= LARGEST:
        return
    order = spans(problem)
    random.shuffle(order)
    yield from map(within, order)
