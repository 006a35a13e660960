"""A greedy planner, as people do by hand: what is fixed first, then by risk, each where it fits.

Pins and what the superior dictates are placed first, then the others by risk, each with what must
move with it, in the earliest round that is not yet fuller than its share; look-backs come last.
Nothing that was placed is moved again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction

from telling import Teller

from rivals.units import units
from xuncha_plan.check import findings, tier_values
from xuncha_plan.model import Plan, PlanRecord, Problem, Rule, Target, Visit, VisitRecord, number
from xuncha_plan.rules.limit import Limit
from xuncha_plan.rules.lookback import Lookback
from xuncha_plan.solver.formulation.classes import Slot, slots

# Rules that can be looked at with the visits of one round and of related targets alone.
LOCAL = ("recusal", "blackout", "window", "eligible", "limit", "together", "pinned", "distinct")
ORDER = (
    "self_run",
    "cross_region",
    "synchronized",
    "joint",
    "elevated",
)  # by hand, own teams first
LEANING = Fraction(6, 5)  # early rounds may be so much fuller than the average, for milestones


def run(problem: Problem, limit: float, seed: int, teller: Teller) -> None:
    """One pass, no search; the seed changes nothing."""
    planner = _ByHand(problem, limit, teller)
    planner.cover()
    planner.look_back()
    planner.special()
    plan = PlanRecord(tuple(map(VisitRecord.of, planner.visits)))
    breaches = sum(finding.is_breach for finding in findings(problem, plan))
    teller.plan(plan.visits)
    if not breaches:
        teller.values(tier_values(Plan(problem, tuple(planner.visits))))
    teller.end("no plan" if breaches else "feasible")


class _ByHand:
    def __init__(self, problem: Problem, limit: float, teller: Teller) -> None:
        self._problem, self._limit, self._teller = problem, limit, teller
        self.visits: list[Visit] = []
        self._by_round: dict[str, list[Visit]] = defaultdict(list)
        self._load: dict[tuple[str, str | None], Fraction] = defaultdict(Fraction)
        self._rules = [r for r in problem.rules if r.tier is None and r.word in LOCAL]
        self._local = [r for r in self._rules if _is_local(r)]
        self._groups = _groups(self._rules, problem)
        self._slots = {
            t.id: [s for s in slots(problem, t) if self._pinned(t, s)] for t in problem.targets
        }
        self._share = LEANING * _work(problem) / max(1, len(problem.rounds))
        backs = (r for r in problem.rules if isinstance(r, Lookback) and r.tier is None)
        self._must = frozenset().union(*(rule.musts(problem) for rule in backs))
        self._reserves = _reserves(problem)

    def _pinned(self, target: Target, slot: Slot) -> bool:
        pins = (
            (rule.round, rule.mode)  # type: ignore[attr-defined]
            for rule in self._rules
            if rule.word == "pinned" and (rule.target, rule.purpose) == (target.id, slot.purpose)  # type: ignore[attr-defined]
        )
        return all(r in (None, slot.round) and m in (None, slot.mode) for r, m in pins)

    # Coverage.

    def cover(self) -> None:
        """Pins, then what is dictated, then by risk."""
        every = sorted(units(self._problem), key=self._urgency)
        for rule in (r for r in self._problem.rules if r.word == "directive" and r.tier is None):
            self._dictated(rule, every)
        for unit in every:
            self._place(unit, ORDER)

    def _urgency(self, unit: tuple[Target, ...]) -> tuple[bool, bool, bool, Fraction]:
        pinned = {getattr(r, "target", None) for r in self._rules if r.word == "pinned"}
        is_pinned = any(t.id in pinned for t in unit)
        must = any(t.id in self._must for t in unit)
        return (not is_pinned, not must, len(unit) == 1, -max(map(_risk, unit)))

    def _dictated(self, rule: Rule, units: list[tuple[Target, ...]]) -> None:
        """As many of the targets in the mode as the superior wants at least."""
        ((mode, rounds, targets),) = rule.admits(self._problem)
        wanted = getattr(rule, "at_least", None) or 0
        for unit in reversed(units):  # those that can wait
            if sum(v.mode == mode and v.round.id in rounds for v in self.visits) >= wanted:
                return
            if all(t.id in targets for t in unit):
                self._place(unit, (mode,), rounds)

    def _place(
        self, unit: tuple[Target, ...], modes: Iterable[str], rounds: Iterable[str] | None = None
    ) -> None:
        is_done = any(v.target.id == unit[0].id for v in self.visits)
        if is_done or self._teller.seconds() > self._limit:
            return
        for visits in self._places(unit, tuple(modes), rounds):
            if self._fits(visits):
                self._add(visits)
                return

    def _places(
        self, unit: tuple[Target, ...], modes: tuple[str, ...], rounds: Iterable[str] | None
    ) -> Iterator[list[Visit]]:
        """Rounds under their share first, then any; the emptiest team first."""
        common = self._common(unit)
        wanted = self._wanted_first(modes)
        loads = {r: sum(v.load for v in self._by_round[r]) for r in self._problem.index}
        for slot in sorted(
            (s for s in common if s.mode in modes and (rounds is None or s.round in rounds)),
            key=lambda s: (
                loads[s.round] >= self._share,
                self._problem.index[s.round],
                wanted.index(s.mode),
            ),
        ):
            for team in sorted(common[slot], key=lambda t: self._load[slot.round, t]):
                yield [
                    Plan.visit(self._problem, t.id, "coverage", slot.round, slot.mode, team)
                    for t in unit
                ]

    def _common(self, unit: tuple[Target, ...]) -> dict[Slot, list[str | None]]:
        """The slots that all of a unit have, with the teams that may take all of it."""
        first, *others = (
            {(s.round, s.mode): s for s in self._slots[t.id] if s.purpose == "coverage"}
            for t in unit
        )
        return {
            slot: [t for t in slot.teams if all(t in its[key].teams for its in others)]
            for key, slot in first.items()
            if all(key in its for its in others)
        }

    def _wanted_first(self, modes: tuple[str, ...]) -> tuple[str, ...]:
        """A mode that has a least share comes first as long as it is short of it."""
        whole = sum((v.workload for v in self.visits), Fraction(1))
        for rule in self._problem.rules:
            least, its = getattr(rule, "at_least", None), getattr(rule, "modes", None)
            if rule.word != "limit" or rule.tier or least is None or not its:
                continue
            done = sum((v.workload for v in self.visits if v.mode in its), Fraction(0))
            if done < least.of(whole) * LEANING:
                return (*(m for m in modes if m in its), *(m for m in modes if m not in its))
        return modes

    # Later visits.

    def look_back(self) -> None:
        """Those that must be, then others as far as asked, each in the first round that fits."""
        for rule in self._problem.rules:
            if not isinstance(rule, Lookback) or rule.tier is not None:
                continue
            must, done, chosen = rule.musts(self._problem), 0, rule.chosen(self._problem)
            wanted = 0 if rule.at_least is None else rule.at_least.of(len(chosen))
            for target in sorted(chosen, key=lambda t: t not in must):
                if target in must or done < wanted:
                    done += self._later(target, "lookback")

    def special(self) -> None:
        """Whatever special rules ask for."""
        for target in self._problem.targets:
            if self._problem.asked("special", target.id):
                self._later(target.id, "special")

    def _later(self, target: str, purpose: str) -> bool:
        rules = [r for r in self._problem.rules if r.word in ("lookback", "spacing")]
        own = [v for v in self.visits if v.target.id == target]
        places = [s for s in self._slots[target] if s.purpose == purpose]
        for slot in places if self._teller.seconds() < self._limit else ():
            for team in sorted(slot.teams, key=lambda t: self._load[slot.round, t]):
                one = Plan.visit(self._problem, target, slot.purpose, slot.round, slot.mode, team)
                alone = Plan(self._problem, (*own, one))
                is_late = not any(one in f.visits for r in rules for f in r.check(alone))
                if is_late and self._fits([one]):
                    self._add([one])
                    return True
        return False

    # What fits.

    def _fits(self, new: list[Visit]) -> bool:
        one, load = new[0], sum((v.load for v in new), Fraction(0))
        if one.team is not None:
            room = self._problem.capacity([one.round.id], frozenset({one.team.id}))
            if self._load[one.round.id, one.team.id] + load > room:
                return False
        for rounds, most in self._reserves:
            held = sum((v.load for r in rounds for v in self._by_round[r]), Fraction(0))
            if one.round.id in rounds and held + load > most:
                return False
        near = self._near(new)
        return self._breaches([*near, *new]) <= self._breaches(near)

    def _near(self, new: list[Visit]) -> list[Visit]:
        """The visits of the same round, and of targets that belong together."""
        same = self._by_round[new[0].round.id]
        related = set().union(*(self._groups[v.target.id] for v in new))
        seen = {id(v) for v in same}
        return [*same, *(v for v in self.visits if v.target.id in related and id(v) not in seen)]

    def _breaches(self, visits: list[Visit]) -> Fraction:
        plan = Plan(self._problem, tuple(visits))
        found = (f for rule in self._local for f in rule.check(plan) if f.visits or f.amount > 0)
        return sum((f.amount for f in found), Fraction(0))

    def _add(self, visits: list[Visit]) -> None:
        for visit in visits:
            self.visits.append(visit)
            self._by_round[visit.round.id].append(visit)
            self._load[visit.round.id, visit.team.id if visit.team else None] += visit.load


def _is_local(rule: Rule) -> bool:
    if isinstance(rule, Limit):
        most = rule.at_most
        is_ban = most is not None and not most.value
        return rule.at_least is None and ("round" in rule.per or is_ban)
    return rule.word != "pinned"


def _groups(rules: list[Rule], problem: Problem) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for rule in rules:
        if rule.word == "together":
            for group in rule.groups(problem).values():  # type: ignore[attr-defined]
                for target in group:
                    found[target] |= group
    return found


def _reserves(problem: Problem) -> list[tuple[list[str], Fraction]]:
    """The rounds of each period that keeps a reserve, and the load that they may have."""
    found = []
    for rule in problem.rules:
        if rule.word == "reserve" and rule.tier is None:
            share = rule.share  # type: ignore[attr-defined]
            for period in problem.periods(rule.per):  # type: ignore[attr-defined]
                capacity = problem.capacity(period.rounds)
                found.append((sorted(period.rounds), capacity * (1 - share)))
    return found


def _work(problem: Problem) -> Fraction:
    return sum((t.workload for t in problem.targets), Fraction(0))


def _risk(target: Target) -> Fraction:
    return next((number(x) or Fraction(0) for x in target.values("risk")), Fraction(0))
