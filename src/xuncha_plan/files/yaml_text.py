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
from xuncha_plan.files.tree import Mark, Tree
from xuncha_plan.files.yaml_slips import check_characters, key_slip, parser_slip, scalar_slip
from xuncha_plan.model import BadInput, Place
from xuncha_plan.model.quantity import LONGEST, Plain

DEEPEST = 64  # levels of lists and mappings
MOST_NODES = 1_000_000  # after aliases are expanded
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
    mark: Mark
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

    def _parsed(self, text: str) -> Iterator[yaml.Event]:
        try:
            yield from yaml.parse(text, Loader=_Parser)
        except yaml.MarkedYAMLError as error:
            raise parser_slip(error, self._lines, self._file) from error

    def document(self) -> Tree:
        next(self._events)  # the stream's start
        first = next(self._events)
        if isinstance(first, yaml.StreamEndEvent):
            raise self._empty()
        value, mark = self._node(next(self._events), 0)
        if type(value) is Plain and value == "":
            raise self._empty()
        next(self._events)  # the document's end
        if not isinstance(more := next(self._events), yaml.StreamEndEvent):
            raise refused(
                self._place(more),
                "一个文件只能有一份内容，这里开始了第二份",
                "a file holds one document; a second one starts here",
            )
        return Tree(value, mark)

    def _empty(self) -> BadInput:
        return refused(Place(self._file), "文件是空的", "the file is empty")

    def _place(self, event: yaml.Event) -> Place:
        if event.start_mark is None:
            return Place(self._file)
        return Place(self._file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _node(self, event: yaml.Event, depth: int) -> tuple[object, Mark]:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        assert isinstance(event, _Written)
        self._count(1, event)
        self._refuse_tag(event)
        if (anchor := event.anchor) is not None:
            self._anchors[anchor] = None
        before = self._nodes
        value, mark = self._built(event, depth)
        if anchor is not None:
            self._anchors[anchor] = _Anchored(value, mark, self._nodes - before + 1)
        return value, mark

    def _built(self, event: _Written, depth: int) -> tuple[object, Mark]:
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event), self._mark(event)
        if depth == DEEPEST:
            raise refused(
                self._place(event),
                "嵌套超过{limit}层",
                "nested deeper than {limit} levels",
                limit=DEEPEST,
            )
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(event, depth + 1)
        return self._mapping(event, depth + 1)

    def _mark(self, event: yaml.Event) -> Mark:
        place = self._place(event)
        return Mark(place.file, place.line, place.column)

    def _count(self, nodes: int, event: yaml.Event) -> None:
        self._nodes += nodes
        if self._nodes > MOST_NODES:
            raise refused(
                self._place(event),
                "展开后超过{limit}个节点",
                "more than {limit} nodes once aliases are expanded",
                limit=MOST_NODES,
            )

    def _alias(self, event: yaml.AliasEvent) -> tuple[object, Mark]:
        if event.anchor not in self._anchors:
            raise refused(
                self._place(event), "没有锚点“{name}”", "no anchor `{name}`", name=event.anchor
            )
        if (meant := self._anchors[event.anchor]) is None:
            raise refused(
                self._place(event),
                "别名“{name}”指向包含它自己的内容",
                "the alias `{name}` stands inside what it repeats",
                name=event.anchor,
            )
        self._count(meant.nodes, event)
        return meant.value, meant.mark

    def _refuse_tag(self, event: _Written) -> None:
        place = self._place(event)
        line = self._lines[place.line - 1] if place.line <= len(self._lines) else ""
        start = place.column - 1
        if event.tag is None and line[start : start + 1] != "!":
            return
        at = line.find("!", start)
        raise refused(
            place if at < 0 else Place(self._file, place.line, at + 1),
            "不接受YAML标签“{tag}”；请去掉",
            "YAML tags such as `{tag}` are not accepted; remove it",
            tag=line[at:].split(maxsplit=1)[0] if at >= 0 else str(event.tag),
        )

    def _scalar(self, event: yaml.ScalarEvent) -> str:
        place = self._place(event)
        if len(event.value) > LONGEST:
            raise refused(
                place,
                "文字超过{limit}个字符",
                "the text is longer than {limit} characters",
                limit=LONGEST,
            )
        text = str(event.value).translate(self._restore)
        if event.style:
            return text
        if slip := scalar_slip(text, place, self._lines):
            raise slip
        return Plain(text)

    def _list(self, start: yaml.Event, depth: int) -> tuple[list[object], Mark]:
        values: list[object] = []
        mark = self._mark(start)
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            value, mark.inside[len(values)] = self._node(event, depth)
            values.append(value)
        return values, mark

    def _mapping(self, start: yaml.Event, depth: int) -> tuple[dict[str, object], Mark]:
        values: dict[str, object] = {}
        mark = self._mark(start)
        seen: dict[str, Place] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            place = self._place(event)
            key = self._key(event, seen)
            value, inside = self._node(next(self._events), depth)
            if slip := key_slip(key, value, place, self._lines):
                raise slip
            mark.keys[str(key)] = (place.line, place.column)
            values[str(key)], mark.inside[str(key)] = value, inside
        return values, mark

    def _key(self, event: yaml.Event, seen: dict[str, Place]) -> str:
        place = self._place(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise refused(
                place,
                "键应为文字，不能是列表、映射或别名",
                "a key is a text, not a list, a mapping or an alias",
            )
        self._count(1, event)
        self._refuse_tag(event)
        key = self._scalar(event)
        if isinstance(key, Plain) and key == "<<":
            raise refused(
                place,
                "不接受合并键“<<”；请逐项写出",
                "merge keys `<<` are not accepted; write it out",
            )
        same = unicodedata.normalize("NFC", key)
        if (first := seen.setdefault(same, place)) != place:
            raise refused(
                place,
                "键“{key}”重复，前一处在第{line}行第{column}列",
                "the key `{key}` is written twice, first at {line}:{column}",
                key=key,
                line=first.line,
                column=first.column,
            )
        return key


def _stand_ins(text: str) -> dict[str, str]:
    """Unused private characters for those that YAML 1.1 would take for line breaks."""
    used = [c for c in _UNICODE_BREAKS if c in text]
    if not used:
        return {}
    present = set(text)
    free = (chr(code) for code in range(0xE000, 0xF900) if chr(code) not in present)
    return dict(zip(used, free, strict=False))
