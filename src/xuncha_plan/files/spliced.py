"""A problem file as it was read, with some of its parts changed, and where each part is written."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from xuncha_plan.files.tree import Mark, Spot, Tree
from xuncha_plan.model.quantity import is_absent


@dataclass(frozen=True)
class _Item:
    """One entry of a list: what it says, and where; `mark` is None for a scalar."""

    raw: object
    mark: Mark | None
    spot: Spot | None
    names: tuple[str, ...]


class Sections:
    """The lists of a problem file; what is not changed stays where it is written."""

    def __init__(self, base: Tree) -> None:
        self._base = base
        self._raw = dict(base.value) if isinstance(base.value, dict) else {}
        self._items: dict[str, list[_Item]] = {}

    def has_list(self, section: str) -> bool:
        """Whether a section is a list in the file itself, or is not there at all."""
        raw = self._raw.get(section)
        return raw is None or isinstance(raw, list) or is_absent(raw)

    def names(self, section: str) -> Iterator[tuple[str, ...]]:
        """What each entry may be called by: its id, or a rule's name, and RULE#N as N-th rule."""
        for item in self._of(section):
            yield item.names

    def set(self, section: str, at: int, keys: dict[str, object], mark: Mark) -> None:
        """Changes keys of an entry; a key without a value is taken away.

        What is wrong with the entry then is said at the change, in whose file it is to be mended.
        """
        item = self._of(section)[at]
        old = item.raw if isinstance(item.raw, dict) else {"id": item.raw}
        kept = {key: raw for key, raw in old.items() if key not in keys}
        new = {key: raw for key, raw in keys.items() if not is_absent(raw)}
        merged = Mark(mark.file, mark.line, mark.column, mark.sheet)
        here = (mark.line, mark.column)
        for key in kept:
            merged.keys[key] = merged.values[key] = here
        merged.keys |= mark.keys
        merged.values |= mark.values
        merged.inside |= {k: m for k, m in mark.inside.items() if k in new}
        if item.mark is not None:
            merged.inside |= {k: m for k, m in item.mark.inside.items() if k in kept}
        self._of(section)[at] = replace(item, raw={**kept, **new}, mark=merged, spot=None)

    def drop(self, section: str, at: int) -> None:
        """Takes an entry away."""
        del self._of(section)[at]

    def add(self, section: str, raw: object, mark: Mark) -> None:
        """Puts one more entry at the end."""
        number = len(self._of(section)) + 1
        self._of(section).append(_Item(raw, mark, None, _names(raw, number)))

    def close_round(self, at: int, mark: Mark) -> None:
        """Takes the teams out of a round and its visits with them; its name stays known."""
        ids = [names[0] for names in self.names("rounds") if names]
        gone = self._of("rounds")[at].names[0]
        self.set("rounds", at, {"purposes": []}, mark)
        for i, team in enumerate(list(self._of("teams"))):
            present = team.raw.get("rounds") if isinstance(team.raw, dict) else None
            stated = ids if present is None or is_absent(present) else present
            rest = [x for x in (stated if isinstance(stated, list) else [stated]) if x != gone]
            self.set("teams", i, {"rounds": rest}, mark)

    def tree(self) -> Tree:
        """The file as it would read; the base is left alone."""
        base = self._base.mark
        mark = replace(
            base, keys=dict(base.keys), values=dict(base.values), inside=dict(base.inside)
        )
        value = dict(self._raw)
        for section, items in self._items.items():
            value[section] = [item.raw for item in items]
            its = mark.inside.get(section) or Mark(base.file, base.line, base.column)
            mark.inside[section] = replace(
                its,
                keys={},
                values={i: x.spot for i, x in enumerate(items) if x.spot is not None},
                inside={i: x.mark for i, x in enumerate(items) if x.mark is not None},
            )
        return Tree(value, mark)

    def _of(self, section: str) -> list[_Item]:
        if section not in self._items:
            raw, mark = self._raw.get(section), self._base.mark.inside.get(section)
            self._items[section] = [
                _Item(
                    x,
                    mark.inside.get(i) if mark else None,
                    mark.values.get(i) if mark else None,
                    _names(x, i + 1),
                )
                for i, x in enumerate(raw if isinstance(raw, list) else [])
            ]
        return self._items[section]


def _names(raw: object, number: int) -> tuple[str, ...]:
    if not isinstance(raw, dict):
        return (str(raw),)
    named = [raw.get("id"), raw.get("name") if "rule" in raw else None]
    if "rule" in raw:
        named.append(f"{raw['rule']}#{number}")
    return tuple(str(name) for name in named if isinstance(name, str))
