"""`where` as a cell says it: `地域=城东、城西；风险>=4；除外（类别=学校）`."""

import re
from collections.abc import Iterator, Mapping

from xuncha_plan.files.problem_book.cell_text import quote, said, scalar, split, unquoted
from xuncha_plan.files.problem_book.vocabulary import Vocabulary
from xuncha_plan.model import Words

ALL = Words("全部", "all")
NOT = Words("除外", "not")
ANY = Words("任一", "any")
_OPERATOR = re.compile(">=|<=|!=|==|=|>|<")
_HALF_WIDTH = str.maketrans(
    {"＝": "=", "≥": ">=", "≤": "<=", "≠": "!=", "＞": ">", "＜": "<", "！": "!"}
)
_INSIDE = re.compile(r"\s*(\S+?)\s*[（(](.*)[）)]\s*", re.DOTALL)
_NAME = re.compile(
    r'\s*("(?:[^"\\]|\\.)*"|[^=<>!＝≥≤≠＜＞！"]+?)\s*(?=[=<>!＝≥≤≠＜＞！])(.*)', re.DOTALL
)
_SECTION_OF = {"sector": "sector", "region": "region", "kind": "kind"}


class WhereSlip(ValueError):
    """A cell that is no selection of targets."""

    def __init__(self, words: Words, text: str) -> None:
        self.words, self.text = words, text
        super().__init__(words.say("en", text=text))


SLIP = Words(
    "“{text}”不是条件；例如 地域=城东、城西；风险>=4",
    "{text} is no condition; write such as region=east, west; risk>=4",
)
TWICE = Words("条件“{text}”写了两次", "the condition on {text} stands twice")
MIXED = Words(
    "“{text}”：比较要逐项写，例如 风险>=2、<=3",
    "{text}: each item takes its own comparison, such as risk>=2, <=3",
)


def where_text(where: Mapping[str, object], words: Vocabulary) -> str:
    """What a cell says for a selector."""
    if not where:
        return ALL.say(words.language)
    stop = "；" if words.language == "zh" else "; "
    return stop.join(_clause(key, value, words) for key, value in where.items())


def _clause(key: str, value: object, words: Vocabulary) -> str:
    if key == "not" and isinstance(value, Mapping):
        return f"{NOT.say(words.language)}（{where_text(value, words)}）"
    if key == "any" and isinstance(value, list):
        return f"{ANY.say(words.language)}（{' ｜ '.join(where_text(x, words) for x in value)}）"
    name = said(key, words.label("field", key), lambda text: _key(text, words), beside=True)
    criteria = [str(x) for x in value] if isinstance(value, list) else []
    texts = [_criterion(key, x, words) for x in criteria]
    if texts and all(_OPERATOR.match(text) for text in texts):
        return name + "、".join(texts)
    return f"{name}={'、'.join(texts)}"


def _criterion(key: str, criterion: str, words: Vocabulary) -> str:
    """One item; where it would not be read back so, it is quoted as a whole."""
    found = _OPERATOR.match(criterion)
    operator = found[0] if found and found[0] not in {"=", "=="} else ""
    rest = criterion[len(operator) :]
    section = _SECTION_OF.get(key)
    written = operator + said(
        rest, words.label(section, rest), lambda text: _operand(text, section, words), beside=True
    )
    return written if _read_item(written, section, words) == criterion else quote(criterion)


def _operand(text: str, section: str | None, words: Vocabulary) -> str:
    literal = unquoted(text)
    return words.id(section, text.strip()) if literal is None else literal


def _read_item(text: str, section: str | None, words: Vocabulary) -> str:
    found = _OPERATOR.match(text)
    operator = found[0] if found else ""
    return operator + _operand(text[len(operator) :], section, words)


def where_read(text: str, words: Vocabulary) -> dict[str, object]:
    """The selector that a cell means; WhereSlip where it is none."""
    if text.strip() in {ALL.zh, ALL.en}:
        return {}
    found: dict[str, object] = {}
    for clause in split(text, "；;"):
        key, value = _read_clause(clause.strip(), words)
        if key in found:
            raise WhereSlip(TWICE, key)
        found[key] = value
    return found


def _read_clause(clause: str, words: Vocabulary) -> tuple[str, object]:
    if inside := _INSIDE.fullmatch(clause):
        if inside[1] in {NOT.zh, NOT.en, "不含"}:
            return "not", where_read(inside[2], words)
        if inside[1] in {ANY.zh, ANY.en}:
            return "any", [where_read(part, words) for part in split(inside[2], "｜|")]
    if (named := _NAME.fullmatch(clause)) is None:
        raise WhereSlip(SLIP, clause)
    key = _key(named[1], words)
    return key, list(_read_values(clause, _half(named[2]), _SECTION_OF.get(key), words))


def _half(text: str) -> str:
    """The text with half-width comparisons, quoted parts aside."""
    parts = re.split(r'("(?:[^"\\]|\\.)*")', text)
    return "".join(x if x.startswith('"') else x.translate(_HALF_WIDTH) for x in parts)


def _read_values(clause: str, rest: str, section: str | None, words: Vocabulary) -> Iterator[str]:
    first = _OPERATOR.match(rest)
    is_list = first is not None and first[0] == "="
    for part in split(rest[1:] if is_list else rest, "、，,"):
        if not is_list and not _OPERATOR.match(part.strip()):
            raise WhereSlip(MIXED, clause)
        yield _read_item(part.strip(), section, words)


def _key(text: str, words: Vocabulary) -> str:
    literal = unquoted(text)
    if literal is not None:
        return literal
    name = str(scalar(text)).strip()
    return {"标签": "tag", "标签（tag）": "tag"}.get(name, words.id("field", name))
