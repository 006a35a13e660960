"""YAML and JSON as plain values with places, within budgets that are counted before anything grows.

Events are all that is taken from the parser: no tag is resolved, no scalar guessed at, and what
is too deep, too long or too much is refused at the event that passes the limit.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from xuncha_plan.files.json_escapes import join_surrogates
from xuncha_plan.files.source import decode, one_break, refused
from xuncha_plan.files.tree import Key, Mark, Spot, Tree
from xuncha_plan.files.yaml_slips import check_characters, key_slip, parser_slip, scalar_slip
from xuncha_plan.model import BadInput, Place
from xuncha_plan.model.quantity import LONGEST, Plain

DEEPEST = 64  # levels of lists and mappings
MOST_NODES = 1_000_000  # after aliases are expanded
MOST_ITEMS = 200_000  # of one list
MOST_KEYS = 10_000  # of one mapping
_WIDE_SPACE = "\u3000"
_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Written = yaml.ScalarEvent | yaml.CollectionStartEvent
_UNICODE_BREAKS = "\x85\u2028\u2029"  # line breaks to YAML 1.1, to no editor and not to YAML 1.2


def parse(data: bytes, file: str) -> Tree:
    """The one document that a file holds; anything else is BadInput at its place."""
    text = one_break(decode(data, file))
    check_characters(text, file)
    pairs = join_surrogates(text) if file.lower().endswith(".json") else None
    reader = _Reader(pairs.text if pairs else text, file)
    try:
        tree = reader.document()
    except BadInput as error:
        raise pairs.original(error) if pairs else error from None
    if pairs:
        pairs.restore(tree.mark)
    return tree


@dataclass(frozen=True)
class _Anchored:
    value: object
    mark: Mark | None  # None for a scalar
    nodes: int


class _Reader:
    """Builds values and marks from parser events."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._lines = text.split("\n")
        stand_ins = _stand_ins(text)
        self._restore = {ord(new): old for old, new in stand_ins.items()}
        self._events = self._parsed(text.translate({ord(c): x for c, x in stand_ins.items()}))
        self._anchors: dict[str, _Anchored | None] = {}  # None while it is being built
        self._nodes = 0
        self._may_ask = "?" in text

    def _parsed(self, text: str) -> Iterator[yaml.Event]:
        try:
            yield from yaml.parse(text, Loader=_Parser)
        except yaml.MarkedYAMLError as error:
            raise parser_slip(error, self._lines, self._file) from error

    def document(self) -> Tree:
        next(self._events)  # the stream's start
        if isinstance(next(self._events), yaml.StreamEndEvent):
            raise self._empty()
        event = next(self._events)
        value, mark = self._node(event, 0)
        if type(value) is Plain and value == "":
            raise self._empty()
        next(self._events)  # the document's end
        if not isinstance(more := next(self._events), yaml.StreamEndEvent):
            raise self._refused(
                more,
                "一个文件只能有一份内容，这里开始了第二份",
                "a file holds one document; a second one starts here",
                code="yaml-feature",
            )
        return Tree(value, mark or Mark(self._file, *_spot(event)))

    def _empty(self) -> BadInput:
        return refused(Place(self._file), "文件是空的", "the file is empty", code="empty")

    def _refused(
        self, event: yaml.Event, zh: str, en: str, /, *, code: str, **blanks: object
    ) -> BadInput:
        return refused(Place(self._file, *_spot(event)), zh, en, code=code, **blanks)

    def _node(self, event: yaml.Event, depth: int) -> tuple[object, Mark | None]:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        assert isinstance(event, _Written)
        self._count(1, event)
        if (anchor := event.anchor) is None:
            return self._built(event, depth)
        self._anchors[anchor] = None
        before = self._nodes
        value, mark = self._built(event, depth)
        self._anchors[anchor] = _Anchored(value, mark, self._nodes - before + 1)
        return value, mark

    def _built(self, event: _Written, depth: int) -> tuple[object, Mark | None]:
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event), None
        self._refuse_tag(event)
        if depth == DEEPEST:
            raise self._refused(
                event,
                "嵌套超过{limit}层",
                "nested deeper than {limit} levels",
                limit=DEEPEST,
                code="too-large",
            )
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(event, depth + 1)
        return self._mapping(event, depth + 1)

    def _count(self, nodes: int, event: yaml.Event) -> None:
        self._nodes += nodes
        if self._nodes > MOST_NODES:
            raise self._refused(
                event,
                "展开后超过{limit}个节点",
                "more than {limit} nodes once aliases are expanded",
                limit=MOST_NODES,
                code="too-large",
            )

    def _alias(self, event: yaml.AliasEvent) -> tuple[object, Mark | None]:
        name = event.anchor
        if name not in self._anchors:
            raise self._refused(
                event, "没有锚点“{name}”", "no anchor `{name}`", name=name, code="yaml-feature"
            )
        if (meant := self._anchors[name]) is None:
            raise self._refused(
                event,
                "别名“{name}”指向包含它自己的内容",
                "the alias `{name}` stands inside what it repeats",
                name=name,
                code="yaml-feature",
            )
        self._count(meant.nodes, event)
        return meant.value, meant.mark

    def _refuse_tag(self, event: _Written) -> None:
        line, column = _spot(event)
        text = self._lines[line - 1] if line <= len(self._lines) else ""
        if event.tag is None and text[column - 1 : column] != "!":
            return
        at = text.find("!", column - 1)
        raise refused(
            Place(self._file, line, column if at < 0 else at + 1),
            "不接受YAML标签“{tag}”；请去掉",
            "YAML tags such as `{tag}` are not accepted; remove it",
            tag=text[at:].split(maxsplit=1)[0] if at >= 0 else str(event.tag),
            code="yaml-feature",
        )

    def _scalar(self, event: yaml.ScalarEvent) -> str:
        text = event.value
        if len(text) > LONGEST:
            raise self._refused(
                event,
                "文字超过{limit}个字符",
                "the text is longer than {limit} characters",
                limit=LONGEST,
                code="too-large",
            )
        self._refuse_tag(event)
        if self._restore:
            text = text.translate(self._restore)
        if event.style:
            return str(text)
        if _WIDE_SPACE in text and (
            slip := scalar_slip(text, Place(self._file, *_spot(event)), self._lines)
        ):
            raise slip
        return Plain(text)

    def _list(self, start: yaml.Event, depth: int) -> tuple[list[object], Mark]:
        values: list[object] = []
        mark = Mark(self._file, *_spot(start))
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            self._want_room(len(values), MOST_ITEMS, event)
            value, inside = self._node(event, depth)
            _put(mark, len(values), inside, event)
            values.append(value)
        return values, mark

    def _mapping(self, start: yaml.Event, depth: int) -> tuple[dict[str, object], Mark]:
        values: dict[str, object] = {}
        mark = Mark(self._file, *_spot(start))
        seen: dict[str, Spot] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            self._want_room(len(values), MOST_KEYS, event)
            written = self._key(event, seen)
            key = str(written)
            value, inside = self._node(what := next(self._events), depth)
            if (self._may_ask or not key.isascii()) and (
                slip := key_slip(written, value, Place(self._file, *_spot(event)), self._lines)
            ):
                raise slip
            mark.keys[key] = _spot(event)
            _put(mark, key, inside, what)
            values[key] = value
        return values, mark

    def _want_room(self, held: int, most: int, event: yaml.Event) -> None:
        if held == most:
            raise self._refused(
                event,
                "一个列表或映射超过{limit}项",
                "one list or mapping has more than {limit} items",
                code="too-large",
                limit=most,
            )

    def _key(self, event: yaml.Event, seen: dict[str, Spot]) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise self._refused(
                event,
                "键应为文字，不能是列表、映射或别名",
                "a key is a text, not a list, a mapping or an alias",
                code="yaml-feature",
            )
        key = self._scalar(event)
        if key == "<<" and isinstance(key, Plain):
            raise self._refused(
                event,
                "不接受合并键“<<”；请逐项写出",
                "merge keys `<<` are not accepted; write it out",
                code="yaml-feature",
            )
        same = key if key.isascii() else unicodedata.normalize("NFC", key)
        if same in seen:
            line, column = seen[same]
            raise self._refused(
                event,
                "键“{key}”重复，前一处在第{line}行第{column}列",
                "the key `{key}` is written twice, first at {line}:{column}",
                key=key,
                line=line,
                column=column,
                code="duplicate-key",
            )
        seen[same] = _spot(event)
        return key


def _spot(event: yaml.Event) -> Spot:
    mark = event.start_mark
    return (1, 1) if mark is None else (mark.line + 1, mark.column + 1)


def _put(mark: Mark, key: Key, inside: Mark | None, event: yaml.Event) -> None:
    if inside is None:
        mark.values[key] = _spot(event)
    else:
        mark.inside[key] = inside


def _stand_ins(text: str) -> dict[str, str]:
    """Unused private characters for those that YAML 1.1 would take for line breaks."""
    used = [c for c in _UNICODE_BREAKS if c in text]
    if not used:
        return {}
    present = set(text)
    free = (chr(code) for code in range(0xE000, 0xF900) if chr(code) not in present)
    return dict(zip(used, free, strict=False))
