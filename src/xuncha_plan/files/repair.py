"""Slips of the keyboard and of the encoding, put right where only one meaning is possible.

Nothing is searched for: the file is read as ever, and only what the reader refused at a token, and
knows for a slip, is changed there. Every other byte stays as it was.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from xuncha_plan.files.encoding import Decoded, decoded
from xuncha_plan.files.plan_file import plan_of
from xuncha_plan.files.problem_file import problem_of
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import BadInput, Fault, Place, Words

MOST_ROUNDS = 2_000
TAB_WIDTHS = (2, 4, 8)
COLON = Words("全角冒号改为半角冒号", "full-width colon made ordinary")
SPACE = Words("全角空格改为半角空格", "full-width space made ordinary")
TAB = Words("缩进的制表符改为空格", "tab of the indentation made spaces")
COMMA = Words("全角逗号、顿号改为半角逗号", "full-width comma made ordinary")
BRACKETS = Words("全角括号改为半角括号", "full-width brackets made ordinary")
DIGITS = Words("全角数字改为半角数字", "full-width digits made ordinary")
MARK = Words("行首的全角符号改为半角", "full-width mark at the start of the line made ordinary")

_WIDE_SPACE = "\u3000"
_TO_PLAIN = str.maketrans(
    {
        "\uff3b": "[", "\uff3d": "]", "\uff5b": "{", "\uff5d": "}",
        "，": ", ", "、": ", ", "：": ": ", _WIDE_SPACE: " ",
    }
)  # fmt: skip
_BRACKETED = re.compile("\uff3b[^\uff3b\uff3d]*\uff3d|\uff5b[^\uff5b\uff5d]*\uff5d")
_WIDE_NUMBER = re.compile("[-0-9.%\uff10-\uff19\uff0e\uff05\uff0d]+(?=[\\s,}\\]#]|$)")
_WORDS = re.compile("[^\\s,\\[\\]{}#\"']+")
_KEY = re.compile("([ \\-]*)[^\\s：:#\"'\\[\\]{},]+(?=[：:])")
_WIDE_START = re.compile("(\\s*)([\uff0d\uff03])(\\s*)")
Edit = Callable[[str, int], tuple[str, Words] | None]  # a line and a column from 0


@dataclass(frozen=True)
class Fix:
    """One change: where it was made in the file as it was, and what it was."""

    place: Place
    words: Words


@dataclass(frozen=True)
class Repaired:
    """A file after its repair: its bytes, what was changed, and what is still wrong with it."""

    data: bytes
    fixes: tuple[Fix, ...]
    faults: tuple[Fault, ...]


def repaired(data: bytes, path: Path) -> Repaired:
    """The file with its slips put right; `path` is where files that it names are looked for."""
    try:
        text = decoded(data, str(path))
    except BadInput as error:
        return Repaired(data, (), error.faults)
    encoding = (Fix(Place(str(path)), text.words),) if text.words else ()
    first = _Repair(text, path, TAB_WIDTHS[0]).done()
    one = _of_one_meaning(first, text, path) if first.has_tabs else first
    return Repaired(one.data, (*encoding, *one.fixes), one.faults)


def _of_one_meaning(first: "_Repair", text: Decoded, path: Path) -> "_Repair":
    """Tabs made spaces, if the file means the same however wide they are; else they stay."""
    tries = [first, *(_Repair(text, path, width).done() for width in TAB_WIDTHS[1:])]
    readable = [one for one in tries if not one.faults]
    if readable and all(one.meaning == readable[0].meaning for one in readable):
        return readable[0]
    return _Repair(text, path, None).done()


class _Repair:
    """One text on its way; tabs of the indentation are so many spaces wide, or stay."""

    def __init__(self, text: Decoded, path: Path, tab: int | None) -> None:
        self._path, self._tab = path, tab
        parts = re.split("(\r\n|\r|\n)", text.text)
        self._lines, self._ends = parts[::2], [*parts[1::2], ""]
        self.fixes: list[Fix] = []
        self.faults: tuple[Fault, ...] = ()
        self.meaning: object = None
        self.has_tabs = False

    @property
    def data(self) -> bytes:
        """The text as UTF-8, its line ends as they were."""
        return "".join(a + b for a, b in zip(self._lines, self._ends, strict=True)).encode()

    def done(self) -> "_Repair":
        """Reads and changes until nothing is left to change."""
        for _ in range(MOST_ROUNDS):
            self.faults = tuple(self._refusals())
            if not [fault for fault in reversed(self.faults) if self._fix(fault)]:
                break
        self.fixes.sort(key=lambda fix: fix.place)
        return self

    def _refusals(self) -> Iterator[Fault]:
        try:
            tree = parse(self.data, str(self._path))
            self.meaning = tree.value
            if isinstance(tree.value, dict) and "visits" in tree.value:
                plan_of(tree)
            else:
                problem_of(tree, self._path)
        except BadInput as error:
            yield from error.faults

    def _fix(self, fault: Fault) -> bool:
        place = fault.place
        if place.file != str(self._path) or place.line > len(self._lines):
            return False
        if fault.code == "tab":
            return self._fix_tabs(place)
        for line in (place.line, place.line - 1):
            if fault.code in {"syntax", "value", "wide-colon"} and self._fix_start(line):
                return True
        edit = _EDITS.get(fault.code)
        old, at = self._lines[place.line - 1], place.column - 1
        changed = edit(old, at) if edit else None
        if changed is None or changed[0] == old:
            return False
        self._lines[place.line - 1] = changed[0]
        self.fixes.append(Fix(place, changed[1]))
        if changed[1] is COLON:
            self._fix_siblings(place)
        return True

    def _fix_siblings(self, place: Place) -> None:
        """The keys below one at the start of its line, which until now were part of its text."""
        start = _KEY.match(self._lines[place.line - 1])
        if start is None or start.end() != place.column - 1:
            return
        for number in range(place.line + 1, len(self._lines) + 1):
            line = self._lines[number - 1]
            indentation = len(line) - len(line.lstrip(" "))
            if not line.strip() or indentation < start.end(1):
                return
            key = _KEY.match(line)
            if key and key.end(1) == indentation == start.end(1) and line[key.end()] == "：":
                self._lines[number - 1] = _plain_colon(line, key.end())
                self.fixes.append(Fix(Place(place.file, number, key.end() + 1), COLON))

    def _fix_tabs(self, place: Place) -> bool:
        """The tabs of a line's indentation, and of those that follow on it with tabs."""
        self.has_tabs = True
        if self._tab is None:
            return False
        for i in range(place.line - 1, len(self._lines)):
            line = self._lines[i]
            indentation = line[: len(line) - len(line.lstrip(" \t"))]
            if "\t" not in indentation:
                return i >= place.line
            spaces = indentation.replace("\t", " " * self._tab)
            self._lines[i] = spaces + line[len(indentation) :]
            column = indentation.index("\t") + 1
            self.fixes.append(Fix(Place(place.file, i + 1, column), TAB))
        return True

    def _fix_start(self, number: int) -> bool:
        """A full-width dash or number sign where a line's text begins."""
        if not 1 <= number <= len(self._lines):
            return False
        line = self._lines[number - 1]
        if (found := _WIDE_START.match(line)) is None:
            return False
        plain = {"\uff0d": "-", "\uff03": "#"}[found[2]]
        self._lines[number - 1] = f"{found[1]}{plain} {line[found.end() :]}"
        self.fixes.append(Fix(Place(str(self._path), number, found.end(1) + 1), MARK))
        return True


def _colon(line: str, at: int) -> tuple[str, Words] | None:
    if line[at : at + 1] != "：":
        return None
    if bracketed := _bracketed(line, at):
        return bracketed
    return _plain_colon(line, at), COLON


def _plain_colon(line: str, at: int) -> str:
    rest = line[at + 1 :].lstrip(_WIDE_SPACE)
    gap = "" if not rest or rest.startswith(" ") else " "
    return f"{line[:at]}:{gap}{rest}"


def _space(line: str, at: int) -> tuple[str, Words] | None:
    end = at
    while line[end : end + 1] == _WIDE_SPACE:
        end += 1
    width = 2 if not line[:at].strip() else 1
    spaces = " " * (end - at) * width
    return line[:at] + spaces + line[end:], SPACE


def _comma(line: str, at: int) -> tuple[str, Words] | None:
    """Known words between full-width commas: a list, which gets its brackets where it has none."""
    if bracketed := _bracketed(line, at):
        return bracketed
    found = _WORDS.match(line, at)
    if found is None:
        return None
    words = re.sub("[，、；]", ", ", found[0])
    before = line[:at].rstrip()[-1:]
    if before not in {"[", ",", ":"}:
        return None
    listed = f"[{words}]" if before == ":" else words
    return line[:at] + listed + line[found.end() :], COMMA


def _value(line: str, at: int) -> tuple[str, Words] | None:
    if bracketed := _bracketed(line, at):
        return bracketed
    number = _WIDE_NUMBER.match(line, at)
    if number is None or number[0].isascii():
        return None
    return line[:at] + normalize("NFKC", number[0]) + line[number.end() :], DIGITS


def _bracketed(line: str, at: int) -> tuple[str, Words] | None:
    """The full-width brackets around or at a column, with the commas and colons inside."""
    for found in _BRACKETED.finditer(line):
        if found.start() <= at < found.end():
            plain = re.sub("([,:])  +", r"\1 ", found[0].translate(_TO_PLAIN))
            return line[: found.start()] + plain + line[found.end() :], BRACKETS
    return None


_EDITS: dict[str, Edit] = {
    "wide-colon": _colon,
    "wide-space": _space,
    "wide-comma": _comma,
    "value": _value,
    "unknown-name": _value,
}
