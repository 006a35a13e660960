"""A file as plain values, and beside them where each of them is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from xuncha_plan.model import Place

Key = str | int
Path = tuple[Key, ...]


@dataclass(slots=True)
class Mark:
    """Where a value starts, where its keys start, and the marks of what is inside it."""

    file: str
    line: int
    column: int
    sheet: str = ""
    keys: dict[Key, tuple[int, int]] = field(default_factory=dict)
    inside: dict[Key, "Mark"] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """The value's place."""
        return Place(self.file, self.line, self.column, self.sheet)

    def follow(self, path: Iterable[Key]) -> "Mark":
        """The mark that keys and indices lead to; those that lead nowhere are passed over."""
        mark = self
        for key in path:
            mark = mark.inside.get(key, mark)
        return mark


@dataclass(frozen=True)
class Tree:
    """What a file holds: dicts, lists, `str` for quoted and `Plain` for unquoted scalars."""

    value: object
    mark: Mark

    def place(self, *path: Key) -> Place:
        """Where the value that a path leads to is written."""
        return self.mark.follow(path).place

    def key_place(self, *path: Key) -> Place:
        """Where the key at the end of a path is written; the value's place where it has no key."""
        owner = self.mark.follow(path[:-1])
        if (spot := owner.keys.get(path[-1])) is None:
            return owner.follow(path[-1:]).place
        return Place(owner.file, *spot, owner.sheet)
