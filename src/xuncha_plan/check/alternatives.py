"""Where else a visit could be: the rest of the plan as it is, and everything counted again."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from xuncha_plan.check.built_in import Directed, of_target, of_teams, of_visit
from xuncha_plan.check.tally import Tally
from xuncha_plan.check.verdict import tier_values
from xuncha_plan.check.wish import Places, Wish
from xuncha_plan.model import Finding, Plan, Purpose, Rule, Visit


@dataclass(frozen=True)
class Moved:
    """A plan in which one visit alone is elsewhere.

    `forbidden` are the breaches that the plan did not have, `costs` what each tier changes by,
    `causes` what each soft rule adds to its tier, where that is not 0.
    """

    visit: Visit
    instead_of: Visit | None  # None: a visit that the plan lacks
    forbidden: tuple[Finding, ...]
    costs: dict[str, Fraction]
    causes: tuple[tuple[Rule, Fraction], ...]


@dataclass(frozen=True)
class _Move:
    """A visit that takes the place of another; None: of none."""

    visit: Visit
    old: Visit | None

    def applied(self, visits: Iterable[Visit]) -> tuple[Visit, ...]:
        """The visits after the move."""
        return (*(visit for visit in visits if visit is not self.old), self.visit)


class Alternatives:
    """Moves one target's visits of a purpose, one at a time, and counts what changes."""

    def __init__(self, plan: Plan, target: str, purpose: Purpose = "coverage") -> None:
        self.plan, self.problem = plan, plan.problem
        self.target, self.purpose = plan.problem.target[target], purpose
        self.now = tuple(plan.of(target, purpose))
        self._directed = Directed(plan.problem)
        self._places = Places(plan.problem, target, purpose)
        self._tally = Tally(plan, target, purpose)

    @cached_property
    def values(self) -> dict[str, Fraction]:
        """What each tier comes to in the plan as it is."""
        return tier_values(self.plan)

    def best(self, wish: Wish) -> Moved | None:
        """The move to where it is wanted that least forbids, then costs least, tier by tier.

        None where the wish is met already, or no place at all could meet it.
        """
        if any(map(wish.is_met, self.now)):
            return None
        moves = (
            _Move(visit, old) for visit in self._places.of(wish) for old in self.now or (None,)
        )
        best = min(moves, key=self._rank, default=None)
        return None if best is None else self._counted(best)

    def _rank(self, move: _Move) -> tuple[Fraction | int, ...]:
        """How many forbid a move, then what it costs; by the running count."""
        changes = self._changes(move)
        codes = {finding.code for finding in self._built_in(move)}
        rules = self.problem.rules
        hard = sum(1 for i, by in changes.items() if rules[i].tier is None and by > 0)
        return len(codes) + hard, *self._costs((rules[i], by) for i, by in changes.items()).values()

    def _changes(self, move: _Move) -> dict[int, Fraction]:
        return self._tally.changes([move.old] if move.old else [], [move.visit])

    def _costs(self, changes: Iterable[tuple[Rule, Fraction]]) -> dict[str, Fraction]:
        costs = {tier.id: Fraction(0) for tier in self.problem.tiers}
        for rule, change in changes:
            if rule.tier is not None:
                costs[rule.tier] += change * rule.weight
        return costs

    # What is shown is counted by `check`.

    def _counted(self, move: _Move) -> Moved:
        after = Plan(self.problem, move.applied(self.plan.visits))
        forbidden = list(self._built_in(move))
        changes = []
        for i in self._concerned(move):
            rule, before, now = (
                self.problem.rules[i],
                self._found[i],
                tuple(self.problem.rules[i].check(after)),
            )
            if change := _amount(now) - _amount(before):
                changes.append((rule, change))
            if rule.tier is None and change > 0:
                forbidden += _new(before, now)
        causes = tuple((rule, by * rule.weight) for rule, by in changes if rule.tier is not None)
        return Moved(move.visit, move.old, tuple(forbidden), self._costs(changes), causes)

    def _concerned(self, move: _Move) -> Iterable[int]:
        """The rules that a move can matter to; all where the law does not speak of the place."""
        if self._places.is_odd(move.visit):
            return range(len(self.problem.rules))
        return sorted(self._changes(move))

    @cached_property
    def _found(self) -> list[tuple[Finding, ...]]:
        """What each rule finds in the plan as it is."""
        return [tuple(rule.check(self.plan)) for rule in self.problem.rules]

    def _built_in(self, move: _Move) -> Iterator[Finding]:
        yield from of_visit(self._directed, move.visit)
        its = self.plan.of(self.target.id)
        before = _by_code(self._of_target_and_team(its, move))
        for finding in self._of_target_and_team(move.applied(its), move):
            if finding.amount > before[finding.code]:
                yield finding

    def _of_target_and_team(self, its: Iterable[Visit], move: _Move) -> Iterator[Finding]:
        """What is built in for the target, and for the team that a move would burden."""
        yield from of_target(Plan(self.problem, tuple(its)), self.target)
        if (team := move.visit.team) is not None:
            here = (move.visit.round.id, team.id)
            mine = (v for v in its if (v.round.id, *v.values("team")) == here)
            yield from of_teams(self.problem, (*self._by_team.get(here, ()), *mine))

    @cached_property
    def _by_team(self) -> dict[tuple[str, str], list[Visit]]:
        """The visits of other targets, by round and team."""
        found: dict[tuple[str, str], list[Visit]] = defaultdict(list)
        for visit in self.plan.visits:
            if visit.team is not None and visit.target.id != self.target.id:
                found[visit.round.id, visit.team.id].append(visit)
        return found


def _amount(findings: Iterable[Finding]) -> Fraction:
    return sum((finding.amount for finding in findings), Fraction(0))


def _by_code(findings: Iterable[Finding]) -> dict[str, Fraction]:
    found: dict[str, Fraction] = defaultdict(Fraction)
    for finding in findings:
        found[finding.code] += finding.amount
    return found


def _new(before: Iterable[Finding], after: Iterable[Finding]) -> Iterator[Finding]:
    """The findings that were not there before."""
    known = Counter(finding.say("en") for finding in before)
    for finding in after:
        known[finding.say("en")] -= 1
        if known[finding.say("en")] < 0:
            yield finding
