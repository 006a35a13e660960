"""A mixed-integer program as data: what every solver backend reads."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import gcd, lcm

from xuncha_plan.model import Exact, Linear

Values = list[Exact]


def common_step(numbers: Iterable[Exact]) -> Exact:
    """The largest number of which all are whole multiples; 1 where all are 0."""
    top, bottom = 0, 1
    for x in numbers:
        whole = lcm(bottom, x.denominator)
        top = gcd(top * (whole // bottom), x.numerator * (whole // x.denominator))
        bottom = whole
    return plain(Fraction(top, bottom)) if top else 1


def plain(number: Exact) -> Exact:
    """The same number, as an int where it is whole: ints add up many times as fast."""
    return int(number) if number.denominator == 1 else number


@dataclass(frozen=True)
class Variable:
    """An unknown: a multiple of `step` between two bounds.

    `decides` marks the counts that a plan is made of; all others follow from them. `whole` is
    what must be whole for the others to follow: counts and whether there is a visit.
    """

    low: Exact
    high: Exact
    step: Exact
    decides: bool
    whole: bool


@dataclass(frozen=True)
class Row:
    """`sum of terms <= high`, or `== high`."""

    terms: dict[int, Exact]
    high: Exact
    equal: bool = False


@dataclass(frozen=True)
class Told:
    """What is known of a guess alone: `factor * guess <= high`."""

    guess: int
    factor: Exact
    high: Exact


@dataclass
class Program:
    """Variables, rows, and squares (`squares[z] = x`: z is at least x times x).

    `follows` says what an unknown comes to, at best, once those before it are known. A guess, which
    has a number below 0, is something that this program leaves open and that may be anything in its
    range: rows about it are relaxed, and what they tell of a guess alone is kept.
    """

    variables: list[Variable] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    squares: dict[int, int] = field(default_factory=dict)
    sums: dict[int, Linear] = field(default_factory=dict)
    follows: dict[int, Callable[[Values], Exact]] = field(default_factory=dict)
    guesses: list[tuple[Exact, Exact]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    is_impossible: bool = False

    def guess(self, low: Exact, high: Exact) -> int:
        """Add something that is left open; its number."""
        self.guesses.append((low, high))
        return -len(self.guesses)

    def relaxed(self, expression: Linear) -> Linear:
        """The least that an expression can be, whatever the guesses in it."""
        if not self.guesses or min(expression.terms, default=0) >= 0:
            return expression
        low = expression.constant
        for x, c in expression.terms.items():
            if x < 0:
                low += min(c * one for one in self.guesses[-x - 1])
        return Linear({x: c for x, c in expression.terms.items() if x >= 0}, low)

    def _tell(self, terms: Mapping[int, Exact], high: Exact) -> None:
        if len(terms) == 1 or (high == 0 and all(x < 0 < c for x, c in terms.items())):
            self.told += [Told(x, c, high) for x, c in terms.items() if x < 0]

    def variable(self, low: Exact, high: Exact, step: Exact = 1) -> int:
        """Add an unknown that follows from others."""
        self.variables.append(Variable(low, high, step, decides=False, whole=False))
        return len(self.variables) - 1

    def count(self, high: int) -> int:
        """Add a count that a plan is made of."""
        self.variables.append(Variable(0, high, 1, decides=True, whole=True))
        return len(self.variables) - 1

    def indicator(self, of: Linear, most: Iterable[tuple[int, Linear]]) -> Linear:
        """1 if a sum of counts is above 0, else 0; each part of it is at most so many."""
        z = len(self.variables)
        self.variables.append(Variable(0, 1, 1, decides=False, whole=True))
        self.follows[z] = lambda values: int(worth(of, values) > 0)
        for number, part in most:
            self.at_most(part - Linear({z: number}), 0)
        self.at_most(Linear({z: 1}) - of, 0)
        return Linear({z: 1})

    def at_most(self, expression: Linear, high: Exact, *, equal: bool = False) -> None:
        """Add a row; what it fixes at once becomes a bound of the variable."""
        if self.guesses and min(expression.terms, default=0) < 0:
            self._tell(expression.terms, high - expression.constant)
            if equal:
                self._tell((-expression).terms, expression.constant - high)
                self.at_most(self.relaxed(-expression), -high)
            expression, equal = self.relaxed(expression), False
        high = high - expression.constant
        if not expression.terms:
            self.is_impossible |= high < 0 or (equal and high != 0)
            return
        if high == 0 and all(
            c > 0 and self.variables[x].low >= 0 for x, c in expression.terms.items()
        ):
            for x in expression.terms:
                self.close(x)
            return
        if not equal and self.reach(Linear(expression.terms))[1] <= high:
            return
        self.rows.append(Row(dict(expression.terms), high, equal))

    def close(self, x: int) -> None:
        """Fix an unknown at 0."""
        old = self.variables[x]
        self.variables[x] = replace(old, low=0, high=0)
        if x in self.sums:
            for part in self.sums[x].terms:
                self.close(part)

    def sum(self, of: Linear, high: Exact) -> Linear:
        """An unknown that stands for a sum of counts; where it is closed, so are they."""
        z = self.variable(0, min(high, self.reach(of)[1]), self.step(of))
        self.follows[z] = lambda values: worth(of, values)
        self.rows.append(Row({**of.terms, z: -1}, 0, equal=True))
        self.sums[z] = of
        return Linear({z: 1})

    def reach(self, expression: Linear) -> tuple[Exact, Exact]:
        """The smallest and the largest value that the variables' bounds allow."""
        low = high = expression.constant
        for x, c in expression.terms.items():
            if x < 0:
                bottom, top = self.guesses[-x - 1]
            else:
                variable = self.variables[x]
                bottom, top = variable.low, variable.high
            if c < 0:
                bottom, top = top, bottom
            if bottom:
                low += c * bottom
            if top:
                high += c if top == 1 else c * top
        return low, high

    def step(self, *expressions: Linear) -> Exact:
        """The largest number of which every value of the expressions is a whole multiple."""
        sizes: set[Exact] = set()  # few differ, and each costs a fraction's arithmetic
        for one in expressions:
            sizes.add(one.constant)
            for v, c in one.terms.items():
                step = self.variables[v].step
                sizes.add(c if step == 1 else c * step)
        return common_step(sizes)

    def largest(self, of: Iterable[Linear | Exact]) -> Linear:
        """An unknown that is at least every one of them; a number where nothing is unknown."""
        candidates = [self.relaxed(x) if isinstance(x, Linear) else Linear(constant=x) for x in of]
        reaches = [self.reach(one) for one in candidates]
        floor = max(low for low, _ in reaches)
        kept = [one for one, (_, high) in zip(candidates, reaches, strict=True) if high > floor]
        if not kept:
            return Linear(constant=floor)
        if len(kept) == 1 and self.reach(kept[0])[0] >= floor:
            return kept[0]
        top = max(high for _, high in reaches)
        z = self.variable(floor, top, self.step(*kept, Linear(constant=floor)))
        self.follows[z] = lambda values: max(floor, *(worth(one, values) for one in kept))
        for one in kept:
            self.at_most(one - Linear({z: 1}), 0)
        return Linear({z: 1})

    def square(self, of: Linear) -> Linear:
        """An unknown that is at least the square of an expression."""
        if self.guesses and min(of.terms, default=0) < 0:
            return Linear()
        low, high = self.reach(of)
        if low == high:
            return Linear(constant=low * low)
        step = self.step(of)
        x = self.variable(low, high, step)
        self.follows[x] = lambda values: worth(of, values)
        self.at_most(of - Linear({x: 1}), 0, equal=True)
        z = self.variable(0, max(low * low, high * high), step * step)
        self.follows[z] = lambda values: values[x] * values[x]
        self.squares[z] = x
        return Linear({z: 1})

    def slack(self, excess: Linear) -> Linear:
        """An unknown that is at least 0 and at least the excess."""
        excess = self.relaxed(excess)
        z = self.variable(0, max(0, self.reach(excess)[1]), self.step(excess))
        self.follows[z] = lambda values: max(0, worth(excess, values))
        self.at_most(excess - Linear({z: 1}), 0)
        return Linear({z: 1})

    def holds(self, values: Values) -> bool:
        """Whether values keep every row and every bound."""
        inside = all(v.low <= x <= v.high for v, x in zip(self.variables, values, strict=True))
        return inside and all(
            (amount == row.high) if row.equal else (amount <= row.high)
            for row in self.rows
            for amount in [worth(Linear(row.terms), values)]
        )

    def completed(self, values: Values) -> Values:
        """The values with every unknown that follows worked out anew from the decisions."""
        complete = list(values)
        for z, follow in self.follows.items():
            complete[z] = follow(complete)
        return complete


def worth(expression: Linear, values: Values) -> Exact:
    """What an expression comes to."""
    return expression.constant + sum(c * values[x] for x, c in expression.terms.items())
