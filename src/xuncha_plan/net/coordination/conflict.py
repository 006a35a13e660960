"""The smallest conflict: rules of the superior's and districts that cannot all hold.

Parts are left out as long as what remains is still proved impossible (QuickXplain: halves first,
so that a conflict of few among many takes few proofs).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from xuncha_plan.net.model import NetRule


@dataclass(frozen=True)
class Conflict:
    """Rules and districts that cannot hold together; without any one of them, they can.

    `is_smallest` is false where time ran out before every one was tried.
    """

    rules: tuple[NetRule, ...]
    districts: tuple[str, ...]
    is_smallest: bool = True


Part = tuple[str, str]  # "rule" or "district", and its name
Impossible = Callable[[frozenset[Part]], bool]  # whether these parts alone are proved impossible


class OutOfTime(Exception):
    """A proof took longer than there was time for."""


def smallest(parts: Sequence[Part], is_impossible: Impossible) -> tuple[list[Part], bool]:
    """Parts none of which can be left out; and whether all of them were tried in time.

    All parts together must have been proved impossible.
    """
    kept: list[Part] = []
    rest = list(parts)
    try:
        while rest and not is_impossible(frozenset(kept)):
            kept.append(_needed(kept, rest, is_impossible))
            rest = rest[: rest.index(kept[-1])]
    except OutOfTime:
        return [*kept, *rest], False
    return kept, True


def _needed(kept: list[Part], rest: list[Part], is_impossible: Impossible) -> Part:
    """The first part with which, after those before it, the kept ones become impossible."""
    low, high = 1, len(rest)
    while low < high:
        middle = (low + high) // 2
        if is_impossible(frozenset([*kept, *rest[:middle]])):
            high = middle
        else:
            low = middle + 1
    return rest[high - 1]
