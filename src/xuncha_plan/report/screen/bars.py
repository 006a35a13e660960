"""Bars of block characters, or of `#` where the output cannot hold blocks."""

from fractions import Fraction

BLOCK, PLAIN = "█", "#"
LENGTH = 10  # cells of a whole bar


def bar(part: Fraction, whole: Fraction, encoding: str) -> str:
    """As much of ten cells as the part is of the whole; an excess is cut at twelve."""
    if not whole or part <= 0:
        return ""
    cells = min(round(part * LENGTH / whole), LENGTH + 2)
    return _block(encoding) * max(cells, 1)


def _block(encoding: str) -> str:
    try:
        BLOCK.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return PLAIN
    return BLOCK
