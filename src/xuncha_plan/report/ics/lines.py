"""Lines of a calendar (RFC 5545): escaped, folded at 75 octets, no character halved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from xuncha_plan.report.visible import visible

OCTETS = 75
_ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,"}


@dataclass(frozen=True)
class Event:
    """Some whole days, both ends included; `key` stays the same as long as it is the same event."""

    key: tuple[str, ...]
    first: date
    last: date
    summary: str
    description: tuple[str, ...] = ()  # lines
    category: str = ""


def event_lines(event: Event, stamp: date) -> Iterator[str]:
    """The event, unfolded."""
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(event.key)}"
    yield f"DTSTAMP:{stamp:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.last + timedelta(1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.summary)}"
    if event.description:
        yield "DESCRIPTION:" + "\\n".join(map(escaped, event.description))
    if event.category:
        yield f"CATEGORIES:{escaped(event.category)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def uid(key: tuple[str, ...]) -> str:
    """A name for an event that depends on its key alone."""
    return sha256("\x1f".join(key).encode()).hexdigest()[:32] + "@xuncha-plan"


def escaped(text: str) -> str:
    """A text as a value: no character of it ends the line or the value."""
    return "".join(_ESCAPES.get(c, c) for c in visible(text))


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets, each but the first begun by a space."""
    pieces, piece, room = [], "", OCTETS
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append(piece)
            piece, room = " ", OCTETS - 1
        piece, room = piece + character, room - size
    return "\r\n".join([*pieces, piece]) + "\r\n"
