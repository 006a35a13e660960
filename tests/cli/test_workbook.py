"""`workbook`: a problem in either form, and a workbook wherever a problem file is due."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from xlsxwriter import Workbook

from xuncha_plan.files.digest import digest
from xuncha_plan.files.problem_file import read_problem

from .conftest import Ran

Call = Callable[..., Ran]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_there_and_back(call: Call, tiny: Path, language: str) -> None:
    there = call("workbook", "-o", "问题.xlsx", "--lang", language)
    assert (there.code, there.out) == (0, "")
    assert "xuncha-plan check 问题.xlsx" in there.err
    assert call("workbook", "问题.xlsx", "-o", "回来.yaml").code == 0
    read = [read_problem(Path(name)).problem for name in (tiny.name, "问题.xlsx", "回来.yaml")]
    assert len(set(map(digest, read))) == 1


def test_commands_read_a_workbook_as_they_read_a_file(
    call: Call, plan: Path, solver: ModuleType
) -> None:
    assert call("workbook", "-o", "问题.xlsx").code == 0
    by_file, by_book = (call("check", name, plan) for name in ("targets.yaml", "问题.xlsx"))
    assert (by_book.code, by_book.out) == (by_file.code, by_file.out)
    assert call("solve", "问题.xlsx", "-o", "新.yaml", "--quiet").code == 0
    assert "problem: {file: 问题.xlsx" in Path("新.yaml").read_text(encoding="utf-8")
    assert call("show", "新.yaml").code == 0


def test_every_mistake_is_said_and_nothing_written(call: Call, folder: Path) -> None:
    with Workbook("错.xlsx") as book:
        basics, rounds = book.add_worksheet("基本情况"), book.add_worksheet("轮次")
        basics.write_column(0, 0, ["项目", "辖区名称", "届期首日"])
        basics.write_column(0, 1, ["内容", "青山区", "明年"])
        rounds.write_row(0, 0, ["编号", "首日", "末日", "方式"])
        rounds.write_row(1, 0, ["r1", "2027-03-01", "2027-02-31", "自主"])
    ran = call("workbook", "错.xlsx", "-o", "对.yaml")
    assert (ran.code, ran.out, Path("对.yaml").exists()) == (2, "", False)
    assert [line.partition(": ")[0] for line in ran.err.splitlines()] == [
        "错.xlsx:基本情况!A1", "错.xlsx:基本情况!B3", "错.xlsx:轮次!C2", "错.xlsx:轮次!D2",
    ]  # fmt: skip
    assert "缺少“届期末日”" in ran.err


@pytest.mark.parametrize(
    "wrong",
    [
        ["-o", "问题.csv"], ["-o", "已有.xlsx"], ["没有.yaml", "-o", "a.xlsx"],
        ["-o", "none/a.xlsx"], ["targets.yaml", "-o", "targets.yaml"],
        ["已有.xlsx", "-o", "a.yaml"],
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_two_in_one_sentence(
    call: Call, tiny: Path, wrong: list[str]
) -> None:
    Path("已有.xlsx").write_bytes(b"mine")
    ran = call("workbook", *wrong)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert {path.name for path in Path().iterdir()} == {"targets.yaml", "已有.xlsx"}
    assert call("workbook", "-o", "已有.xlsx", "--force").code == 0
