"""`show` and `export`: the plan's problem is found, doubtful plans are not handed in."""

from collections.abc import Callable
from pathlib import Path

import pytest

from xuncha_plan.cli import named
from xuncha_plan.model import Words

from .conftest import Ran

Call = Callable[..., Ran]


def make_stale(tiny: Path) -> None:
    text = tiny.read_text(encoding="utf-8")
    tiny.write_text(text.replace("risk: 5", "risk: 4"), encoding="utf-8")


def test_the_problem_is_found_from_the_plans_own_folder(
    call: Call, plan: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    ran = call("show", "../plan.yaml")
    assert (ran.code, ran.err) == (0, "")
    assert "各巡察组的自有投入" in ran.out


def test_a_problem_that_is_gone_can_be_named(call: Call, plan: Path, tiny: Path) -> None:
    tiny.rename(tiny.with_name("moved.yaml"))
    ran = call("show", "plan.yaml")
    assert ran.code == 2
    assert "--problem" in ran.err
    assert call("show", "plan.yaml", "--problem", "moved.yaml").code == 0


def test_filters_list_visits(call: Call, plan: Path) -> None:
    ran = call("show", "plan.yaml", "--round", "2028-1", "--team", "t2")
    assert len(ran.out.splitlines()) == 3


@pytest.mark.parametrize(
    ("option", "value", "known"),
    [
        ("--round", "2027-3", "2027-1、2027-2、2028-1"), ("--team", "t9", "t1、t2"),
        ("--target", "V01", "D001、D002"), ("--year", "2026", "2027、2028"),
        ("--region", "eest", "east、west"), ("--sector", "教肓", "edu、gov"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_two_and_known_ones_are_listed(
    call: Call, plan: Path, option: str, value: str, known: str
) -> None:
    ran = call("show", "plan.yaml", option, value)
    assert (ran.code, ran.out) == (2, "")
    assert f"“{value}”；现有 {known}" in ran.err


def test_of_many_names_the_nearest_are_offered() -> None:
    known = tuple(f"D{i:03}" for i in range(100))
    assert "是否指 D0" in named.unknown(Words("对象", "target"), "D0O1", known).say("zh")
    assert named.unknown(Words("对象", "target"), "甲", known).say("zh") == "没有对象“甲”"


@pytest.mark.parametrize(
    ("option", "value", "name"),
    [
        ("--round", "2028-1", "2028年第一轮"), ("--team", "t2", "第二巡察组"),
        ("--target", "D001", "区教育局"), ("--region", "east", "城东"), ("--sector", "edu", "教育"),
    ],
)  # fmt: skip
def test_a_name_stands_for_its_id(
    call: Call, plan: Path, option: str, value: str, name: str
) -> None:
    named = call("show", "plan.yaml", option, name)
    assert named.code == 0
    assert named == call("show", "plan.yaml", option, value)


def test_a_name_that_two_have_stands_for_neither(call: Call, plan: Path, tiny: Path) -> None:
    text = tiny.read_text(encoding="utf-8")
    tiny.write_text(text.replace("name: 第二巡察组", "name: 第一巡察组"), encoding="utf-8")
    assert call("show", "plan.yaml", "--team", "第一巡察组").code == 2


def test_show_says_that_a_plan_is_stale_and_goes_on(call: Call, plan: Path, tiny: Path) -> None:
    make_stale(tiny)
    ran = call("show", "plan.yaml")
    assert ran.code == 0
    assert "有变" in ran.err


def test_export_refuses_a_stale_plan(call: Call, plan: Path, tiny: Path, folder: Path) -> None:
    make_stale(tiny)
    ran = call("export", "plan.yaml", "-o", "plan.csv")
    assert ran.code == 1
    assert "--accept-stale" in ran.err
    assert not (folder / "plan.csv").exists()
    assert call("export", "plan.yaml", "-o", "plan.csv", "--accept-stale").code == 0


def test_export_refuses_a_plan_with_names_that_the_problem_lacks(call: Call, plan: Path) -> None:
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("target: V002", "target: V009"), encoding="utf-8")
    ran = call("export", "plan.yaml", "-o", "plan.csv")
    assert ran.code == 1
    assert "1个任务" in ran.err


def test_export_writes_what_is_asked_for(call: Call, plan: Path, folder: Path) -> None:
    ran = call("export", "plan.yaml", "--to", "csv", "--header", "ids", "-o", "plan.csv")
    assert (ran.code, ran.out) == (0, "")
    lines = (folder / "plan.csv").read_bytes().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("year,round,round_name,")
    assert len(lines) == 9


def test_headings_follow_the_language(call: Call, plan: Path, folder: Path) -> None:
    call("export", "plan.yaml", "-o", "zh.csv")
    call("export", "plan.yaml", "-o", "en.csv", "--lang", "en", "--encoding", "utf-8")
    assert (folder / "zh.csv").read_bytes().decode("utf-8-sig").startswith("年度,轮次编号,轮次,")
    assert (folder / "en.csv").read_bytes().startswith(b"Year,Round id,Round,")


@pytest.mark.parametrize("header", ["ids", "zh", "en"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_an_export_is_a_plan_again(
    call: Call, plan: Path, folder: Path, header: str, encoding: str
) -> None:
    wanted = ["--header", header, "--encoding", encoding]
    assert call("export", "plan.yaml", "-o", "a.csv", *wanted).code == 0
    assert call("check", "targets.yaml", "a.csv").code == 0
    assert call("export", "a.csv", "--problem", "targets.yaml", "-o", "b.csv", *wanted).code == 0
    assert (folder / "a.csv").read_bytes() == (folder / "b.csv").read_bytes()


def test_a_year_alone_and_a_file_a_year(call: Call, plan: Path, folder: Path) -> None:
    call("export", "plan.yaml", "--year", "2028", "-o", "one.csv")
    assert call("export", "plan.yaml", "--split-years", "-o", "years").code == 0
    names = sorted(path.name for path in (folder / "years").iterdir())
    assert names == ["plan-2027.csv", "plan-2028.csv"]
    assert (folder / "years/plan-2028.csv").read_bytes() == (folder / "one.csv").read_bytes()


@pytest.mark.parametrize(
    "wrong",
    [
        ["--to", "pdf", "-o", "a"],
        ["--year", "2026", "-o", "a"],
        ["--year", "2027", "--split-years", "-o", "a"],
        ["-o", "targets.yaml"],
        ["-o", "plan.yaml", "--force"],
        ["-o", "none/a.csv"],
        ["-o", "notes.csv"],
        ["--split-years", "-o", "notes.csv"],
        ["--header", "fr", "-o", "a"],
        [],
    ],
)
def test_what_cannot_be_exported_is_two(
    call: Call, plan: Path, folder: Path, wrong: list[str]
) -> None:
    (folder / "notes.csv").write_text("我的笔记", encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    assert call("export", "plan.yaml", *wrong).code == 2
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_our_own_export_is_replaced_and_a_foreign_file_by_force(
    call: Call, plan: Path, folder: Path
) -> None:
    (folder / "notes.csv").write_text("我的笔记", encoding="utf-8")
    assert call("export", "plan.yaml", "-o", "notes.csv", "--force").code == 0
    assert call("export", "plan.yaml", "-o", "notes.csv", "--encoding", "gb18030").code == 0
    assert call("export", "plan.yaml", "-o", "notes.csv").code == 0
