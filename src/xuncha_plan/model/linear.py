"""Exact linear expressions and what rules say with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Union

Exact = Union[int, Fraction]  # noqa: UP007  # used in isinstance-free annotations at run time


@dataclass(frozen=True, eq=False)
class Linear:
    """A sum of numbered unknowns times exact numbers, and a constant."""

    terms: Mapping[int, Exact] = field(default_factory=lambda: MappingProxyType({}))
    constant: Exact = 0

    def __add__(self, other: "Linear | Exact") -> "Linear":
        return total((self, other))

    __radd__ = __add__

    def __sub__(self, other: "Linear | Exact") -> "Linear":
        if not isinstance(other, Linear):
            return Linear(self.terms, self.constant - other)
        terms = dict(self.terms)
        for x, c in other.terms.items():
            if left := terms.get(x, 0) - c:
                terms[x] = left
            else:
                del terms[x]
        return Linear(terms, self.constant - other.constant)

    def __rsub__(self, other: Exact) -> "Linear":
        return total((other, -self))

    def __neg__(self) -> "Linear":
        return Linear({x: -c for x, c in self.terms.items()}, -self.constant)

    def __mul__(self, factor: Exact) -> "Linear":
        if not factor:
            return Linear()
        if factor == 1:
            return self
        return Linear({x: c * factor for x, c in self.terms.items()}, self.constant * factor)

    __rmul__ = __mul__

    def __le__(self, other: "Linear | Exact") -> "Demand":
        return Demand(self - other)

    def __ge__(self, other: "Linear | Exact") -> "Demand":
        return Demand(other - self)


def total(of: Iterable["Linear | Exact"]) -> Linear:
    """The sum of expressions and numbers; of nothing, the expression 0."""
    terms: dict[int, Exact] = {}
    constant: Exact = 0
    for one in of:
        if not isinstance(one, Linear):
            constant += one
            continue
        constant += one.constant
        for x, c in one.terms.items():
            terms[x] = terms.get(x, 0) + c
    return Linear({x: c for x, c in terms.items() if c}, constant)


@dataclass(frozen=True)
class Demand:
    """Something that must hold: `excess <= 0`. The breach is the excess where it is above 0."""

    excess: Linear


@dataclass(frozen=True)
class Cost:
    """Something that always counts, above 0 or below: the rule's amount grows by it."""

    amount: Linear
