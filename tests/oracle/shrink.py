"""A drawn problem made small while solver and plain model still disagree."""

import re
from collections.abc import Iterator

from tests.oracle.compare import disagreements
from tests.oracle.wide import Drawn

SECTIONS = ("rules", "targets", "rounds", "teams", "tiers")


def shrunk(drawn: Drawn, said: str) -> Drawn:
    """The smallest that leaving out one thing after another comes to; it disagrees alike."""
    kind = _kind(said)
    while (smaller := next(_smaller(drawn, kind), None)) is not None:
        drawn = smaller
    return drawn


def _kind(said: str) -> str:
    """A disagreement without its figures and names."""
    return re.sub(r"[-\d/.]+|\(.*|\bNone\b", "", said.partition(": ")[2] or said)[:30]


def _smaller(drawn: Drawn, kind: str) -> Iterator[Drawn]:
    for section in SECTIONS:
        for i in range(len(drawn.raw[section])):
            less = drawn.without(section, i)
            if _disagrees(less, kind):
                yield less
    for i in range(len(drawn.old)):
        less = Drawn(drawn.raw, drawn.old[:i] + drawn.old[i + 1 :])
        if _disagrees(less, kind):
            yield less


def _disagrees(drawn: Drawn, kind: str) -> bool:
    try:
        return any(_kind(said) == kind for said in disagreements(drawn.problem()))
    except (ValueError, LookupError, AssertionError):
        return False  # what was left out is named elsewhere
