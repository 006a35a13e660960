"""Look-backs that can no longer be: covered so late that nothing in the term may follow.

What is built in is looked at (rounds, modes, teams present, the target's own time) together with
the rule's days of rectification and its other team; capacity and other rules are not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from xuncha_plan.model import Ids, Plan, Problem, Purpose, Target, Visit
from xuncha_plan.model.modes import ModeId
from xuncha_plan.rules.lookback import Lookback

_Place = tuple[str, str | None]  # a round, and a team or the superior's
_Places = tuple[_Place, ...]


@dataclass(frozen=True)
class TooLate:
    """A coverage visit that no look-back under a rule can follow."""

    rule: Lookback
    covered: Visit
    is_must: bool

    @property
    def rectified(self) -> date:
        """The first day on which a look-back could start."""
        return self.covered.round.end + timedelta(self.rule.after_days)


def too_late(plan: Plan) -> list[TooLate]:
    """What a plan makes impossible, rule by rule, those that must be looked back at first."""
    return [late for rule in _rules(plan.problem) for late in _under(rule, plan)]


def _under(rule: Lookback, plan: Plan) -> list[TooLate]:
    found, must = [], rule.musts(plan.problem)
    chosen = rule.chosen(plan.problem)
    for target in plan.problem.targets:
        covered = plan.of(target.id, "coverage") if target.id in chosen else []
        if covered and not _is_followed(rule, covered[:1], _backs(plan.problem, rule, target)):
            found.append(TooLate(rule, covered[0], target.id in must))
    return sorted(found, key=lambda late: not late.is_must)


def never(problem: Problem) -> Iterator[tuple[Lookback, tuple[Target, ...]]]:
    """For each rule the targets that it must have looked back at, and that no plan ever can."""
    for rule in _rules(problem):
        if must := rule.musts(problem):
            lost = tuple(_hopeless(rule, problem, must))
            if lost:
                yield rule, lost


def _hopeless(rule: Lookback, problem: Problem, must: Ids) -> Iterator[Target]:
    known: dict[tuple[_Places, _Places], bool] = {}  # targets with the same places end alike
    for target in problem.targets:
        if target.id not in must or problem.times(target.id) == 0:
            continue
        covered, backs = _coverages(problem, target), _backs(problem, rule, target)
        key = tuple(covered), tuple(map(_place, backs))
        if key not in known:
            known[key] = _is_followed(rule, covered.values(), backs)
        if not known[key]:
            yield target


def _rules(problem: Problem) -> Iterator[Lookback]:
    return (rule for rule in problem.rules if isinstance(rule, Lookback))


def _is_followed(rule: Lookback, covered: Iterable[Visit], backs: list[Visit]) -> bool:
    return any(rule.follows(one, back) for one in covered for back in reversed(backs))


def _coverages(problem: Problem, target: Target) -> dict[_Place, Visit]:
    """Where a target could be covered, one visit a round and team whatever the mode."""
    visits = [v for mode in problem.mode for v in _places(problem, target, "coverage", mode)]
    return {_place(visit): visit for visit in sorted(visits, key=lambda visit: visit.round.end)}


def _place(visit: Visit) -> _Place:
    return visit.round.id, visit.team.id if visit.team else None


def _backs(problem: Problem, rule: Lookback, target: Target) -> list[Visit]:
    return list(_places(problem, target, "lookback", rule.mode))


def _places(problem: Problem, target: Target, purpose: Purpose, mode: ModeId) -> Iterator[Visit]:
    for r in problem.ordered:
        if problem.admits(purpose, target, r, mode):
            for team in problem.teams_for(target, r.id, mode):
                yield Plan.visit(problem, target.id, purpose, r.id, mode, team)
