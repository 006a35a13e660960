"""A mixed-integer program as data: what every solver backend reads."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import gcd, lcm

from xuncha_plan.model import Exact, Linear

Values = list[Exact]


def common_step(numbers: Iterable[Exact]) -> Fraction:
    """The largest number of which all are whole multiples; 1 where all are 0."""
    top, bottom = 0, 1
    for x in numbers:
        whole = lcm(bottom, x.denominator)
        top = gcd(top * (whole // bottom), x.numerator * (whole // x.denominator))
        bottom = whole
    return Fraction(top, bottom) if top else Fraction(1)


@dataclass(frozen=True)
class Variable:
    """An unknown: a multiple of `step` between two bounds.

    `decides` marks the counts that a plan is made of; all others follow from them. `whole` is
    what must be whole for the others to follow: counts and whether there is a visit.
    """

    low: Exact
    high: Exact
    step: Fraction
    decides: bool
    whole: bool


@dataclass(frozen=True)
class Row:
    """`sum of terms <= high`, or `== high`."""

    terms: dict[int, Exact]
    high: Exact
    equal: bool = False


@dataclass
class Program:
    """Variables, rows, and squares (`squares[z] = x`: z is at least x times x).

    `follows` says what an unknown comes to, at best, once those before it are known.
    """

    variables: list[Variable] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    squares: dict[int, int] = field(default_factory=dict)
    sums: dict[int, Linear] = field(default_factory=dict)
    follows: dict[int, Callable[[Values], Exact]] = field(default_factory=dict)
    is_impossible: bool = False

    def variable(self, low: Exact, high: Exact, step: Fraction = Fraction(1)) -> int:
        """Add an unknown that follows from others."""
        self.variables.append(Variable(low, high, step, decides=False, whole=False))
        return len(self.variables) - 1

    def count(self, high: int) -> int:
        """Add a count that a plan is made of."""
        self.variables.append(Variable(0, high, Fraction(1), decides=True, whole=True))
        return len(self.variables) - 1

    def indicator(self, of: Linear, most: Iterable[tuple[int, Linear]]) -> Linear:
        """1 if a sum of counts is above 0, else 0; each part of it is at most so many."""
        z = len(self.variables)
        self.variables.append(Variable(0, 1, Fraction(1), decides=False, whole=True))
        self.follows[z] = lambda values: int(worth(of, values) > 0)
        for number, part in most:
            self.at_most(part - Linear({z: number}), 0)
        self.at_most(Linear({z: 1}) - of, 0)
        return Linear({z: 1})

    def at_most(self, expression: Linear, high: Exact, *, equal: bool = False) -> None:
        """Add a row; what it fixes at once becomes a bound of the variable."""
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
            variable = self.variables[x]
            low += c * (variable.low if c > 0 else variable.high)
            high += c * (variable.high if c > 0 else variable.low)
        return low, high

    def step(self, *expressions: Linear) -> Fraction:
        """The largest number of which every value of the expressions is a whole multiple."""
        return common_step(
            x
            for one in expressions
            for x in (one.constant, *(c * self.variables[v].step for v, c in one.terms.items()))
        )

    def largest(self, of: Iterable[Linear | Exact]) -> Linear:
        """An unknown that is at least every one of them; a number where nothing is unknown."""
        candidates = [x if isinstance(x, Linear) else Linear(constant=x) for x in of]
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
        z = self.variable(0, max(0, self.reach(excess)[1]), self.step(excess))
        self.follows[z] = lambda values: max(0, worth(excess, values))
        self.at_most(excess - Linear({z: 1}), 0)
        return Linear({z: 1})

    def completed(self, values: Values) -> Values:
        """The values with every unknown that follows worked out anew from the decisions."""
        complete = list(values)
        for z, follow in self.follows.items():
            complete[z] = follow(complete)
        return complete


def worth(expression: Linear, values: Values) -> Exact:
    """What an expression comes to."""
    return expression.constant + sum(c * values[x] for x, c in expression.terms.items())
