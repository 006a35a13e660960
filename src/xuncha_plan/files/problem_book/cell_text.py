"""Texts in cells: what a cell cannot hold as it is, or would mean something else, is quoted.

A quoted text is a JSON string; it is always itself, never a name of something else.
"""

import json
import re
from collections.abc import Callable, Iterator

from xuncha_plan.model.quantity import Plain, is_absent

LONGEST = 32_767  # characters of a cell
BETWEEN = "、，,；;"
EMPTY = ("（空）", "(none)")
_QUOTED = re.compile(r'\s*"(?:[^"\\]|\\.)*"\s*')
_OPEN, _CLOSE = "（(", "）)"
_MEANT = frozenset(BETWEEN + '"|｜=<>!＝≤≥≠＜＞～')
_BEFORE_QUOTE = _MEANT - {'"'} | frozenset(_OPEN)
_SHOWN = "\x20-\x7e\xa1-\xac\xae-\u1fff\u2010-\u2027\u2030-\ud7ff\uf900-\ufdcf\ufdf0-\ufefe"
_UNSEEN = re.compile(f"[^{_SHOWN}\uff00-\uffef\U00010000-\U0010ffff]|_(?=x)")

Read = Callable[[str], object]


def quote(text: str) -> str:
    """A text that is itself wherever it stands."""
    written = json.dumps(text, ensure_ascii=False)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def unquoted(text: str) -> str | None:
    """The text that a quoted one stands for; None where it is not quoted."""
    if not _QUOTED.fullmatch(text):
        return None
    try:
        return str(json.loads(text, strict=False))
    except ValueError:
        return None


def said(value: str, candidate: str, read: Read, *, beside: bool = False) -> str:
    """A candidate where it is read back as the value and shows whole, else the value quoted.

    `beside` others in one cell it must not hold what stands between them, either.
    """
    is_plain = candidate == candidate.strip() and not _UNSEEN.search(candidate)
    is_whole = not beside or _is_one(candidate)
    fits = candidate and is_plain and is_whole and read(candidate) == value
    return candidate if fits else quote(value)


def _is_one(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character in _OPEN) - (character in _CLOSE)
        if depth < 0 or character in _MEANT:
            return False
    return not depth


def scalar(text: str) -> str:
    """A cell's text: quoted it is a text whatever it looks like."""
    literal = unquoted(text)
    return unwritten(text) if literal is None else literal


def unwritten(text: str) -> str:
    """A text as if no quotes stood around it, but for those that a file takes for nothing."""
    return text if is_absent(Plain(text)) else Plain(text)


def split(text: str, between: str = BETWEEN) -> list[str]:
    """The parts of a text between separators that stand outside quotes and brackets."""
    parts, start, depth, at = [], 0, 0, 0
    while at < len(text):
        if text[at] == '"' and _may_open(text, at) and (end := _end(text, at)):
            at = end
            continue
        depth = max(0, depth + (text[at] in _OPEN) - (text[at] in _CLOSE))
        if not depth and text[at] in between:
            parts.append(text[start:at])
            start = at + 1
        at += 1
    return [part for part in (*parts, text[start:]) if part.strip()]


def _may_open(text: str, at: int) -> bool:
    """Whether a quoted text may start at a place: first, or after a separator or a bracket."""
    before = text[:at].rstrip()
    return not before or before[-1] in _BEFORE_QUOTE


def _end(text: str, at: int) -> int:
    """Where the quoted text that starts at a place ends; 0 where it does not end."""
    found = _QUOTED.match(text, at)
    return found.end() if found else 0


def items(text: str, read: Read) -> Iterator[object]:
    """The items of a cell that holds a list."""
    if text.strip() not in EMPTY:
        yield from (read(part.strip()) for part in split(text))
