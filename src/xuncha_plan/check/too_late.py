"""Look-backs that can no longer be: covered so late that nothing in the term may follow.

What is built in is looked at (rounds, modes, teams present, the target's own time) together with
the rule's days of rectification and its other team; capacity and other rules are not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from xuncha_plan.model import Plan, Problem, Purpose, Round, Target, Visit
from xuncha_plan.model.modes import ModeId
from xuncha_plan.rules.lookback import Lookback


@dataclass(frozen=True)
class TooLate:
    """A coverage visit that no look-back under a rule can follow."""

    rule: Lookback
    covered: Visit
    is_must: bool

    @property
    def rectified(self) -> date:
        """The first day on which a look-back could start."""
        return _rectified(self.rule, self.covered)


def too_late(plan: Plan) -> list[TooLate]:
    """What a plan makes impossible, rule by rule, those that must be looked back at first."""
    return [late for rule in _rules(plan.problem) for late in _under(rule, plan)]


def _under(rule: Lookback, plan: Plan) -> list[TooLate]:
    found, must = [], rule.musts(plan.problem)
    chosen = rule.chosen(plan.problem)
    for target in plan.problem.targets:
        covered = plan.of(target.id, "coverage") if target.id in chosen else []
        if covered and not _can_follow(rule, covered[0], plan.problem):
            found.append(TooLate(rule, covered[0], target.id in must))
    return sorted(found, key=lambda late: not late.is_must)


def never(problem: Problem, most: int) -> Iterator[tuple[Lookback, tuple[Target, ...]]]:
    """For each rule the first targets that it must have looked back at, and that no plan can.

    No more than `most` are looked for; a rule without any is left out.
    """
    for rule in _rules(problem):
        if rule.must is not None and (lost := tuple(islice(_hopeless(rule, problem), most))):
            yield rule, lost


def _hopeless(rule: Lookback, problem: Problem) -> Iterator[Target]:
    must = rule.musts(problem)
    for target in problem.targets:
        if target.id in must and problem.times(target.id):
            places = _places(problem, target, "coverage", problem.mode, problem.ordered)
            if not any(_can_follow(rule, covered, problem) for covered in places):
                yield target


def _rules(problem: Problem) -> Iterator[Lookback]:
    return (rule for rule in problem.rules if isinstance(rule, Lookback))


def _rectified(rule: Lookback, covered: Visit) -> date:
    return covered.round.end + timedelta(rule.after_days)


def _can_follow(rule: Lookback, covered: Visit, problem: Problem) -> bool:
    late = [r for r in problem.ordered if r.start >= _rectified(rule, covered)]
    backs = _places(problem, covered.target, "lookback", (rule.mode,), late)
    return any(rule.follows(covered, back) for back in backs)


def _places(
    problem: Problem,
    target: Target,
    purpose: Purpose,
    modes: Iterable[ModeId],
    rounds: Iterable[Round],
) -> Iterator[Visit]:
    """Every visit of a target for a purpose that the built-in constraints allow in some rounds."""
    for r in rounds:
        for mode in modes:
            if problem.admits(purpose, target, r, mode):
                for team in problem.teams_for(target, r.id, mode):
                    yield Plan.visit(problem, target.id, purpose, r.id, mode, team)
