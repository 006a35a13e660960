"""A file with a few values changed or added where they are written; every other byte stays.

What was written is read again: if it means anything but the old file with these very changes, it
is refused.
"""

import json
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from typing import Any

from xuncha_plan.files.source import decode, refused
from xuncha_plan.files.tree import Key, Tree
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import BadInput, Place
from xuncha_plan.model.quantity import Plain

Path = tuple[Key, ...]
_BREAK = re.compile("\r\n|\r|\n")
_WORD = re.compile(r"[^\W\d_][\w-]*")
_GUESSED = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
_OPENING = ("{", "[")
_MARKS = ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"))


class Amendments:
    """Changes to one file; a value is text, `Plain` where it is a number or a day, or made of such.

    BadInput where a change cannot be made safely.
    """

    def __init__(self, data: bytes, file: str) -> None:
        self._data, self._file = data, file
        self._tree: Tree = parse(data, file)
        self._wanted: Any = _copied(self._tree.value)  # a file's values are of any type
        mark, self._encoding = next(
            (one for one in _MARKS if data.startswith(one[0])), (b"", "utf-8")
        )
        self._mark = mark
        self._text = decode(data, file)
        self._starts = [0, *(found.end() for found in _BREAK.finditer(self._text))]
        found = _BREAK.search(self._text)
        self._newline = found[0] if found else "\n"
        self._edits: list[tuple[int, int, str]] = []
        self._new: dict[str, list[object]] = {}  # lists that the file lacks
        self._is_json = file.lower().endswith(".json")

    def set(self, path: Path, value: object) -> None:
        """Puts a value in the place of a number or a text."""
        old = self._at(path)
        start = self._offset(self._tree.place(*path))
        if not isinstance(old, str) or not self._text.startswith(str(old), start):
            raise self._cannot(self._tree.place(*path))
        self._edits.append((start, len(old), self._written(value)))
        self._at(path[:-1])[path[-1]] = value

    def add_key(self, path: Path, key: str, value: object) -> None:
        """Adds a key to a mapping that lacks it, after its first."""
        mapping = self._at(path)
        place = self._tree.place(*path)
        if not isinstance(mapping, dict) or key in mapping:
            raise self._cannot(place)
        name = json.dumps(key) if self._is_json else key
        mark = self._tree.mark.follow(path)
        others = [mark.at(spot) for spot in mark.keys.values()]
        self._put(others[1] if len(others) > 1 else None, place, f"{name}: {self._written(value)}")
        mapping[key] = value

    def add_item(self, section: str, value: object) -> None:
        """Adds an entry, as the first, to a list; a list that the file lacks is made at its end."""
        if section in self._new or section not in self._wanted:
            self._new.setdefault(section, []).insert(0, value)
            self._wanted[section] = self._new[section]
            return
        entries, place = self._wanted[section], self._tree.place(section)
        if not isinstance(entries, list) or (self._is_json and self._char(place) != "["):
            raise self._cannot(place)
        written = self._written(value)
        is_flow = self._char(place) in _OPENING
        self._put(None, place, written if is_flow else f"- {written}", is_empty=not entries)
        entries.insert(0, value)

    def _put(
        self, before: Place | None, start: Place, text: str, *, is_empty: bool = False
    ) -> None:
        """Puts an entry before another; None: as the first of what starts at a place."""
        is_flow = self._char(start) in _OPENING
        offset = self._offset(before or start) + (1 if is_flow and before is None else 0)
        indent = " " * ((before or start).column - 1)
        after = ("" if is_empty else ", ") if is_flow else f"{self._newline}{indent}"
        self._edits.append((offset, 0, text + after))

    def data(self) -> bytes:
        """The file with the changes made."""
        text = self._text
        for start, length, new in sorted(self._edits, key=lambda edit: edit[0], reverse=True):
            text = text[:start] + new + text[start + length :]
        text += self._new_lists(text)
        data = self._mark + text.encode(self._encoding)
        try:
            again = parse(data, self._file).value
        except BadInput:
            raise self._cannot(self._tree.place()) from None
        if _plain(again) != _plain(self._wanted):
            raise self._cannot(self._tree.place())
        return data

    def _new_lists(self, text: str) -> str:
        if self._new and self._is_json:
            raise self._cannot(self._tree.place())
        lines = [] if text.endswith(("\n", "\r")) or not self._new else [""]
        for section, values in self._new.items():
            lines += [f"{section}:", *(f"  - {self._written(value)}" for value in values), ""]
        return self._newline.join(lines)

    def _at(self, path: Path) -> Any:  # a file's values are of any type
        value = self._wanted
        for key in path:
            value = value[key]
        return value

    def _offset(self, place: Place) -> int:
        return self._starts[place.line - 1] + place.column - 1

    def _char(self, place: Place) -> str:
        return self._text[self._offset(place)]

    def _cannot(self, place: Place) -> BadInput:
        return refused(
            place,
            "这里的写法不能自动改动；请手工修改",
            "what is written here cannot be changed automatically; change it by hand",
        )

    def _written(self, value: object) -> str:
        match value:
            case Plain():
                return str(value) if not self._is_json or _is_number(value) else json.dumps(value)
            case Mapping():
                pairs = ((self._key(key), self._written(x)) for key, x in value.items())
                return "{" + ", ".join(f"{key}: {x}" for key, x in pairs) + "}"
            case list():
                return "[" + ", ".join(map(self._written, value)) + "]"
            case _:
                text = str(value)
                is_word = _WORD.fullmatch(text) and text.lower() not in _GUESSED
                if is_word and not self._is_json:
                    return text
                return json.dumps(text, ensure_ascii=False)

    def _key(self, key: object) -> str:
        return json.dumps(key) if self._is_json else str(key)


def _copied(value: object) -> object:
    """A value in which nothing stands in two places, as aliases do."""
    match value:
        case dict():
            return {key: _copied(x) for key, x in value.items()}
        case list():
            return [_copied(x) for x in value]
        case _:
            return value


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) is not None


def _plain(value: object) -> object:
    """A value in which quoted and unquoted texts are alike."""
    match value:
        case dict():
            return {str(key): _plain(x) for key, x in value.items()}
        case list():
            return [_plain(x) for x in value]
        case _:
            return str(value)
