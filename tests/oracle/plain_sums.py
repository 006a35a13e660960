"""Exact sums of unknowns over CP-SAT, where every unknown that follows is exactly what it says."""

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

from ortools.sat.python import cp_model

Number = int | Fraction


class Sum:
    """Unknowns by number, each times an exact number, and a constant."""

    def __init__(self, terms: dict[int, Fraction] | None = None, constant: Number = 0) -> None:
        self.terms = {x: c for x, c in (terms or {}).items() if c}
        self.constant = Fraction(constant)

    def __add__(self, other: "Sum | Number") -> "Sum":
        if not isinstance(other, Sum):
            return Sum(self.terms, self.constant + other)
        terms = dict(self.terms)
        for x, c in other.terms.items():
            terms[x] = terms.get(x, Fraction(0)) + c
        return Sum(terms, self.constant + other.constant)

    __radd__ = __add__

    def __mul__(self, factor: Number) -> "Sum":
        return Sum({x: c * factor for x, c in self.terms.items()}, self.constant * factor)

    __rmul__ = __mul__

    def __neg__(self) -> "Sum":
        return self * -1

    def __sub__(self, other: "Sum | Number") -> "Sum":
        return self + -other

    def __rsub__(self, other: Number) -> "Sum":
        return -self + other

    def denominator(self) -> int:
        """The least whole number that makes every coefficient whole."""
        return lcm(self.constant.denominator, *(c.denominator for c in self.terms.values()))


def add_up(sums: Iterable[Sum | Number]) -> Sum:
    """All of them together."""
    terms: dict[int, Fraction] = {}
    constant = Fraction(0)
    for one in sums:
        if not isinstance(one, Sum):
            constant += one
            continue
        constant += one.constant
        for x, c in one.terms.items():
            terms[x] = terms.get(x, Fraction(0)) + c
    return Sum(terms, constant)


class Unknowns:
    """A CP-SAT model that is spoken to in exact sums alone."""

    def __init__(self) -> None:
        self.model = cp_model.CpModel()
        self._variables: list[cp_model.IntVar] = []
        self._reach: list[tuple[int, int]] = []

    def choice(self) -> Sum:
        """An unknown that is 0 or 1."""
        return self._variable(0, 1, 1)

    def _variable(self, low: int, high: int, scale: int) -> Sum:
        self._variables.append(self.model.new_int_var(low, high, ""))
        self._reach.append((low, high))
        return Sum({len(self._variables) - 1: Fraction(1, scale)})

    def reach(self, of: Sum, scale: int = 1) -> tuple[int, int]:
        """The least and the most that a sum can be, times a scale."""
        low = high = of.constant * scale
        for x, c in of.terms.items():
            ends = [c * scale * end for end in self._reach[x]]
            low, high = low + min(ends), high + max(ends)
        return int(low), int(high)

    def scaled(self, of: Sum, scale: int) -> cp_model.LinearExprT:
        """A sum times a scale that makes it whole, as CP-SAT writes it."""
        return (
            cp_model.LinearExpr.weighted_sum(
                [self._variables[x] for x in of.terms], [int(c * scale) for c in of.terms.values()]
            )
            + int(of.constant * scale)
        )  # fmt: skip

    def largest(self, of: Iterable[Sum | Number]) -> Sum:
        """Exactly the largest."""
        sums = [one if isinstance(one, Sum) else Sum(constant=one) for one in of]
        if not any(one.terms for one in sums):
            return Sum(constant=max(one.constant for one in sums))
        scale = lcm(*(one.denominator() for one in sums))
        reaches = [self.reach(one, scale) for one in sums]
        z = self._variable(max(low for low, _ in reaches), max(high for _, high in reaches), scale)
        self.model.add_max_equality(self.scaled(z, scale), [self.scaled(x, scale) for x in sums])
        return z

    def smallest(self, of: Iterable[Sum | Number]) -> Sum:
        """Exactly the smallest."""
        return -self.largest(-one for one in of)

    def over(self, of: Sum, most: Number = 0) -> Sum:
        """By how much a sum is above a most, and 0 where it is not."""
        return self.largest([0, of - most])

    def square(self, of: Sum) -> Sum:
        """Exactly its square."""
        scale = of.denominator()
        low, high = self.reach(of, scale)
        z = self._variable(0, max(low * low, high * high), scale * scale)
        root = self._variable(low, high, scale)
        self.model.add(self.scaled(root, scale) == self.scaled(of, scale))
        (number,), (squared,) = root.terms, z.terms
        self.model.add_multiplication_equality(
            self._variables[squared], [self._variables[number], self._variables[number]]
        )
        return z

    def some(self, of: Iterable[Sum]) -> Sum:
        """1 if any of several unknowns of 0 or 1 is 1, else 0."""
        return self.largest([0, *of])

    def every(self, *of: Sum) -> Sum:
        """1 if each of several unknowns of 0 or 1 is 1, else 0."""
        return self.over(add_up(of), len(of) - 1)

    def at_most(self, of: Sum, most: Number) -> None:
        """Demand that a sum is no more."""
        rest = of - most
        self.model.add(self.scaled(rest, rest.denominator()) <= 0)

    def minimize(self, of: Sum) -> None:
        """What is to be as small as can be."""
        self.model.minimize(self.scaled(of, of.denominator()))

    def value(self, of: Sum, solver: cp_model.CpSolver) -> Fraction:
        """What a sum comes to in a solution."""
        values = (solver.value(self._variables[x]) * c for x, c in of.terms.items())
        return sum(values, of.constant)
