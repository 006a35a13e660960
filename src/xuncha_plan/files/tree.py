"""A file as plain values, and beside them where each of them is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from xuncha_plan.model import Place

Key = str | int
Path = tuple[Key, ...]


Spot = tuple[int, int]  # line and column


@dataclass(slots=True)
class Mark:
    """Where a list or mapping starts, and where its keys, its values and all inside it start."""

    file: str
    line: int
    column: int
    sheet: str = ""
    keys: dict[Key, Spot] = field(default_factory=dict)
    values: dict[Key, Spot] = field(default_factory=dict)
    inside: dict[Key, "Mark"] = field(default_factory=dict)  # lists and mappings alone

    @property
    def place(self) -> Place:
        """Its own place."""
        return Place(self.file, self.line, self.column, self.sheet)

    def holds(self, key: Key) -> bool:
        """Whether there is a value under a key or index."""
        return key in self.inside or key in self.values

    def follow(self, path: Iterable[Key]) -> "Mark":
        """The innermost list or mapping that keys and indices lead into."""
        mark = self
        for key in path:
            mark = mark.inside.get(key, mark)
        return mark

    def at(self, spot: Spot) -> Place:
        """The place of a spot inside it."""
        return Place(self.file, *spot, self.sheet)


@dataclass(frozen=True)
class Tree:
    """What a file holds: dicts, lists, `str` for quoted and `Plain` for unquoted scalars."""

    value: object
    mark: Mark

    def place(self, *path: Key) -> Place:
        """Where the value that a path leads to is written, or the innermost that exists."""
        mark, place = self.mark, self.mark.place
        for key in path:
            if (inner := mark.inside.get(key)) is not None:
                mark, place = inner, inner.place
            elif (spot := mark.values.get(key)) is not None:
                return mark.at(spot)
        return place

    def key_place(self, *path: Key) -> Place:
        """Where the key at the end of a path is written; the value's place where it has no key."""
        owner = self.mark.follow(path[:-1])
        spot = owner.keys.get(path[-1])
        return self.place(*path) if spot is None else owner.at(spot)
