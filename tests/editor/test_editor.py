"""The schema in an editor: completion, words beside a key, marks; through yaml-language-server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.editor import SERVER
from tests.editor.language_server import LanguageServer

pytestmark = pytest.mark.skipif(not SERVER.exists(), reason="`make editor` installs the server")
ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "report" / "tiny" / "targets.yaml"
GOOD = [
    ROOT / "data" / "targets.yaml", *sorted((ROOT / "data" / "examples").glob("*.yaml")),
    ROOT / "docs" / "example" / "targets.yaml", ROOT / "docs" / "example" / "tight.yaml", TINY,
]  # fmt: skip
RULE = "  - {rule: pinned, name: 城东镇先行, target: T001, round: 2027-1, source: 区委专题会议}\n"


@pytest.fixture(scope="module")
def server() -> Iterator[LanguageServer]:
    server = LanguageServer(ROOT / "docs" / "schema.json")
    yield server
    server.close()


@pytest.fixture
def text() -> str:
    return TINY.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_what_is_read_has_no_mark(server: LanguageServer, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert server.diagnostics(f"good-{path.parent.name}-{path.name}", text) == []


@pytest.mark.parametrize(
    ("rule", "column", "phrase"),
    [
        ("{rule: pinned, target: T001, rond: 2027-1}", 34, "rond is not allowed"),
        ("{rule: milestone, by: 2027-12-31}", 5, 'Missing property "at_least"'),
        ("{rule: milestone, by: 2027-12-31, at_least: 1, unit: load}", 58, "not accepted"),
        ("{rule: reserve, share: 15%, per: [round]}", 38, "Incorrect type"),
        ("{rule: rotation, of: target, within: term, name: [a]}", 54, "Incorrect type"),
        ("{rule: mile, by: 2027-12-31}", 12, '"milestone"'),
    ],
)  # fmt: skip
def test_a_mistake_is_marked_at_its_place(
    server: LanguageServer, text: str, rule: str, column: int, phrase: str
) -> None:
    line = text.count("\n", 0, text.index(RULE)) + 1
    bad = text.replace(RULE, f"  - {rule}\n")
    found = server.diagnostics(f"bad-{column}-{len(rule)}.yaml", bad)
    assert [words for *at, words in found if at == [line, column] and phrase in words], found
    assert {at for at, *_ in found} == {line}


def test_words_beside_a_key_are_chinese(server: LanguageServer, text: str) -> None:
    line = text.count("\n", 0, text.index(RULE)) + 1
    pinned = server.hover("hover-1.yaml", text, line, RULE.index("rule") + 1)
    assert "该对象的任务就在此轮次" in pinned
    assert "依据" in server.hover("hover-2.yaml", text, line, RULE.index("source") + 2)
    assert "辖区" in server.hover("hover-3.yaml", text, 2, 3)
    for place in ((2, 3), (3, 3), (16, 60), (line, RULE.index("target") + 2)):
        assert "Title" not in server.hover(f"hover-{place}.yaml", text, *place)


def test_rules_are_completed_with_what_they_ask(server: LanguageServer, text: str) -> None:
    text += "  - rule: \n"
    offered = server.completions("rules.yaml", text, text.count("\n"), 11)
    assert offered.keys() >= {"milestone", "blackout", "window"}
    assert "进度节点" in offered["milestone"]


def test_a_rules_missing_keys_are_completed(server: LanguageServer, text: str) -> None:
    text += "  - rule: milestone\n    by: 2027-12-31\n    \n"
    offered = server.completions("keys.yaml", text, text.count("\n"), 5)
    assert "至少多少" in offered["at_least"]
    assert "by" not in offered
    assert "share" not in offered


def test_values_are_completed_with_their_words(server: LanguageServer, text: str) -> None:
    text += "  - {rule: special, mode: , rounds: 2027-1}\n"
    offered = server.completions("values.yaml", text, text.count("\n"), 27)
    assert offered.keys() >= {"mobile", "backpack"}
    assert "机动式" in offered["mobile"]


def test_sections_are_completed(server: LanguageServer) -> None:
    offered = server.completions("top.yaml", "jurisdiction: {name: 甲}\n\n", 2, 1)
    assert "轮次" in offered["rounds"]
    assert "jurisdiction" not in offered
