"""The text of a file: encodings, slips of the keyboard, and what would grow without a budget."""

import json
import os

import pytest

from xuncha_plan.files.digest import digest
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.files.yaml_text import DEEPEST, parse
from xuncha_plan.model import BadInput
from xuncha_plan.model.quantity import Plain

from .conftest import BASE, Read, Refused, marked, said


def refusal(text: str, name: str = "f.yaml") -> str:
    """The one thing said of a text, at the place that is marked."""
    text, places = marked(text, name)
    with pytest.raises(BadInput) as caught:
        parse(text.encode(), name)
    assert [fault.place for fault in caught.value.faults] == places
    return said(caught.value.faults)[0]


BOMB = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 6)
)
MERGES = "- &m0 {k: v}\n" + "".join(
    f"- &m{i} {{<<: [*m{i - 1}, *m{i - 1}]}}\n" for i in range(1, 22)
)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        pytest.param("→", "empty", id="A1 nothing"),
        pytest.param("→# a\n# b\n", "empty", id="A1 only comments"),
        pytest.param("→---\n", "empty", id="A1 only a document start"),
        pytest.param("a: b→\0", "U+0000", id="A4 NUL"),
        pytest.param("a: →\x1b[2J", "U+001B", id="A4 ESC"),
        pytest.param("甲: 乙\nb: →\ufffe", "U+FFFE", id="A4 no character"),
        pytest.param("a:\n→\tb: 1\n", "tab", id="A4 tab as indentation"),
        pytest.param("a:\n  b: 1\n→\tc: 1\n", "tab", id="A4 tab as indentation, later"),
        pytest.param("{教育: 1, →教育: 2}", "first at 1:2", id="A5 a key twice"),
        pytest.param("é: 1\n→e\u0301: 2\n", "first at 1:1", id="A5 twice but for NFC"),
        pytest.param('a: 1\n→"a": 2\n', "first at 1:1", id="A5 twice but for quotes"),
        pytest.param("a: 1\n→---\nb: 2\n", "one document", id="A7 two documents"),
        pytest.param("a: 1\n...\n→b: 2\n", "ended above", id="A7 text after the end"),
        pytest.param(MERGES.replace("{<<", "{→<<", 1), "merge keys", id="A9 chain of merge keys"),
        pytest.param("a: &a [1, →*a]", "inside what it repeats", id="A10 alias in its own anchor"),
        pytest.param("a: →*b", "no anchor", id="alias of nothing"),
        pytest.param("[" * DEEPEST + "→" + "[" * 100_000, "64 levels", id="A11 unending lists"),
        pytest.param("[" * DEEPEST + "→[" + "]" * (DEEPEST + 1), "64 levels", id="A12 depth 65"),
        pytest.param("a: →!!python/object/apply:os.system [x]", "tags", id="A13 python tag"),
        pytest.param("a: →!!binary aGk=", "tags", id="A13 binary"),
        pytest.param("a: &x →!!set {b}", "tags", id="A13 set, after an anchor"),
        pytest.param("a: →!local b", "tags", id="A13 local tag"),
        pytest.param("a: →! b", "tags", id="A13 no tag at all"),
        pytest.param("→!!str a: b", "tags", id="A13 tag of a key"),
        pytest.param("→[a, b]: c", "a key is a text", id="A14 list as key"),
        pytest.param("{→{a: b}: c}", "a key is a text", id="A14 mapping as key"),
        pytest.param("a: &x 1\n→*x : 2", "a key is a text", id="A14 alias as key"),
        pytest.param("→? a\n: b", "`? `", id="A15 complex key"),
        pytest.param("a: [{→? b : c}]", "`? `", id="A15 complex key in a line"),
        pytest.param("a:\n  →?\n    b\n  : c", "`? `", id="A15 complex key on its own line"),
        pytest.param("a: →" + "字" * 10_001, "10000 characters", id="A17 long text"),
        pytest.param('→"' + "字" * 10_001 + '": 1', "10000 characters", id="A17 long key"),
        pytest.param("年度→：2026\nb: 1\n", "full-width colon", id="full-width colon"),
        pytest.param("- {id→：D1, b: 2}", "full-width colon", id="full-width colon in a line"),
        pytest.param("a: 1\nb→：\n  - c\n", "full-width colon", id="full-width colon, list"),
        pytest.param("→\u3000\u3000b: 1", "U+3000", id="full-width space as indentation"),
        pytest.param("a:→\u3000b", "U+3000", id="full-width space after a colon"),
        pytest.param("a→\u3000: b", "U+3000", id="full-width space before a colon"),
        pytest.param('a: →"b\nc: d\n', "never closed", id="quote without end"),
        pytest.param('{"a": "→\\ud800"}', "escape", id="B12 lone surrogate"),
        pytest.param('{"a": "\\q→"}'.replace("\\q→", "→\\q"), "escape", id="unknown escape"),
        pytest.param("risk: >→=4", "quote a text", id="comparison without quotes"),
        pytest.param("a: b→: c", "colon", id="colon in a text"),
        pytest.param("a: [1, 2\nb→: 1", "lacks a comma", id="list without end"),
        pytest.param("a: →@b", "quote the text", id="character that begins no text"),
    ],
)
def test_refused_at_the_token(text: str, phrase: str) -> None:
    assert phrase in refusal(text)


def test_a8_aliases_are_counted_as_if_written_out() -> None:
    with pytest.raises(BadInput) as caught:
        parse((BOMB + "b: [*a5, *a5]\n").encode(), "f")
    fault = caught.value.faults[0]
    assert (fault.place.line, fault.place.column) == (7, 5)
    assert "1000000 nodes" in said((fault,))[0]


def test_a_million_nodes_less_one_alias_are_read() -> None:
    assert isinstance(parse(BOMB.encode(), "f").value, dict)


def test_a12_depth_64_goes_on() -> None:
    value = parse(("[" * DEEPEST + "]" * DEEPEST).encode(), "f.json").value
    for _ in range(DEEPEST - 1):
        assert isinstance(value, list)
        value = value[0]
    assert value == []


def test_a2_gb18030_is_named_at_the_first_bad_byte(refused: Refused) -> None:
    (words,) = refused(BASE.encode("gb18030"))
    assert ":2:22: " in words
    assert "GBK" in words


def test_bytes_of_no_encoding_are_refused_at_their_place(refused: Refused) -> None:
    (words,) = refused(b"a: b\nc: \xff\xff\n")
    assert ":2:4: " in words
    assert "GBK" not in words


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a3_byte_order_marks_change_nothing(read: Read, encoding: str) -> None:
    mark = "\ufeff" if encoding.endswith("e") and encoding != "utf-8-sig" else ""
    assert digest(read((mark + BASE).encode(encoding)).problem) == digest(read().problem)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_a19_line_ends_change_nothing(read: Read, refused: Refused, end: str) -> None:
    assert digest(read(BASE.replace("\n", end)).problem) == digest(read().problem)
    (words,) = refused(BASE.replace("tier: progress", "tier: progres").replace("\n", end).encode())
    assert ":18:42: " in words


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85"])
def test_a19_a_unicode_line_end_is_a_character_like_others(separator: str) -> None:
    tree = parse(f"a: 甲{separator}乙\nb: [1]\n".encode(), "f")
    assert tree.value == {"a": f"甲{separator}乙", "b": ["1"]}
    assert str(tree.place("b", 0)) == "f:2:5"


def test_a16_a_large_file_is_refused_before_parsing(refused: Refused) -> None:
    (words,) = refused(b"#" * (17 * 2**20))
    assert "16 MiB" in words


def test_scalars_are_kept_letter_for_letter() -> None:
    plain = ["010", "12:30", "NO", "1e3", "0x1F", "yes", "1_000", "2028-03-01", ".nan", "~", "1.0"]
    value = parse(("[" + ", ".join(plain) + "]").encode(), "f").value
    assert isinstance(value, list)
    assert value == plain
    assert [type(scalar) for scalar in value] == [Plain] * len(plain)


def test_quoted_scalars_are_texts_and_plain_ones_are_plain() -> None:
    value = parse(b"""[5, "5", '5', x]""", "f").value
    assert isinstance(value, list)
    assert [type(scalar) for scalar in value] == [Plain, str, str, Plain]


def test_places_count_characters_from_one() -> None:
    tree = parse("甲: {乙𠮷: 丙}\n丁:\n  - 戊\n".encode(), "f")
    assert str(tree.key_place("甲", "乙𠮷")) == "f:1:5"
    assert str(tree.place("甲", "乙𠮷")) == "f:1:9"
    assert str(tree.place("丁", 0)) == "f:3:5"
    assert str(tree.place("丁", 7)) == "f:3:3"


def test_json_escapes_in_pairs_are_one_character_and_keep_the_columns() -> None:
    text = json.dumps({"a": "𠮷𠮷", "b": 1})
    tree = parse(text.encode(), "f.json")
    assert tree.value == {"a": "𠮷𠮷", "b": "1"}
    assert tree.place("b").column == text.index("1}") + 1
    with pytest.raises(BadInput) as caught:
        parse(text.replace('"b"', '"a"').encode(), "f.json")
    assert caught.value.faults[0].place.column == text.index('"b"') + 1


def test_an_escaped_backslash_is_no_escape() -> None:
    text = json.dumps({"a": "\\ud83d\\ude00"})
    assert parse(text.encode(), "f.json").value == {"a": "\\ud83d\\ude00"}


def test_wide_marks_inside_texts_are_left_alone() -> None:
    text = 'a: 通知：关于\nb: "张　三"\nc: 张　三\n"d：": {e: 1}\n'
    assert parse(text.encode(), "f").value == {
        "a": "通知：关于",
        "b": "张　三",
        "c": "张　三",
        "d：": {"e": "1"},
    }


def test_a20_the_file_is_read_once(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    path = read().path
    opened: list[object] = []
    real = os.open
    monkeypatch.setattr(os, "open", lambda *given: opened.append(given[0]) or real(*given))
    read_problem(path)
    assert opened == [path]
