"""The workbook: its sheets, that nothing in it is run, and that it is a plan again."""

import io
import re
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from xuncha_plan.files.plan_file import read_plan
from xuncha_plan.model import Plan, PlanRecord
from xuncha_plan.report.archive import is_signed
from xuncha_plan.report.xlsx import xlsx_file
from xuncha_plan.report.xlsx.tabs import LONGEST, Tabs

from .hostile import BLANKS, COMMAND, FORMULA, MARKUP, RARE, SCRIPT, hostile

Grid = list[list[object]]
SHEETS = [
    "任务清单", "总览", "五年规划", "全覆盖台账", "覆盖进度", "进度节点", "力量负荷", "均衡情况",
    "异地交叉", "回头看", "回避记录", "监督重点", "整改时限", "月度工作量", "2027年计划",
    "2028年计划", "2027年第一轮", "2027年第二轮", "2028年第一轮", "第一巡察组", "第二巡察组",
]  # fmt: skip


@pytest.fixture(scope="module")
def book(plan: Plan, record: PlanRecord) -> dict[str, Grid]:
    return opened(xlsx_file(plan, record, "zh"))


def opened(data: bytes) -> dict[str, Grid]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def column(grid: Grid, heading: str, top: int = 1) -> list[object]:
    place = grid[top].index(heading)
    return [row[place] for row in grid[top + 1 :]]


def members(data: bytes) -> dict[str, str]:
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_every_paper_has_a_sheet(book: dict[str, Grid]) -> None:
    assert list(book) == SHEETS


def test_the_five_year_plan_counts_kinds_by_year(book: dict[str, Grid]) -> None:
    grid = book["五年规划"]
    assert grid[0][0] == "青山区巡察五年规划表（2027—2028年）"
    assert grid[1] == ["类别", "对象数", "2027", "2028", "合计"]
    lines = {str(row[0]): row[1:] for row in grid[2:]}
    assert lines["区直部门"] == [3, 2, 1, 3]
    assert lines["村（社区）"] == [2, 2, 0, 2]
    assert lines["全覆盖任务合计"] == [6, 5, 1, 6]
    assert lines["累计覆盖率"][1:] == [pytest.approx(5 / 6), 1, 1]
    assert lines["回头看"][1:] == [0, 1, 1]
    assert lines["自有投入（组周）"][1:] == [6.05, 2.4, 8.45]
    assert lines["力量（组周）"][1:] == [20, 10, 30]


def test_the_ledger_has_every_target_once(book: dict[str, Grid]) -> None:
    grid = book["全覆盖台账"]
    assert column(grid, "对象编号")[:6] == ["D001", "D002", "T001", "V001", "V002", "=1+1"]
    assert column(grid, "方式")[0] == "提级"
    assert column(grid, "巡察组")[0] == "上级派出"
    assert column(grid, "上次整改评价")[3] == "差"
    assert column(grid, "上次巡察")[3] == date(2023, 4, 10)
    assert column(grid, "计入全覆盖")[:6] == ["是"] * 6
    assert column(grid, "回头看轮次")[3] == "2028年第一轮"
    assert column(grid, "专项轮次")[1] == "2028年第一轮"


def test_a_target_without_a_visit_stands_out(plan: Plan, record: PlanRecord) -> None:
    short = Plan(plan.problem, tuple(v for v in plan.visits if v.target.id != "T001"))
    grid = opened(xlsx_file(short, record, "zh"))["全覆盖台账"]
    row = next(row for row in grid if row[0] == "T001")
    assert row[grid[1].index("轮次")] == "未安排"
    assert "未安排1个" in str(grid[-1][0])


def test_a_sheet_of_a_round_sums_up_each_team(book: dict[str, Grid]) -> None:
    grid = book["2027年第二轮"]
    assert grid[0][0] == "2027年第二轮巡察任务分工表（2027-09-01至2027-11-30）"
    sums = [row for row in grid if str(row[1]).startswith("小计")]
    assert [(row[0], row[1], row[11]) for row in sums] == [
        ("第一巡察组", "小计（力量6组周）", 1.5), ("第二巡察组", "小计（力量4组周）", 0.25),
    ]  # fmt: skip


def test_a_sheet_of_a_team_holds_its_visits_alone(book: dict[str, Grid]) -> None:
    grid = book["第二巡察组"]
    assert [x for x in column(grid, "对象编号") if not str(x).startswith("小计")] == [
        "V002", "D002", "V001",
    ]  # fmt: skip


def test_look_backs_stand_beside_what_they_follow(book: dict[str, Grid]) -> None:
    row = dict(zip(*map(tuple, book["回头看"][1:3]), strict=True))
    assert (row["巡察对象"], row["全覆盖轮次"], row["全覆盖巡察组"]) == (
        "前进村", "2027年第一轮", "第一巡察组",
    )  # fmt: skip
    assert (row["回头看巡察组"], row["相隔天数"]) == ("第二巡察组", 278)
    assert row["最早回头看"] == date(2027, 8, 26)  # 90 days after 28 May


def test_milestones_say_what_is_over_and_short(book: dict[str, Grid]) -> None:
    lines = {row[0]: row[1:] for row in book["进度节点"][2:]}
    assert lines["2027年底覆盖六成"] == [date(2027, 12, 31), 3.6, 5, 1.4, "达到"]
    assert lines["2027年上半年过半"][-2:] == [pytest.approx(-1.225), "不足"]


def test_the_overview_links_to_every_sheet_and_nowhere_else(plan: Plan, record: PlanRecord) -> None:
    parts = members(xlsx_file(plan, record, "zh"))
    overview = parts["xl/worksheets/sheet2.xml"]
    assert len(re.findall("<hyperlink ", overview)) == len(SHEETS)
    assert not [name for name, text in parts.items() if 'TargetMode="External"' in text]


def test_pages_are_set_up_for_printing(plan: Plan, record: PlanRecord) -> None:
    parts = members(xlsx_file(plan, record, "zh"))
    for number in range(1, len(SHEETS) + 1):
        sheet = parts[f"xl/worksheets/sheet{number}.xml"]
        assert 'orientation="landscape"' in sheet
        assert re.search(r'paperSize="[89]"', sheet)
        assert ('fitToHeight="0"' in sheet) == ("<drawing " not in sheet)  # a chart is not torn
        assert "<pane " in sheet
    assert parts["xl/workbook.xml"].count("_xlnm.Print_Titles") == len(SHEETS)
    assert "<autoFilter" in parts["xl/worksheets/sheet1.xml"]


def test_columns_fit_chinese_texts(plan: Plan, record: PlanRecord) -> None:
    sheet = members(xlsx_file(plan, record, "zh"))["xl/worksheets/sheet1.xml"]
    spans = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet)
    widths = [float(w) for first, last, w in spans for _ in range(int(first), int(last) + 1)]
    assert widths[8] >= 2 * len("区体育运动和青少年校外活动服务中心")  # target_name
    assert max(widths) <= 50


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_plan_gives_the_same_bytes(plan: Plan, record: PlanRecord, language: str) -> None:
    data = xlsx_file(plan, record, language)
    assert data == xlsx_file(plan, record, language)
    assert is_signed(data)


def test_one_year_alone(plan: Plan, record: PlanRecord) -> None:
    book = opened(xlsx_file(plan, record, "zh", 2028))
    assert list(book) == ["任务清单", "总览", "2028年计划", "2028年第一轮"]
    assert column(book["任务清单"], "轮次编号", 0) == ["2028-1"] * 3


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_workbook_is_a_plan_again(
    plan: Plan, record: PlanRecord, language: str, tmp_path: Path
) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(xlsx_file(plan, record, language))
    facts = [(v.target, v.purpose, v.round, v.mode, v.team) for v in read_plan(path).visits]
    assert sorted(map(str, facts)) == sorted(
        str((v.target, v.purpose, v.round, v.mode, v.team)) for v in record.visits
    )


def test_no_name_becomes_a_formula_a_link_or_markup(tmp_path: Path) -> None:
    data = xlsx_file(*hostile(tmp_path), "zh")
    parts = members(data)
    for name, text in parts.items():
        if name.startswith("xl/worksheets/"):
            assert "<f>" not in text
            assert not re.search(r"<hyperlink [^>]*r:id", text)
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\ufdd0\u202e]", text)
    names = column(opened(data)["任务清单"], "巡察对象", 0)
    for wanted in (FORMULA, COMMAND, SCRIPT, MARKUP, BLANKS, RARE):
        assert wanted in names
    assert "甲\\r\\nEND:VEVENT\\r\\nBEGIN:VALARM" in names


def test_sheet_names_are_short_unique_and_allowed() -> None:
    tabs = Tabs()
    names = [
        tabs.name(wanted)
        for wanted in ("a/b", "A_b", "History", "'x'", "", "长" * 40, "长" * 40, "𠮷" * 40, "\x1b")
    ]
    assert names[:3] == ["a_b", "A_b (2)", "History (2)"]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name.encode("utf-16-le")) <= 2 * LONGEST for name in names)
    assert not [name for name in names if re.search(r"[\[\]:*?/\\']", name) or "\x1b" in name]
