"""What `fmt` puts right: slips that the reader refused, at their token, and nothing else."""

import difflib
from pathlib import Path

import pytest

from xuncha_plan.files.digest import digest
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.files.repair import Repaired, repaired

from .conftest import BASE

WIDE = str.maketrans({"[": "\uff3b", "]": "\uff3d", "{": "\uff5b", "}": "\uff5d", "-": "\uff0d",
                      "#": "\uff03"})  # fmt: skip


def repair(content: str | bytes) -> Repaired:
    data = content if isinstance(content, bytes) else content.encode()
    return repaired(data, Path("/nowhere/f.yaml"))


def changed(old: str, new: str) -> list[str]:
    """The characters of the second text that the first lacks, and the other way round."""
    return [x for x in difflib.ndiff(list(old), list(new)) if x[0] in "+-"]


CASES = {
    "colon after a key": ("format: 1", "format：1"),
    "colon in a flow mapping": ("{id: 2027-2, start", "{id：2027-2, start"),
    "colon before a block": ("rules:\n", "rules：\n"),
    "colon and full-width space": ("format: 1", "format：\u3000 1"),
    "full-width space after a colon": ("tiers: [progress]", "tiers:\u3000[progress]"),
    "indentation by a full-width space": ("  - {rule: early", "\u3000- {rule: early"),
    "commas in a list": ("[self_run, cross_region]", "[self_run，cross_region]"),
    "a list without its brackets": (
        "modes: [self_run, cross_region]", "modes: self_run、cross_region",
    ),
    "brackets of a list": (
        "[self_run, cross_region]", "[self_run, cross_region]".translate(WIDE).replace(", ", "，"),
    ),
    "brackets of a mapping": (
        "{name: 青山区, superior: 云江市}", "\uff5bname：青山区，superior：云江市\uff5d",
    ),
    "digits": ("workload: 2, risk: 4", "workload: 2, risk: \uff14"),
    "a share": ("at_least: 40%", "at_least: \uff14\uff10\uff05"),
    "a day": ("by: 2027-12-31", "by: 2027\uff0d12\uff0d31"),
    "a dash": ("  - {rule: early", "  \uff0d {rule: early"),
    "a comment": ("format: 1\n", "\uff03 说明\nformat: 1\n"),
    "a tab": ("  - {rule: early", "\t- {rule: early"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_slip_is_put_right_and_nothing_else_changes(case: str, tmp_path: Path) -> None:
    good, slip = CASES[case]
    assert BASE.count(good) == 1
    bad = BASE.replace(good, slip).replace(
        "teams:", "# 注：\uff3b不动\uff3d，“也不动”　{a：b}\nteams:"
    )
    result = repair(bad)
    assert [fault.say("en") for fault in result.faults] == []
    assert len(result.fixes) == 1
    new = result.data.decode()
    assert "# 注：\uff3b不动\uff3d，“也不动”　{a：b}\n" in new
    lines = zip(bad.splitlines(), new.splitlines(), strict=True)
    assert len([1 for old, line in lines if old != line]) == 1
    path = tmp_path / "f.yaml"
    path.write_bytes(result.data)
    (tmp_path / "good.yaml").write_text(BASE, encoding="utf-8")
    assert digest(read_problem(path).problem) == digest(
        read_problem(tmp_path / "good.yaml").problem
    )
    assert repair(result.data).fixes == ()


def test_a_place_is_that_of_the_slip() -> None:
    (fix,) = repair(BASE.replace("format: 1", "format：1")).fixes
    assert (fix.place.line, fix.place.column) == (1, 7)
    assert fix.words.say("zh") == "全角冒号改为半角冒号"


def test_texts_with_wide_marks_are_left_alone() -> None:
    text = BASE.replace("name: 教育局", "name: 通知：关于（甲、乙）\uff3b一\uff3d，丙　丁")
    assert repair(text) == Repaired(text.encode(), (), ())


@pytest.mark.parametrize(
    ("encoding", "mark", "words"),
    [
        ("utf-8-sig", "", "byte-order mark"),
        ("utf-16", "", "UTF-16"),
        ("utf-16-be", "\ufeff", "UTF-16"),
        ("gb18030", "", "GBK"),
    ],
)
def test_other_encodings_become_utf_8(encoding: str, mark: str, words: str) -> None:
    result = repair((mark + BASE).encode(encoding))
    assert result.data == BASE.encode()
    assert [words in fix.words.say("en") for fix in result.fixes] == [True]
    assert result.faults == ()


def test_bytes_of_no_encoding_stay() -> None:
    data = b"a: \xff\xff"
    result = repair(data)
    assert (result.data, result.fixes) == (data, ())
    assert result.faults[0].code == "encoding"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_and_what_is_odd_elsewhere_stay(end: str) -> None:
    odd = BASE.replace("\n", end).replace("tiers:", f"#  \t注 {end}{end}tiers:  ")
    result = repair(odd.replace("format: 1", "format：1"))
    assert result.data == odd.encode()


def test_many_slips_of_all_kinds_in_one_file() -> None:
    bad = BASE.replace("id: ", "id：").replace("name: ", "name：").replace("\n  - ", "\n\t- ")
    result = repair(bad.encode("gb18030"))
    assert result.faults == ()
    assert result.data == BASE.replace("\n  - ", "\n  - ").encode()


def test_tabs_whose_width_would_change_the_meaning_stay() -> None:
    text = "a:\n    b:\n\t- 1\n      c: 2\n"
    result = repair(text)
    assert result.data == text.encode()
    assert result.fixes == ()
    assert [fault.code for fault in result.faults] == ["tab"]


def test_what_is_no_slip_stays_and_is_said() -> None:
    text = BASE.replace("risk: 4", "risc: 4").replace("format: 1", "format：1")
    result = repair(text)
    assert [fault.code for fault in result.faults] == ["unknown-key"]
    assert len(result.fixes) == 1
    assert changed(text, result.data.decode()) == ["- ：", "+ :", "+  "]


def test_a_plan_is_put_right_too() -> None:
    plan = "format: 1\nvisits:\n  - {target：D1, round: r, mode: self_run}\n"
    assert repair(plan).data == plan.replace("：", ": ").encode()
    assert repair(plan).faults == ()


def test_a_rule_whose_every_colon_is_wide() -> None:
    block = """\
  - rule: limit
    name: 每轮
    # 注：这里不动
    per: round
    at_most: 3
"""
    wide = block.replace(": ", "：")
    result = repair(BASE + wide)
    assert result.faults == ()
    assert result.data.decode() == BASE + block
    assert len(result.fixes) == 4


def test_a_file_whose_every_key_has_a_wide_colon() -> None:
    text = "jurisdiction:\n  name: 甲\nterm:\n  start: 2027-01-01\n  end: 2027-12-31\n"
    result = repair(text.replace(": ", "：").replace(":\n", "：\n"))
    assert result.faults == ()
    assert result.data.decode() == text


def test_a_text_over_several_lines_keeps_its_wide_colons() -> None:
    text = BASE + "  - rule: limit\n    source: 通知\n      附件：一\n    at_most: 3\n"
    assert repair(text).data.decode() == text
    wide = text.replace("rule: limit", "rule：limit")
    assert repair(wide).data.decode() == text


def test_keys_of_one_mapping_are_siblings_and_texts_further_down_are_none() -> None:
    head = "rules:\n  - rule: limit\n    at_most: 3\n"
    body = BASE.partition("rules:\n")[0].replace(
        "{name: 青山区, superior: 云江市}", "\n  name:\n    甲：乙"
    )
    text = head + body
    result = repair(text.replace("rule: limit\n    at_most: 3", "rule：limit\n    at_most：3"))
    assert result.faults == ()
    assert result.data.decode() == text
