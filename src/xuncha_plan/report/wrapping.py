"""Lines of Chinese and English text that fit a width, measured in terminal cells."""

import re

from rich.cells import cell_len

_CANNOT_BEGIN = "，。；：、？！）】》”’…·％,.;:?!)"
_CANNOT_END = "（【《“‘"
_PIECE = re.compile(
    rf"\s+|[{_CANNOT_END}]*"
    r"([\x21-\x7e]+|[^\s])"  # a word of another script stays whole: commands, ids, numbers
    rf"[{_CANNOT_BEGIN}]*"
)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells; a longer word has a line to itself."""
    lines, line = [], ""
    for piece in (found[0] for found in _PIECE.finditer(text)):
        if line and cell_len((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def padded(text: str, width: int) -> str:
    """The text followed by spaces up to a width in cells."""
    return text + " " * (width - cell_len(text))
