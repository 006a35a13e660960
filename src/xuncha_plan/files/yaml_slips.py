"""Slips of Chinese keyboards and of YAML that deserve their own words at their own place."""

import re

import yaml

from xuncha_plan.files.source import place_after, refused
from xuncha_plan.model import BadInput, Place
from xuncha_plan.model.quantity import Plain

_FORBIDDEN = re.compile(
    "[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_WIDE_COLON = re.compile("[^\\s：:#\"'\\[\\]{},]+(：)")
_WIDE_SPACE = "\u3000"
_COLON_AND_WIDE_SPACE = re.compile("[^\\s：:#\"'\\[\\]{},]+:(\u3000)")


def check_characters(text: str, file: str) -> None:
    """Refuses characters that no text file holds, such as NUL and ESC."""
    if found := _FORBIDDEN.search(text):
        raise refused(
            place_after(text[: found.start()], file),
            "不能有字符{character}",
            "the character {character} is not allowed",
            character=f"U+{ord(found[0]):04X}",
            code="character",
        )


def wide_colon(place: Place) -> BadInput:
    """A full-width colon where YAML wants an ordinary one."""
    return refused(
        place,
        "这里是全角冒号“：”，应为半角冒号加空格“: ”",
        "this is a full-width colon; write an ordinary colon and a space",
        code="wide-colon",
    )


def _wide_space(place: Place) -> BadInput:
    return refused(
        place,
        "这里是全角空格（U+3000），应为半角空格",
        "this is a full-width space (U+3000); write an ordinary space",
        code="wide-space",
    )


def scalar_slip(text: str, place: Place, lines: list[str]) -> BadInput | None:
    """A full-width space that was meant to set something apart but became part of a text."""
    if text.startswith(_WIDE_SPACE):
        return _wide_space(place)
    if (at := text.find(":" + _WIDE_SPACE)) < 0 or place.line > len(lines):
        return None
    written = lines[place.line - 1].find(":" + _WIDE_SPACE, place.column - 1)
    return _wide_space(
        Place(place.file, place.line, (written if written >= 0 else place.column - 1 + at) + 2)
    )


def key_slip(key: str, value: object, place: Place, lines: list[str]) -> BadInput | None:
    """A full-width space or colon in a key, or a key after a question mark."""
    if question := _question_mark(place, lines):
        return refused(
            question,
            "不接受以“?”开头的键",
            "keys that begin with `? ` are not accepted",
            code="yaml-feature",
        )
    if not isinstance(key, Plain):
        return None
    if (at := key.find(_WIDE_SPACE)) >= 0:
        return _wide_space(Place(place.file, place.line, place.column + at))
    if isinstance(value, Plain) and value == "" and (at := key.find("：")) > 0:
        return wide_colon(Place(place.file, place.line, place.column + at))
    return None


def _question_mark(place: Place, lines: list[str]) -> Place | None:
    """The question mark that introduces a key: before it, or alone on the line above."""
    before = lines[place.line - 1][: place.column - 1].rstrip()
    if re.search(r"(^|[\s\-{\[,])\?$", before):
        return Place(place.file, place.line, len(before))
    above = lines[place.line - 2].rstrip() if place.line > 1 and not before else ""
    return Place(place.file, place.line - 1, len(above)) if above.strip() == "?" else None


def parser_slip(error: yaml.MarkedYAMLError, lines: list[str], file: str) -> BadInput:
    """What the parser stumbled over, and the slip that most likely made it."""
    mark = error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    problem = error.problem or ""
    line = lines[place.line - 1] if place.line <= len(lines) else ""
    if line[place.column - 1 : place.column] == "\t":
        return refused(
            place,
            "缩进不能用制表符，请用空格",
            "a tab cannot indent; use ordinary spaces",
            code="tab",
        )
    if colon := _near(_WIDE_COLON, lines, place):
        return wide_colon(colon)
    if space := _near(_COLON_AND_WIDE_SPACE, lines, place):
        return _wide_space(space)
    if (start := error.context_mark) and "quoted scalar" in (error.context or ""):
        if "end of stream" not in problem:
            escape = line.rfind("\\", 0, place.column)
            place = Place(file, place.line, escape + 1 if escape >= 0 else place.column)
            return refused(place, *_PROBLEMS.get(problem, _UNKNOWN), problem=problem, code="syntax")
        place = Place(file, start.line + 1, start.column + 1)
        return refused(place, "这里的引号没有配对", "this quote is never closed", code="syntax")
    if "document start" in problem:
        above = (_near(_WIDE_COLON, lines[:n], Place(file, n)) for n in range(1, place.line))
        if colon := next(filter(None, above), None):
            return wide_colon(colon)
        return refused(
            place,
            "内容在上面已经结束，这里多出了文字（检查缩进）",
            "the document has ended above; check the indentation here",
            code="syntax",
        )
    return refused(place, *_PROBLEMS.get(problem, _UNKNOWN), problem=problem, code="syntax")


def _near(slip: re.Pattern[str], lines: list[str], place: Place) -> Place | None:
    """A slip after what may be meant for a key, in the lines at or just above a place."""
    for number in range(place.line, max(0, place.line - 3), -1):
        line = lines[number - 1] if number <= len(lines) else ""
        content = re.match(r"[\s\-]*", line)
        start = content.end() if content else 0
        if (found := slip.match(line, start)) and ": " not in line:
            return Place(place.file, number, found.start(1) + 1)
    return None


_UNKNOWN = ("不符合YAML语法：{problem}", "not valid YAML: {problem}")
_PROBLEMS = {
    "mapping values are not allowed in this context": (
        "这里不能有“键: 值”；检查缩进，或给含冒号的文字加引号",
        "no `key: value` can stand here; check the indentation, or quote a text that has a colon",
    ),
    "could not find expected ':'": (
        "这里应有冒号和空格“: ”",
        "a colon and a space are expected here",
    ),
    "did not find expected ',' or ']'": (
        "列表缺少逗号或“]”",
        "the list lacks a comma or its `]`",
    ),
    "did not find expected ',' or '}'": (
        "映射缺少逗号或“}}”",
        "the mapping lacks a comma or its `}}`",
    ),
    "did not find expected key": (
        "这里应为一个键；检查缩进",
        "a key is expected here; check the indentation",
    ),
    "did not find expected '-' indicator": (
        "这里应为列表的下一项“- ”；检查缩进",
        "the next item of the list, `- `, is expected here; check the indentation",
    ),
    "found character that cannot start any token": (
        "这个字符不能作为开头；请给文字加引号",
        "no text can begin with this character; quote the text",
    ),
    "did not find expected comment or line break": (
        '“>”和“|”开头的文字请加引号，例如 ">=4"',
        'quote a text that begins with > or |, such as ">=4"',
    ),
    "found invalid Unicode character escape code": (
        "这个转义不是一个字符",
        "this escape stands for no character",
    ),
    "found unknown escape character": (
        "双引号中没有这种转义；反斜杠请写两个",
        "no such escape in double quotes; write the backslash twice",
    ),
}
