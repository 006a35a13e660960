"""CSV in the encodings and with the separators that spreadsheets in China write."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from pathlib import Path

from xuncha_plan.files.grid import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Grid
from xuncha_plan.files.source import (
    decode,
    looks_like_gb18030,
    one_break,
    place_after,
    read_bytes,
    refused,
)
from xuncha_plan.model import BadInput, Fault, Place, Words

_QUOTED = re.compile('"[^"]*(?:""[^"]*)*"')
_SEPARATORS = (",", ";", "\t")
_NAMES = {
    ",": Words("逗号", "commas"),
    ";": Words("分号", "semicolons"),
    "\t": Words("制表符", "tabs"),
}


def read_csv(path: Path) -> Grid:
    """The rows of a CSV file; what is unusual about its encoding or separator becomes a warning."""
    file, data = str(path), read_bytes(path)
    text, encoding = _decoded(data, file)
    text = one_break(text)
    if (at := text.find("\x00")) >= 0:
        raise refused(
            place_after(text[:at], file),
            "不能有字符{character}",
            "the character {character} is not allowed",
            character="U+0000",
            code="character",
        )
    separator = _separator(text)
    rows = tuple(_rows(text, separator, file))
    return Grid(file, rows, warnings=tuple(_said(file, encoding, separator)))


def _decoded(data: bytes, file: str) -> tuple[str, str]:
    """The text and the encoding that was taken."""
    if data.startswith((BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)):
        return decode(data, file), "UTF-8"
    try:
        return data.decode(), "UTF-8"
    except UnicodeDecodeError as error:
        if looks_like_gb18030(data) and not any(map(_is_utf8, data.splitlines())):
            return data.decode("gb18030"), "GB18030"
        raise refused(
            place_after(data[: error.start].decode("utf-8", "replace"), file),
            "编码混杂或无法识别：这里不是UTF-8；请另存为UTF-8",
            "mixed or unknown encoding: this is not UTF-8; save the file as UTF-8",
            code="encoding",
        ) from error


def _is_utf8(line: bytes) -> bool:
    """Whether a line holds Chinese in UTF-8, which GB18030 yields by chance almost never."""
    try:
        return any(c >= "\u0800" for c in line.decode())
    except UnicodeDecodeError:
        return False


def _separator(text: str) -> str:
    """The separator that the first line has most of; a comma where it has none."""
    line = next((line for line in text.split("\n") if line.strip()), "")
    bare = _QUOTED.sub("", line)
    return max(_SEPARATORS, key=bare.count)


def _said(file: str, encoding: str, separator: str) -> Iterator[Fault]:
    if (encoding, separator) != ("UTF-8", ","):
        words = Words(
            "按{encoding}编码、{separator}分隔读取", "read as {encoding}, separated by {separator}"
        )
        yield Fault(
            Place(file),
            words,
            {"encoding": encoding, "separator": _NAMES[separator]},
            code="read-as",
        )


def _rows(text: str, separator: str, file: str) -> Iterator[tuple[str, ...]]:
    bare = re.compile(f"[^{separator}\n]*")
    at, number = 0, 0
    while at < len(text):
        number += 1
        row: list[str] = []
        while True:
            place = Place(file, number, len(row) + 1)
            cell, at = _cell(text, at, bare, place)
            _want_small(cell, place)
            row.append(cell)
            if at >= len(text) or text[at] == "\n":
                break
            at += 1
        at += 1
        yield tuple(row)


def _cell(text: str, at: int, bare: re.Pattern[str], place: Place) -> tuple[str, int]:
    """A cell and where it ends."""
    if text[at : at + 1] != '"':
        found = bare.match(text, at)
        return (found[0], found.end()) if found else ("", at)
    if (quoted := _QUOTED.match(text, at)) is None:
        raise refused(place, "这里的引号没有配对", "this quote is never closed", code="table")
    rest = bare.match(text, quoted.end())
    if rest and rest[0].strip():
        raise refused(
            place,
            "引号之后还有文字；引号要写两个",
            "text follows the closing quote; write a quote inside a text twice",
            code="table",
        )
    return quoted[0][1:-1].replace('""', '"'), rest.end() if rest else quoted.end()


def _want_small(cell: str, place: Place) -> None:
    if len(cell) > LONGEST_CELL:
        raise refused(
            place,
            "一格超过{limit}个字符",
            "the cell is longer than {limit} characters",
            limit=LONGEST_CELL,
            code="too-large",
        )
    if place.line > MOST_ROWS or place.column > MOST_COLUMNS:
        raise too_large(place)


def too_large(place: Place) -> BadInput:
    """A table beyond the limits."""
    return refused(
        place,
        "表超过{rows}行或{columns}列",
        "the table has more than {rows} rows or {columns} columns",
        rows=MOST_ROWS,
        columns=MOST_COLUMNS,
        code="too-large",
    )
