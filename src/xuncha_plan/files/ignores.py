"""Comments that accept a finding with a reason: `# xuncha: ignore[code] reason`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from xuncha_plan.files.source import decode, one_break, read_bytes
from xuncha_plan.model import BadInput, Place

_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*xuncha\s*[:：]\s*(.*)$")
_IGNORE = re.compile(
    "ignore\\s*[\\[\uff3b]([^\\]\uff3d]*)[\\]\uff3d]\\s*(.*)$"
)  # brackets may be full-width
_BETWEEN = re.compile(r"[\s,;，；、]+")
_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Spans = dict[int, list[tuple[int, int]]]  # by line, from one column up to another, from 0


@dataclass(frozen=True)
class Ignore:
    """A comment that accepts findings of some codes on one line; without codes it is malformed."""

    place: Place
    codes: tuple[str, ...]
    reason: str
    line: int  # the line that it speaks of: its own, or the next that holds more than a comment


def ignores_in(path: Path) -> tuple[Ignore, ...]:
    """The ignore comments of a YAML file; none in a table, nor in a file that is not readable."""
    if path.suffix.lower() not in {".yaml", ".yml"}:
        return ()
    try:
        return tuple(find_ignores(one_break(decode(read_bytes(path), str(path))), str(path)))
    except (BadInput, yaml.YAMLError):
        return ()


def find_ignores(text: str, file: str) -> Iterator[Ignore]:
    """The ignore comments of a text; what only looks like one inside a scalar is none."""
    lines = text.split("\n")
    found = [(i, match) for i, line in enumerate(lines) if (match := _COMMENT.search(line))]
    if not found:
        return
    texts = _scalars(text)
    for i, match in found:
        if any(start <= match.start() < end for start, end in texts.get(i, ())):
            continue
        place = Place(file, i + 1, match.start() + 1)
        stated = _IGNORE.match(match[1].strip())
        codes = tuple(filter(None, _BETWEEN.split(stated[1]))) if stated else ()
        yield Ignore(place, codes, stated[2].strip() if stated else "", _line(lines, i, match))


def _line(lines: list[str], i: int, match: re.Match[str]) -> int:
    if lines[i][: match.start()].strip():
        return i + 1
    after = (n for n in range(i + 1, len(lines)) if lines[n].strip())
    return next((n + 1 for n in after if not lines[n].lstrip().startswith("#")), i + 1)


def _scalars(text: str) -> _Spans:
    """Where scalars stand, line by line."""
    spans: _Spans = {}
    for event in yaml.parse(text, Loader=_Parser):
        if isinstance(event, yaml.ScalarEvent) and event.start_mark and event.end_mark:
            first, last = event.start_mark, event.end_mark
            for line in range(first.line, last.line + 1):
                start = first.column if line == first.line else 0
                end = last.column if line == last.line else len(text)
                spans.setdefault(line, []).append((start, end))
    return spans
