"""Coordination: the best decisions for the superior's tiers, or why there are none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from time import monotonic

from xuncha_plan.model import Claim, Linear, Tier, total
from xuncha_plan.net.coordination.conflict import Conflict, OutOfTime, Part, smallest
from xuncha_plan.net.coordination.cuts import Cut
from xuncha_plan.net.coordination.decided import decisions_of
from xuncha_plan.net.coordination.engine import Effort, Found
from xuncha_plan.net.coordination.posted import posted
from xuncha_plan.net.coordination.program import Program, step
from xuncha_plan.net.coordination.shares import wanted
from xuncha_plan.net.model import Decisions, Net, Summary
from xuncha_plan.net.model.rules import Milestone

_EVENING_OUT = 5.0  # seconds at most for what no tier asks: fair quotas, room for joint targets
_A_TRY = 10.0  # seconds at most for one proof in the search of the smallest conflict


@dataclass(frozen=True)
class Settings:
    """`seconds` for all of it; `workers` of 0 is the solver's own choice."""

    seconds: float = 60.0
    workers: int = 0
    seed: int = 1


@dataclass(frozen=True)
class Coordinated:
    """Decisions, and what is claimed of the superior's tiers."""

    decisions: Decisions
    tiers: tuple[Claim, ...]
    seconds: float = 0.0


@dataclass(frozen=True)
class NoDecision:
    """It is proved that no decision keeps all; why."""

    conflict: Conflict


@dataclass(frozen=True)
class Undecided:
    """Time ran out before any decision was found."""


Coordination = Coordinated | NoDecision | Undecided


def coordinate(
    net: Net,
    summaries: Mapping[str, Summary],
    cuts: Sequence[Cut] = (),
    settings: Settings | None = None,
) -> Coordination:
    """The best decisions within the time, tier after tier."""
    clock = _Clock(settings or Settings())
    program = posted(net, summaries, cuts)
    first = program.model.solve(None, clock.effort(1.0))
    if first.verdict == "infeasible":
        return NoDecision(_conflict(net, summaries, cuts, clock))
    if first.values is None:
        return Undecided()
    values, claims = first.values, []
    for i, tier in enumerate(net.tiers):
        values, claim = _best(program, tier, values, clock, 1 / (len(net.tiers) - i))
        claims.append(claim)
    values = _evened(program, values, clock)
    return Coordinated(decisions_of(program, values), tuple(claims), clock.spent())


class _Clock:
    def __init__(self, settings: Settings) -> None:
        self._settings, self._start = settings, monotonic()

    def spent(self) -> float:
        """Seconds so far."""
        return monotonic() - self._start

    def left(self) -> float:
        """Seconds that are left."""
        return max(0.0, self._settings.seconds - self.spent())

    def effort(self, part: float, most: float = float("inf")) -> Effort:
        """A part of the time that is left."""
        seconds = min(self.left() * part, most)
        return Effort(seconds, self._settings.workers, self._settings.seed)


def _best(
    program: Program, tier: Tier, values: Mapping[int, int], clock: _Clock, part: float
) -> tuple[Mapping[int, int], Claim]:
    """The tier at its best, and kept there, to its tolerance, from now on."""
    amount = program.amount(tier.id)
    found = program.model.solve(amount, clock.effort(part), values)
    if found.values is None:  # no time: what was found before stands, and bounds nothing
        now = _worth(amount, values)
        found = Found("feasible", values, now, Fraction(0))
    assert found.values is not None and found.value is not None and found.bound is not None
    bound = max(found.bound, Fraction(0))
    most = found.value + abs(found.value) * tier.tolerance
    program.model.require(amount <= most)
    is_best = found.value - bound <= abs(bound) * tier.tolerance
    return found.values, Claim(
        tier.id,
        found.value,
        bound,
        "optimal" if is_best else "feasible",
        "engine" if is_best else "none",
        engines=("cpsat",) if is_best else (),
    )


def _worth(amount: Linear, values: Mapping[int, int]) -> Fraction:
    return Fraction(amount.constant + sum(c * values[x] for x, c in amount.terms.items()))


def _evened(program: Program, values: Mapping[int, int], clock: _Clock) -> Mapping[int, int]:
    """Quotas near their shares by size, and as much joint work as the strength allows."""
    off: list[Linear] = []
    for (number, d), x in program.unknowns.quotas.items():
        rule = program.net.rules[number - 1]
        if isinstance(rule, Milestone):
            off.append(program.model.slack(x - _share(program, rule, d) * step(rule)))
    quotas = total(program.unknowns.quotas.values())
    weeks = total(program.unknowns.weeks.values())
    objective = total(off) * 1000 + quotas * 10 - weeks * Fraction(1, 100)
    if not objective.terms:
        return values
    found = program.model.solve(objective, clock.effort(1.0, _EVENING_OUT))
    return values if found.values is None else found.values


def _share(program: Program, rule: Milestone, district: str) -> Fraction:
    """A district's share of a milestone by what it has, rounded up to a whole step."""
    its = program.summaries[district].milestones.get(rule.number, ())
    mine = sum((w.counts for w in its), Fraction(0))
    whole = wanted(program, rule) / rule.at_least.value if rule.at_least.is_share else None
    if whole is None:
        whole = sum(
            (
                w.counts
                for d in program.net.selected(rule.districts)
                for w in program.summaries[d].milestones.get(rule.number, ())
            ),
            Fraction(0),
        )
    exact = wanted(program, rule) * mine / whole if whole else Fraction(0)
    return Fraction(-(-exact * step(rule) // 1), step(rule))


def _conflict(
    net: Net, summaries: Mapping[str, Summary], cuts: Iterable[Cut], clock: _Clock
) -> Conflict:
    hard = [rule for rule in net.rules if rule.tier is None]
    parts: list[Part] = [("rule", rule.title_or_name) for rule in hard]
    parts += [("district", d) for d in summaries]
    known = list(cuts)

    def is_impossible(kept: frozenset[Part]) -> bool:
        gone = {name for kind, name in parts if kind == "rule" and (kind, name) not in kept}
        gone |= {rule.title_or_name for rule in net.rules if rule.tier is not None}
        freed = {name for kind, name in parts if kind == "district" and (kind, name) not in kept}
        program = posted(net, summaries, known, frozenset(gone), frozenset(freed))
        found = program.model.solve(None, clock.effort(1.0, _A_TRY))
        if found.verdict == "unknown":
            raise OutOfTime
        return found.verdict == "infeasible"

    kept, is_smallest = smallest(parts, is_impossible)
    return Conflict(
        tuple(rule for rule in hard if ("rule", rule.title_or_name) in kept),
        tuple(d for d in summaries if ("district", d) in kept),
        is_smallest,
    )
