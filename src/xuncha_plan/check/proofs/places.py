"""Where a visit may be at all, before any rule is asked: what certificates count with."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from xuncha_plan.check.proofs.rows import plain
from xuncha_plan.model import PURPOSES, Exact, ModeId, Problem, Purpose, Selection, Target, number


@dataclass(frozen=True)
class Place:
    """One target in one round, purpose and mode; `work` in team-weeks, `teams` may come.

    No team comes along where the superior's does.
    """

    target: str
    purpose: Purpose
    round: str
    mode: ModeId
    teams: frozenset[str]
    work: Exact
    load: Exact


def places(problem: Problem) -> Iterator[Place]:
    """Every place that what is built in leaves open; a visit is one team's, so it must fit one."""
    for target in problem.targets:
        for purpose in PURPOSES:
            if purpose == "coverage" and not problem.times(target.id):
                continue
            modes = tuple(problem.possible_modes(purpose, target.id))
            for r in problem.ordered:
                for mode in modes:
                    if problem.admits(purpose, target, r, mode):
                        yield from _place(problem, target, purpose, r.id, mode)


def _place(
    problem: Problem, target: Target, purpose: Purpose, r: str, mode: ModeId
) -> Iterator[Place]:
    if purpose == "special" and problem.special(target.id, r, mode) is None:
        return
    work = problem.work(purpose, target, r, mode)
    load = work * problem.mode[mode].own_share
    able = problem.teams_for(target, r, mode)
    teams = frozenset(
        t for t in able if t is not None and problem.capacity([r], frozenset({t})) >= load
    )
    if teams or None in able:
        yield Place(target.id, purpose, r, mode, teams, plain(work), plain(load))


class Places:
    """The places of a problem by number, and those that a selection takes, teams aside."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self.all = tuple(places(problem))
        self._by_round: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for x, one in enumerate(self.all):
            self._by_round[one.round][one.target].append(x)

    def taken(self, visits: Selection) -> Iterator[int]:
        """The numbers of the places that a selection takes, whoever comes."""
        rounds: Iterable[str] = self._by_round if visits.rounds is None else visits.rounds
        for r in rounds:
            of = self._by_round.get(r, {})
            targets = of if visits.targets is None else visits.targets & of.keys()
            for target in targets:
                yield from filter(lambda x: self._suits(x, visits), of[target])

    def _suits(self, x: int, visits: Selection) -> bool:
        one = self.all[x]
        return (visits.modes is None or one.mode in visits.modes) and (
            visits.purposes is None or one.purpose in visits.purposes
        )

    def weight(self, x: int, unit: str) -> Exact:
        """What a visit there counts in a unit."""
        one = self.all[x]
        match unit:
            case "count":
                return 1
            case "workload":
                return one.work
            case "load":
                return one.load
            case _:
                values = self._problem.target[one.target].values(unit)
                return sum((number(value) or Fraction(0) for value in values), Fraction(0))
