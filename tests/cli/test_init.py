"""`init`: the example, and drafts that load and solve."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from xuncha_plan.cli import init
from xuncha_plan.files.problem_file import read_problem

from .conftest import Ran

Call = Callable[..., Ran]
EXAMPLE = Path(__file__).parents[2] / "docs" / "example"
HEAD = "编号,名称,类别,地域,工作量,风险\n"
ROWS = "".join(
    f"D{i:03},第{i}单位,部门,{'东西'[i % 2]},{i % 5 + 1},{i % 4 + 1}\n" for i in range(24)
)


@pytest.fixture
def table(folder: Path) -> Path:
    path = folder / "对象表.csv"
    path.write_bytes((HEAD + ROWS).encode("utf-8-sig"))
    return path


def test_a_draft_solves_at_once(call: Call, table: Path) -> None:
    drafted = call("init", table.name, "--first-year", "2027")
    assert (drafted.code, drafted.out) == (0, "")
    assert drafted.err.splitlines() == [
        "认出的列：编号、名称、类别、地域、工作量、风险",
        "轮次和巡察组是假定的（10轮、2组、每组每轮10组周），请改成本地的安排",
        "已写入 targets.yaml；接着：xuncha-plan solve targets.yaml -o plan.yaml",
    ]
    assert call("check").code == 0
    assert call("solve", "--quiet", "--workers", "1").code == 0
    assert call("check", "targets.yaml", "plan.yaml").code == 0


def test_the_documented_example_is_what_init_writes(call: Call, folder: Path) -> None:
    shutil.copy(EXAMPLE / "targets.csv", folder)
    assert call("init", "targets.csv", "--first-year", "2027").code == 0
    written = (folder / "targets.yaml").read_text(encoding="utf-8")
    assert written == (EXAMPLE / "targets.yaml").read_text(encoding="utf-8")


def test_a_draft_in_another_folder_holds_its_targets(call: Call, table: Path) -> None:
    (table.parent / "甲").mkdir()
    assert call("init", table.name, "-o", "甲/t.yaml").code == 0
    assert len(read_problem(Path("甲/t.yaml")).problem.targets) == 24
    assert call("init", table.name, "-o", "t.yaml").code == 0
    assert "file: 对象表.csv" in Path("t.yaml").read_text(encoding="utf-8")


def test_the_first_year_is_stated_or_the_next(
    call: Call, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(init, "_next_year", lambda: 2033)
    assert call("init", table.name, "-o", "a.yaml").code == 0
    assert call("init", table.name, "-o", "b.yaml", "--first-year", "2030").code == 0
    years = [read_problem(Path(name)).problem.years[0] for name in ("a.yaml", "b.yaml")]
    assert years == [2033, 2030]


def test_nothing_is_replaced_without_force(call: Call, table: Path) -> None:
    (table.parent / "targets.yaml").write_text("我的笔记", encoding="utf-8")
    ran = call("init", table.name)
    assert (ran.code, ran.err) == (2, "targets.yaml：已有文件；如要覆盖请加 --force\n")
    assert (table.parent / "targets.yaml").read_text(encoding="utf-8") == "我的笔记"
    assert call("init", table.name, "--force").code == 0


@pytest.mark.parametrize(
    "wrong",
    [
        [], ["对象表.csv", "--example"], ["没有.csv"], ["."], ["对象表.csv", "-o", "对象表.csv"],
        ["对象表.csv", "-o", "对象表.csv", "--force"], ["对象表.csv", "-o", "none/t.yaml"],
        ["对象表.csv", "--first-year", "1999"], ["对象表.csv", "--first-year", "2091"],
        ["坏.csv"],
    ],
)  # fmt: skip
def test_what_cannot_be_drafted_is_two_in_one_sentence(
    call: Call, table: Path, wrong: list[str]
) -> None:
    (table.parent / "坏.csv").write_text(HEAD + "D1,甲,部门,东,很多,1\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in table.parent.iterdir()}
    ran = call("init", *wrong)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert {path: path.read_bytes() for path in table.parent.iterdir()} == before


def test_targets_without_a_round_are_named(call: Call, table: Path) -> None:
    rows = "D1,甲,1,2027-05-30\nD2,乙,1,2027-05-31\n"
    table.write_text("编号,名称,工作量,最晚\n" + rows, encoding="utf-8")
    ran = call("init", table.name, "--first-year", "2027")
    assert ran.code == 0
    assert "有1个对象在假定的轮次中都排不进（甲）" in ran.err


def test_columns_are_recognised_shown_and_changed(call: Call, folder: Path) -> None:
    rows = "单位代码,单位全称,简称,组周,备注\n007,=区教育局,教育局,2,甲\n"
    Path("单位.csv").write_text(rows, encoding="gb18030")
    shown = call("init", "--from", "单位.csv", "--first-year", "2027").err
    assert "认出的列：编号←单位代码、名称←单位全称、工作量←组周" in shown
    assert "其余的列照原样保留：简称、备注" in shown
    named = ["--column", "名称=简称", "--column", "tags=备注"]
    again = call("init", "单位.csv", *named, "-o", "新.yaml", "--district", "青山区")
    assert "名称←简称" in again.err
    problem = read_problem(Path("新.yaml")).problem
    assert problem.jurisdiction.name == "青山区"
    assert [(t.id, t.name, t.tags, t.columns) for t in problem.targets] == [
        ("007", "教育局", ("甲",), {"单位全称": "=区教育局"})
    ]


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("名称=没有的列", "单位.csv:1:1: 没有“没有的列”这一列；可写：编号、工作量、单位"),
        ("名字=单位", "--column 应写成 项=列"), ("名称", "--column 应写成 项=列"),
    ],
)  # fmt: skip
def test_a_column_that_is_not_there_is_said(
    call: Call, folder: Path, named: str, said: str
) -> None:
    Path("单位.csv").write_text("编号,工作量,单位\nA,1,甲\n", encoding="utf-8")
    ran = call("init", "单位.csv", "--column", named)
    assert (ran.code, list(Path().glob("*.yaml"))) == (2, [])
    assert said in ran.err


def test_every_mistake_of_a_list_is_named(call: Call, folder: Path) -> None:
    rows = "编号,工作量,最早\nA,多,2027-01-01\nA,1,昨天\n,2,\n"
    Path("单位.csv").write_text(rows, encoding="utf-8")
    ran = call("init", "单位.csv")
    assert ran.code == 2
    assert [line.partition(": ")[0] for line in ran.err.splitlines()] == [
        "单位.csv:2:2", "单位.csv:3:1", "单位.csv:3:3", "单位.csv:4:1",
    ]  # fmt: skip


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "name", "year", "count"),
    [
        ("没有.csv\n对象表.csv\n青山区\n1990\n2030\n问题.yaml\n", "青山区", 2030, 24),
        ("'对象表.csv'\n\n\n问题.yaml\n", "本区", 2033, 24),
        ("\n问题.yaml\n", "青山区", 2026, 134),
    ],
)
def test_it_asks_on_a_terminal(
    call: Call, table: Path, monkeypatch: pytest.MonkeyPatch, typed: str, name: str, year: int,
    count: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(init, "_next_year", lambda: 2033)
    monkeypatch.setattr(init, "can_ask", lambda: True)
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    assert call("init").code == 0
    problem = read_problem(Path("问题.yaml")).problem
    assert (problem.jurisdiction.name, problem.years[0], len(problem.targets)) == (
        name,
        year,
        count,
    )


def test_no_answer_writes_nothing(call: Call, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(init, "can_ask", lambda: True)
    monkeypatch.setattr("sys.stdin", Terminal("对象表.csv\n"))
    assert call("init").code == 130
    assert not list(table.parent.glob("*.yaml"))
