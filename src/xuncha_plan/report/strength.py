"""Rounds and teams to begin with: two rounds a year, and so many teams that all targets fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from heapq import heapify, heapreplace
from math import ceil

from xuncha_plan.model import Round, Target

YEARS = 5
USUAL = 10  # team-weeks of a team in a round of three months
LOADED = Fraction(85, 100)  # of the strength, so that rules have room
_SEASONS = (((3, 1), (5, 31)), ((9, 1), (11, 30)))


@dataclass(frozen=True)
class Strength:
    """What a starter file assumes; `homeless` are the targets that no such round can take."""

    rounds: tuple[Round, ...]
    capacity: int
    teams: int
    homeless: tuple[Target, ...]


def strength(targets: Sequence[Target], first_year: int) -> Strength:
    """Five years of rounds, and the fewest teams (two at least) that a greedy plan needs."""
    rounds = tuple(_rounds(first_year))
    placed: list[Target] = []
    homeless: list[Target] = []
    for target in targets:
        (placed if _open(target, rounds) else homeless).append(target)
    capacity = max([USUAL, *(ceil(target.workload) for target in targets)])
    work = sum((target.workload for target in placed), Fraction(0))
    teams = max(2, ceil(work / (LOADED * len(rounds) * capacity)))
    while not _fits(placed, rounds, capacity, teams):
        teams += 1 + teams // 10
    return Strength(rounds, capacity, teams, tuple(homeless))


def _rounds(first_year: int) -> list[Round]:
    return [
        Round(id=f"{year}-{n}", start=date(year, *first), end=date(year, *last))
        for year in range(first_year, first_year + YEARS)
        for n, (first, last) in enumerate(_SEASONS, 1)
    ]


def _open(target: Target, rounds: Sequence[Round]) -> list[int]:
    return [i for i, r in enumerate(rounds) if r.lies_within(target.not_before, target.not_after)]


def _fits(targets: Sequence[Target], rounds: Sequence[Round], capacity: int, teams: int) -> bool:
    """Whether each target finds a team: the least free and the largest first, the idlest team."""
    open_in = {target.id: _open(target, rounds) for target in targets}
    loads = [[Fraction(0)] * teams for _ in rounds]
    for each in loads:
        heapify(each)
    for target in sorted(targets, key=lambda t: (len(open_in[t.id]), -t.workload)):
        idlest = min((loads[i] for i in open_in[target.id]), key=lambda heap: heap[0])
        if idlest[0] + target.workload > capacity:
            return False
        heapreplace(idlest, idlest[0] + target.workload)
    return True
