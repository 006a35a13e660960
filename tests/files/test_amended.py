"""A file is changed where it is written, and nowhere else."""

import pytest

from xuncha_plan.files.amended import Amendments
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import BadInput
from xuncha_plan.model.quantity import Plain

FILE = """\
# 青山区 (a comment)
format: 1
rules:
  - rule: milestone   # 第一年
    name: 两成
    at_least: 20%

  - {rule: limit, at_most: 6}
  - rule: coverage
    where:
      kind: school
teams: [{id: t1}]
"""


def changed(file: str, *changes: tuple[object, ...], name: str = "青山.yaml") -> str:
    """The text of a file after some changes."""
    return changed_bytes(file.encode(), *changes, name=name).decode()


def changed_bytes(data: bytes, *changes: tuple[object, ...], name: str = "青山.yaml") -> bytes:
    """The bytes of a file after some changes, each a method's name and its arguments."""
    amendments = Amendments(data, name)
    for method, *arguments in changes:
        getattr(amendments, str(method))(*arguments)
    return amendments.data()


def lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came."""
    old, new = before.splitlines(), after.splitlines()
    return [x for x in old if x not in new], [x for x in new if x not in old]


def test_a_number_changes_in_its_place() -> None:
    after = changed(FILE, ("set", ("rules", 0, "at_least"), Plain("35.8%")))
    assert lines(FILE, after) == (["    at_least: 20%"], ["    at_least: 35.8%"])


def test_a_key_is_added_in_block_and_in_flow() -> None:
    after = changed(
        FILE,
        ("add_key", ("rules", 0), "tier", "让步"),
        ("add_key", ("rules", 1), "tier", "让步"),
        ("add_key", ("rules", 2, "where"), "not", {"id": ["D 1", "D2"]}),
    )
    assert lines(FILE, after) == (
        ["  - {rule: limit, at_most: 6}"],
        [
            "    tier: 让步",
            "  - {rule: limit, tier: 让步, at_most: 6}",
            '      not: {id: ["D 1", D2]}',
        ],
    )


def test_entries_are_added_to_lists_in_block_in_flow_and_missing() -> None:
    after = changed(
        FILE,
        ("add_item", "rules", {"rule": "coverage", "times": Plain("2")}),
        ("add_item", "teams", {"id": "more-2"}),
        ("add_item", "teams", {"id": "more-1"}),
        ("add_item", "tiers", "乙"),
        ("add_item", "tiers", "甲"),
    )
    value = parse(after.encode(), "x.yaml").value
    assert isinstance(value, dict)
    assert value["rules"][0] == {"rule": "coverage", "times": "2"}
    assert [team["id"] for team in value["teams"]] == ["more-1", "more-2", "t1"]
    assert value["tiers"] == ["甲", "乙"]
    assert after.startswith(FILE.split("rules:")[0])


@pytest.mark.parametrize("word", ["no", "null", "007", "a: b", "#x", "- x", "x, y", "2027-01-01"])
def test_a_text_stays_the_text_that_it_is(word: str) -> None:
    value = parse(changed(FILE, ("add_item", "tiers", word)).encode(), "x.yaml").value
    assert isinstance(value, dict)
    assert value["tiers"] == [word]
    assert not isinstance(value["tiers"][0], Plain) or word == "007"


def test_line_ends_marks_and_encodings_stay() -> None:
    crlf = FILE.replace("\n", "\r\n")
    change = ("add_key", ("rules", 0), "tier", "x")
    assert changed(crlf, change) == changed(FILE, change).replace("\n", "\r\n")
    for encoding in ("utf-8-sig", "utf-16"):
        after = changed_bytes(FILE.encode(encoding), change).decode(encoding)
        assert after == changed(FILE, change)


def test_json_stays_json() -> None:
    file = '{"rules": [{"rule": "limit", "at_most": 6}], "tiers": []}'
    after = changed(
        file,
        ("set", ("rules", 0, "at_most"), Plain("7")),
        ("add_key", ("rules", 0), "tier", "让步"),
        ("add_item", "tiers", "让步"),
        name="x.json",
    )
    assert (
        after == '{"rules": [{"rule": "limit", "tier": "让步", "at_most": 7}], "tiers": ["让步"]}'
    )


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("a: &x {b: 1}\nc: *x\n", ("set", ("c", "b"), Plain("2"))),
        ("a: {b: 1}\n", ("add_key", ("a",), "b", "2")),
        ("a: 'it''s'\n", ("set", ("a",), Plain("2"))),
        ("a:\n", ("add_item", "a", "x")),
    ],
    ids=["an anchor that means two things", "a key that is there", "a quoted text", "nothing"],
)
def test_what_cannot_be_changed_safely_is_refused_at_its_place(
    file: str, change: tuple[object, ...]
) -> None:
    with pytest.raises(BadInput) as refusal:
        changed(file, change)
    assert refusal.value.faults[0].place.file == "青山.yaml"
