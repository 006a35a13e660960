"""JSON may write a character as two escapes, which YAML refuses: they are joined first."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from xuncha_plan.files.tree import Mark
from xuncha_plan.model import BadInput, Place

_PAIR = re.compile(
    r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})"
)
_SHORTER = 11  # characters that a pair of escapes is longer than the character


@dataclass(frozen=True)
class Joined:
    """A text with its pairs joined, and the columns, line by line, after which it is shorter."""

    text: str
    columns: dict[int, list[int]]

    def _column(self, line: int, column: int) -> int:
        return column + _SHORTER * sum(joined < column for joined in self.columns.get(line, ()))

    def original(self, error: BadInput) -> BadInput:
        """The same faults at their places in the text as it was written."""
        return BadInput(*(replace(f, place=self._moved(f.place)) for f in error.faults))

    def _moved(self, place: Place) -> Place:
        return replace(place, column=self._column(place.line, place.column))

    def restore(self, mark: Mark, done: set[int] | None = None) -> None:
        """Moves a mark, and all inside it, to the places in the text as it was written."""
        done = set() if done is None else done
        if id(mark) in done:  # an alias shares the marks of what it repeats
            return
        done.add(id(mark))
        mark.column = self._column(mark.line, mark.column)
        for spots in (mark.keys, mark.values):
            for key, (line, column) in spots.items():
                spots[key] = (line, self._column(line, column))
        for inside in mark.inside.values():
            self.restore(inside, done)


def join_surrogates(text: str) -> Joined | None:
    """The text with each pair of escapes as one character; None where it holds no pair."""
    if not _PAIR.search(text):
        return None
    columns: dict[int, list[int]] = defaultdict(list)
    lines = []
    for number, line in enumerate(text.split("\n"), 1):
        done, parts = 0, []
        for found in _PAIR.finditer(line):
            parts += [line[done : found.start()], found[1], _character(found)]
            columns[number].append(sum(map(len, parts)))
            done = found.end()
        lines.append("".join([*parts, line[done:]]))
    return Joined("\n".join(lines), dict(columns))


def _character(found: re.Match[str]) -> str:
    high, low = int(found[2], 16), int(found[3], 16)
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
