"""Finds sums of rows that prove a bound or a conflict, with as few cases as will do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor, inf

from xuncha_plan.check.proofs.relaxed import Relaxed
from xuncha_plan.check.proofs.verified import Box, Sum, proved_bound
from xuncha_plan.model import Linear
from xuncha_plan.model.certificate import Added, Split, Sums
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.proving.linear import LinearProgram, Relaxation

MOST_CASES = 32  # more are no short certificate
PATIENCE = 6  # splits without any gain
TRIED = 4  # unknowns that are tried before a case is split
COARSE = (1, 12, 1000, 10**6, 10**9)  # denominators that multipliers are rounded to, in turn
ENOUGH = Fraction(10**6)
_NOISE = 1e-6
_LEAST = Fraction(1, 10**9)  # above 0, as far as a contradiction is concerned


@dataclass
class _Case:
    """A case: how it differs from its parent's, its fractions, and its two halves once split."""

    box: Box
    relaxation: Relaxation
    on: int | None = None
    at: Fraction = Fraction(0)
    halves: "tuple[_Case, _Case] | None" = None

    def open(self) -> Iterator["_Case"]:
        """The cases that are not split."""
        if self.halves is None:
            yield self
        else:
            for half in self.halves:
                yield from half.open()


class Finder:
    """Looks for proofs in one relaxed program."""

    def __init__(self, posed: Relaxed, clock: Clock) -> None:
        self._posed, self._clock = posed, clock

    @cached_property
    def _program(self) -> LinearProgram:
        return LinearProgram(self._posed.rows)

    def bound(self, tier: str, wanted: Fraction) -> tuple[Fraction, Sums] | None:
        """The highest bound up to what is wanted that cases prove, and how; None: time ran out."""
        objective = self._posed.tiers[tier]

        def proved(sums: Sums) -> Fraction:
            return proved_bound(self._posed, tier, sums)

        if proved(Added({})) >= wanted:  # the unknowns' own bounds say as much
            return proved(Added({})), Added({})
        step = self._posed.rows.step(Linear(objective.terms))
        root = self._case(objective, {})
        if root is None:
            return None
        found = self._simplest(root, proved, wanted)
        if found[0] < wanted:
            self._split(root, objective, float(wanted - step) + _NOISE)
            found = max(found, self._simplest(root, proved, wanted), key=lambda one: one[0])
        return found

    def conflict(self) -> Sums | None:
        """How the rows contradict each other; None where few cases do not show it."""
        root = self._case(Linear(), {})
        if root is None:
            return None
        self._split(root, Linear(), 0.5)
        if any(case.relaxation.value < inf for case in root.open()):
            return None

        def excess(sums: Sums) -> Fraction:
            return Sum(self._posed.rows, sums).least(Linear(), sums)

        over, sums = self._simplest(root, excess, _LEAST, Fraction(1))
        return sums if over > 0 else None

    def _case(self, objective: Linear, box: Box) -> _Case | None:
        if self._clock.left() <= 0:
            return None
        relaxation = self._program.solve(objective, box, self._clock.left())
        return None if relaxation is None else _Case(box, relaxation)

    # Cases.

    def _split(self, root: _Case, objective: Linear, target: float) -> None:
        """Split the case that is the furthest below the target, until none is or it is no use."""
        before: list[float] = []
        while len(cases := list(root.open())) < MOST_CASES:
            worst = min(cases, key=lambda case: case.relaxation.value)
            if worst.relaxation.value > target or worst.relaxation.value in before[:-PATIENCE]:
                return
            before.append(worst.relaxation.value)
            if not self._halve(worst, objective):
                return

    def _halve(self, case: _Case, objective: Linear) -> bool:
        """Split a case where it helps the most; False where it cannot be split, or not in time."""
        best = -inf
        for x in self._fractional(case)[:TRIED]:
            halves = self._halves(case, objective, x)
            if halves is None:
                break
            gain = min(half.relaxation.value for half in halves[1])
            if gain > best:
                best, case.on, (case.at, case.halves) = gain, x, halves
            if gain == inf:
                break
        return case.halves is not None

    def _halves(
        self, case: _Case, objective: Linear, x: int
    ) -> tuple[Fraction, tuple[_Case, _Case]] | None:
        one = self._posed.rows.unknowns[x]
        low, high = case.box.get(x, (one.low, one.high))
        at = floor(Fraction(case.relaxation.fractions[x]) / one.step) * one.step
        below = self._case(objective, {**case.box, x: (low, at)})
        above = self._case(objective, {**case.box, x: (at + one.step, high)})
        return None if below is None or above is None else (Fraction(at), (below, above))

    def _fractional(self, case: _Case) -> list[int]:
        """The unknowns that are between two steps, the furthest from either first."""
        found = []
        for x, value in enumerate(case.relaxation.fractions):
            steps = value / float(self._posed.rows.unknowns[x].step)
            if (off := abs(steps - round(steps))) > _NOISE:
                found.append((-off, x))
        return [x for _, x in sorted(found)]

    # Sums.

    def _simplest(
        self,
        root: _Case,
        proved: Callable[[Sums], Fraction],
        wanted: Fraction,
        enough: Fraction = ENOUGH,
    ) -> tuple[Fraction, Sums]:
        """The sums with the roundest multipliers that prove as much as is wanted, or the best.

        `enough` is how often a case's contradiction counts: so that no bound is above it.
        """
        tried = []
        for denominator in COARSE:
            sums = self._sums(root, denominator, enough)
            tried.append((proved(sums), sums))
            if tried[-1][0] >= wanted:
                return tried[-1]
        return max(tried, key=lambda one: one[0])

    def _sums(self, case: _Case, denominator: int, enough: Fraction) -> Sums:
        if case.halves is not None and case.on is not None:
            below, above = (self._sums(half, denominator, enough) for half in case.halves)
            name = self._posed.rows.unknowns[case.on].name.hex()
            return Split(name, case.at, below, above)
        rows, times = self._posed.rows, enough if case.relaxation.value == inf else Fraction(1)
        found: dict[str, Fraction] = {}
        for i, worth in case.relaxation.worths.items():
            number = Fraction(worth).limit_denominator(denominator) * times
            if number and (number > 0 or rows.rows[i].equal):
                found[rows.name_of(rows.rows[i])] = number
        return Added(found)
