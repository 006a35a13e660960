"""Unknowns between bounds and rows that hold in every plan, each with a name of its own.

A name is made from what is said, not from when it was said, so that it is the same in every run.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from hashlib import blake2b
from math import gcd, lcm

from xuncha_plan.model import Exact, Linear

_BYTES = 10  # of a name


def plain(number: Exact) -> Exact:
    """The same number, as an int where it is whole: ints add up many times as fast."""
    return int(number) if number.denominator == 1 else number


def step_of(numbers: Iterable[Exact]) -> Fraction:
    """The largest number of which all are whole multiples; 1 where all are 0."""
    top, bottom = 0, 1
    for x in numbers:
        whole = lcm(bottom, x.denominator)
        top = gcd(top * (whole // bottom), x.numerator * (whole // x.denominator))
        bottom = whole
    return Fraction(top, bottom) if top else Fraction(1)


@dataclass(frozen=True)
class Unknown:
    """Something between two bounds that is, in a plan, a whole multiple of `step`."""

    name: bytes
    low: Exact
    high: Exact
    step: Exact


@dataclass(frozen=True)
class Row:
    """`terms` add up to `high` at most, or to just that; `rule` says so, None: what is built in."""

    terms: Mapping[int, Exact]
    high: Exact
    equal: bool
    rule: int | None


class Rows:
    """Grows by unknowns and rows. Whoever adds one vouches that it holds in every plan."""

    def __init__(self) -> None:
        self.unknowns: list[Unknown] = []
        self.rows: list[Row] = []
        self.rule: int | None = None  # who is asked right now
        self._known: dict[Hashable, Linear] = {}
        self._names: dict[int, str] = {}

    def copy(self) -> "Rows":
        """The same unknowns and rows, to which other rows may be added."""
        other = Rows()
        other.unknowns, other.rows, other._names = self.unknowns, list(self.rows), self._names
        return other

    def once(self, key: Hashable, make: Callable[[], Linear]) -> Linear:
        """What was made for a key, which is made once."""
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]

    def unknown(self, name: bytes, low: Exact, high: Exact, step: Exact) -> Linear:
        """Add an unknown."""
        self.unknowns.append(Unknown(name, low, high, step))
        return Linear({len(self.unknowns) - 1: 1})

    def at_most(self, expression: Linear, high: Exact, *, equal: bool = False) -> None:
        """Add a row, unless the bounds of the unknowns say as much."""
        high = high - expression.constant
        if equal or self.reach(Linear(expression.terms))[1] > high:
            self.rows.append(Row(dict(expression.terms), high, equal, self.rule))

    def reach(self, expression: Linear) -> tuple[Exact, Exact]:
        """The smallest and the largest value between the bounds of its unknowns."""
        low = high = expression.constant
        for x, c in expression.terms.items():
            one = self.unknowns[x]
            bottom, top = (one.low, one.high) if c > 0 else (one.high, one.low)
            if bottom:
                low += c if bottom == 1 else c * bottom
            if top:
                high += c if top == 1 else c * top
        return low, high

    def step(self, *expressions: Linear) -> Fraction:
        """The largest number of which every value of the expressions is a whole multiple."""
        sizes: set[Exact] = set()
        for one in expressions:
            sizes.add(one.constant)
            for x, c in one.terms.items():
                step = self.unknowns[x].step
                sizes.add(c if step == 1 else c * step)
        return step_of(sizes)

    def largest(self, of: Iterable[Linear | Exact]) -> Linear:
        """An unknown that is at least every one of them; a number where nothing is unknown."""
        candidates = [one if isinstance(one, Linear) else Linear(constant=one) for one in of]
        reaches = [self.reach(one) for one in candidates]
        floor = max(low for low, _ in reaches)
        kept = [one for one, (_, high) in zip(candidates, reaches, strict=True) if high > floor]
        if not kept:
            return Linear(constant=floor)
        if len(kept) == 1 and self.reach(kept[0])[0] >= floor:
            return kept[0]
        said = frozenset((frozenset(one.terms.items()), one.constant) for one in kept)
        return self.once(("largest", said, floor), lambda: self._largest(kept, floor))

    def _largest(self, kept: list[Linear], floor: Exact) -> Linear:
        least = Linear(constant=floor)
        top = max(self.reach(one)[1] for one in kept)
        z = self.unknown(self.name("largest", *kept, least), floor, top, self.step(*kept, least))
        for one in kept:
            self.at_most(one - z, 0)
        return z

    # Names.

    def name(self, kind: str, *expressions: Linear) -> bytes:
        """The name of what is made in one way from expressions, in whatever order."""
        digests = sorted(self._digest(one) for one in expressions)
        return _hashed(kind.encode(), *digests)

    def _digest(self, one: Linear) -> bytes:
        parts = sorted(self.unknowns[x].name + _number(c) for x, c in one.terms.items())
        return _hashed(_number(one.constant), *parts)

    def name_of(self, row: Row) -> str:
        """The name by which a certificate calls a row."""
        if id(row) not in self._names:  # rows are never let go
            kind = "equal" if row.equal else "at most"
            self._names[id(row)] = self.name(kind, Linear(row.terms, -row.high)).hex()
        return self._names[id(row)]

    def named(self, wanted: Iterable[str]) -> dict[str, Row]:
        """The rows of some names; those that are not there are left out."""
        asked = frozenset(wanted)
        found: dict[str, Row] = {}
        for row in self.rows:
            name = self.name_of(row)
            if name in asked:
                found.setdefault(name, row)
        return found


def _number(number: Exact) -> bytes:
    return f"|{number.numerator}/{number.denominator}".encode()


def _hashed(*parts: bytes) -> bytes:
    return blake2b(b"\n".join(parts), digest_size=_BYTES).digest()
