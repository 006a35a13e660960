"""The problem as a plain model: 0 or 1 for each target, purpose, round, mode and team.

It shares nothing with the rules' own demands nor with the solver: what is built in stands here,
what the rules mean in `plain_rules` and its neighbours, all of it written from the file format.
Every amount is an equality, so that in any solution it is what it says.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from tests.oracle.plain_reading import capacity, in_order, rounds_of, targets_of
from tests.oracle.plain_sums import Sum, Unknowns, add_up
from xuncha_plan.model import CATALOGUE, Problem, Round, Rule, Target, Team, VisitRecord

OWN_TEAMS_STAY = "elevated"  # the superior's team comes
FROM_ELSEWHERE = "cross_region"
PURPOSES = ("coverage", "lookback", "special")


@dataclass(frozen=True)
class Maybe:
    """A visit that the built-in constraints allow; `is_there` is 1 where the plan has it."""

    target: Target
    purpose: str
    round: Round
    mode: str
    team: Team | None
    workload: Fraction  # a look-back's times its share
    load: Fraction  # own load
    is_there: Sum

    def amount(self, unit: str) -> Sum:
        """What it counts in `count`, `workload` or `load`."""
        size = {"count": Fraction(1), "workload": self.workload, "load": self.load}[unit]
        return self.is_there * size


class Plain(Unknowns):
    """Every visit that may be, and what is built in."""

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem
        self.rounds = in_order(problem)
        self.index = {r.id: i for i, r in enumerate(self.rounds)}
        self.chosen = {
            id(rule): frozenset(target.id for target in targets_of(rule, problem))
            for rule in problem.rules
        }
        self.visits = [visit for target in problem.targets for visit in self._of(target)]
        self.always = list(self._built_in())
        for those, most in self.always:
            self.at_most(those, most)

    # Which visits may be.

    def rules(self, word: str, target: Target) -> list[Any]:  # rules of one word
        """The rules of a word that select a target, in the file's order."""
        return [
            rule
            for rule in self.problem.rules
            if rule.word == word and target.id in self.chosen[id(rule)]
        ]

    def times(self, target: Target) -> int:
        """The most coverage visits of a target."""
        return max((rule.times for rule in self.rules("coverage", target)), default=0)

    def answered(self, target: Target, r: Round, mode: str) -> Rule | None:
        """The first special rule that fits a target, a mode and a round."""
        for rule in self.rules("special", target):
            if rule.mode == mode and r.id in self.ids(rule.rounds):
                return rule  # type: ignore[no-any-return]
        return None

    def ids(self, stated: object) -> set[str]:
        """The ids of the rounds that `rounds:` names."""
        return {r.id for r in rounds_of(stated, self.problem)}

    def property_of(self, mode: str, name: str) -> Any:  # a truth or a share
        """What the catalogue of modes says, with the problem's changes."""
        change = self.problem.modes.get(mode)  # type: ignore[call-overload]
        changed = None if change is None else getattr(change, name)
        return getattr(CATALOGUE[mode], name) if changed is None else changed  # type: ignore[index]

    def is_directed(self, target: Target, r: Round, mode: str) -> bool:
        """Whether a mode needs no directive, or one admits it for a target in a round."""
        return not self.property_of(mode, "needs_directive") or any(
            rule.mode == mode and r.id in self.ids(rule.rounds)
            for rule in self.rules("directive", target)
        )

    def _of(self, target: Target) -> Iterable[Maybe]:
        for purpose in PURPOSES:
            for r in self.rounds:
                for mode in CATALOGUE:
                    if self._may_be(target, purpose, r, mode):
                        workload = self._workload(target, purpose, r, mode)
                        load = workload * self.property_of(mode, "own_share")
                        for team in self._teams(target, r, mode):
                            yield Maybe(
                                target, purpose, r, mode, team, workload, load, self.choice()
                            )

    def _may_be(self, target: Target, purpose: str, r: Round, mode: str) -> bool:
        term = self.problem.term
        inside = (
            term.start <= r.start and r.end <= term.end
            and (target.not_before is None or target.not_before <= r.start)
            and (target.not_after is None or r.end <= target.not_after)
        )  # fmt: skip
        if not inside or (r.purposes is not None and purpose not in r.purposes):
            return False
        if not self.is_directed(target, r, mode):
            return False
        if purpose == "coverage":
            counts = self.property_of(mode, "counts_as_coverage")
            return mode in r.modes and counts and self.times(target) > 0
        if purpose == "lookback":
            return any(rule.mode == mode for rule in self.rules("lookback", target))
        return self.answered(target, r, mode) is not None

    def _workload(self, target: Target, purpose: str, r: Round, mode: str) -> Fraction:
        if purpose == "lookback":
            return target.workload * self.rules("lookback", target)[0].workload_share
        if purpose == "special":
            stated: Fraction | None = self.answered(target, r, mode).workload  # type: ignore[union-attr]
            return target.workload if stated is None else stated
        return target.workload

    def _teams(self, target: Target, r: Round, mode: str) -> list[Team | None]:
        if mode == OWN_TEAMS_STAY:
            return [None]
        return [
            team
            for team in self.problem.teams
            if (team.rounds is None or r.id in team.rounds)
            and not (
                mode == FROM_ELSEWHERE and target.region is not None and team.home == target.region
            )
        ]

    # What is always hard.

    def _built_in(self) -> Iterator[tuple[Sum, Fraction | int]]:
        in_round, in_term = defaultdict(list), defaultdict(list)
        at_work = defaultdict(list)
        for visit in self.visits:
            key = (visit.target.id, visit.purpose)
            in_round[key, visit.round.id].append(visit.is_there)
            rule = None
            if visit.purpose == "special":
                rule = id(self.answered(visit.target, visit.round, visit.mode))
            in_term[key, rule].append(visit.is_there)
            if visit.team is not None:
                at_work[visit.round.id, visit.team.id].append(visit.amount("load"))
        yield from ((add_up(those), 1) for those in in_round.values())
        times = {target.id: self.times(target) for target in self.problem.targets}
        for ((target, purpose), _), those in in_term.items():
            yield add_up(those), times[target] if purpose == "coverage" else 1
        by_id = {r.id: r for r in self.rounds}
        for (r, team), loads in at_work.items():
            yield add_up(loads), capacity(self.problem, [by_id[r]], [team])

    # What rules speak of.

    def taken(self, rule: Any) -> list[Maybe]:  # a rule with a selection of visits
        """The visits of a rule's selection; what it leaves out does not restrict."""
        rounds = self.ids(getattr(rule, "rounds", None))
        modes, teams = getattr(rule, "modes", None), getattr(rule, "teams", None)
        purposes = getattr(rule, "purposes", None)
        return self.those(
            lambda v: (
                v.target.id in self.chosen[id(rule)]
                and v.round.id in rounds
                and (modes is None or v.mode in modes)
                and (teams is None or (v.team is not None and v.team.id in teams))
                and (purposes is None or v.purpose in purposes)
            )
        )

    def those(self, takes: Callable[[Maybe], bool]) -> list[Maybe]:
        """The visits of which something holds."""
        return [visit for visit in self.visits if takes(visit)]

    def of(self, target: str, purpose: str) -> list[Maybe]:
        """The visits of a target for a purpose."""
        return self.those(lambda v: v.target.id == target and v.purpose == purpose)

    def number(self, visits: Iterable[Maybe]) -> Sum:
        """How many of some visits there are."""
        return add_up(visit.is_there for visit in visits)

    def any_of(self, visits: Iterable[Maybe]) -> Sum:
        """1 if there is any of some visits, else 0."""
        return self.some(visit.is_there for visit in visits)

    def any_plan(self, random: Random) -> list[Maybe]:
        """Visits at random, as many as what is built in allows of those that were looked at."""
        plan: list[Maybe] = []
        spent = [Fraction(0)] * len(self.always)
        for visit in random.sample(self.visits, random.randint(0, len(self.visits))):
            (x,) = visit.is_there.terms
            takes = [those.terms.get(x, Fraction(0)) for those, _ in self.always]
            after = [a + b for a, b in zip(spent, takes, strict=True)]
            if all(a <= most for a, (_, most) in zip(after, self.always, strict=True)):
                spent = after
                plan.append(visit)
        return plan

    def record(self, visit: Maybe) -> VisitRecord:
        """The line of a plan file that states a visit."""
        team = None if visit.team is None else visit.team.id
        return VisitRecord(visit.target.id, visit.purpose, visit.round.id, visit.mode, team)
