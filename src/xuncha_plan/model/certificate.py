"""Certificates: what is said to be proved, and the sums that prove it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Union

from xuncha_plan.model.place import Place


@dataclass(frozen=True)
class Added:
    """Rows by name, each times so much: added up, they say it. Never below 0 but for equalities."""

    rows: Mapping[str, Fraction]
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Split:
    """An unknown that comes in steps is `at` or less, or more than that: both cases are proved."""

    unknown: str
    at: Fraction
    below: "Sums"
    above: "Sums"
    place: Place | None = field(default=None, compare=False)


Sums = Union[Added, Split]  # noqa: UP007  # a forward reference is in it


def cases(sums: Sums) -> Iterator[Added]:
    """The sums of every case."""
    if isinstance(sums, Added):
        yield sums
    else:
        yield from cases(sums.below)
        yield from cases(sums.above)


@dataclass(frozen=True)
class BoundProof:
    """No plan in which earlier tiers are at most as given is below the bound in a tier."""

    tier: str
    bound: Fraction
    given: Mapping[str, Fraction]
    sums: Sums
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True)
class ConflictProof:
    """No plan keeps these rules: their places in the file, from 1, and what they are called."""

    rules: Mapping[int, str]
    sums: Sums
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Certificate:
    """What a proof file states about one problem."""

    problem_file: str
    sha256: str
    program: str = ""
    bounds: tuple[BoundProof, ...] = ()
    conflicts: tuple[ConflictProof, ...] = ()
    place: Place | None = field(default=None, compare=False)
