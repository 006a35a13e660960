"""Ids that are the same or nearly so, and names that deceive the eye."""

import unicodedata
from collections.abc import Iterator

from xuncha_plan.files.draft import Draft
from xuncha_plan.model import Fault, Place, Words

_NOUNS = {
    "rounds": Words("轮次", "round"),
    "teams": Words("巡察组", "team"),
    "targets": Words("巡察对象", "target"),
    "tiers": Words("层级", "tier"),
}
# Letters of other alphabets that look like Latin ones: the part of UTS #39 that keyboards reach.
_LOOK_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһѡΑΒΕΖΗΙΚΜΝΟΡΤΥΧοναι",  # noqa: RUF001 - the point of the table
    "ABESIJKMHOPCTYXaesijopcyxdhwABEZHIKMNOPTYXovai",
)
_HIDDEN = {"Cf", "Cc", "Zl", "Zp"}  # Unicode categories that leave no trace on a screen


def check_names(draft: Draft) -> None:
    """Notes ids of one section that are equal, or equal after NFKC and case folding."""
    for section, noun in _NOUNS.items():
        _check_ids(draft, noun, draft.named(section))
    for section in ("sectors", "regions", "kinds"):
        keys = ((name, draft.tree.key_place(section, name)) for name in draft.ids(section))
        _check_ids(draft, Words("编号", "id"), keys)


def _check_ids(draft: Draft, noun: Words, named: Iterator[tuple[str, Place]]) -> None:
    seen: dict[str, tuple[str, Place]] = {}
    for name, place in named:
        folded = unicodedata.normalize("NFKC", name).casefold()
        first, where = seen.setdefault(folded, (name, place))
        if where == place:
            continue
        draft.fault(
            place,
            "{noun}编号“{name}”重复，前一处在{where}"
            if first == name
            else "{noun}编号“{name}”与{where}的“{first}”只有大小写或全角半角之分",
            "the {noun} id `{name}` is written twice, first at {where}"
            if first == name
            else "the {noun} id `{name}` differs from `{first}` at {where} by case or width alone",
            noun=noun,
            name=name,
            first=first,
            where=str(where),
            code="duplicate-id",
        )


def naming_warnings(draft: Draft) -> Iterator[Fault]:
    """Warnings about names with hidden characters and about names that look alike."""
    for text, place in _names(draft):
        if any(unicodedata.category(c) in _HIDDEN for c in text):
            words = Words(
                "名称“{name}”中有看不见的字符",
                "the name `{name}` holds characters that do not show",
            )
            yield Fault(place, words, {"name": _shown(text)}, code="hidden-character")
    for section in _NOUNS:
        yield from _look_alikes(draft.named(section))
        yield from _look_alikes(_names_of(draft, section))


def _look_alikes(named: Iterator[tuple[str, Place]]) -> Iterator[Fault]:
    seen: dict[str, tuple[str, Place]] = {}
    for text, place in named:
        first, where = seen.setdefault(_skeleton(text), (text, place))
        if first != text:
            words = Words(
                "“{name}”与{where}的“{first}”看起来一样，其实不同",
                "`{name}` looks like `{first}` at {where} but is another text",
            )
            yield Fault(
                place,
                words,
                {"name": _shown(text), "first": _shown(first), "where": str(where)},
                code="look-alike",
            )


def _skeleton(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_LOOK_ALIKE)
    return "".join(c for c in plain if unicodedata.category(c) not in _HIDDEN)


def _names(draft: Draft) -> Iterator[tuple[str, Place]]:
    for section in ("jurisdiction", "term"):
        raw = draft.raw.get(section)
        if isinstance(raw, dict) and isinstance(raw.get("name"), str):
            yield raw["name"], draft.tree.place(section, "name")
    for section in ("sectors", "regions", "kinds"):
        raw = draft.raw.get(section)
        for key, name in raw.items() if isinstance(raw, dict) else ():
            if isinstance(name, str):
                yield name, draft.tree.place(section, key)
    for section in (*_NOUNS, "rules"):
        yield from _names_of(draft, section)


def _names_of(draft: Draft, section: str) -> Iterator[tuple[str, Place]]:
    for i, raw in enumerate(draft.sections[section]):
        if isinstance(raw, dict) and isinstance(raw.get("name"), str):
            yield raw["name"], draft.tree.place(section, i, "name")


def _shown(text: str) -> str:
    return "".join(f"\\u{ord(c):04x}" if unicodedata.category(c) in _HIDDEN else c for c in text)
