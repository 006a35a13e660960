"""`after`: the office's months, what is overdue, what is done."""

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Ran

Call = Callable[..., Ran]


def lines(ran: Ran) -> list[list[str]]:
    return [line.split() for line in ran.out.splitlines()]


def test_every_month_has_its_tasks(call: Call, plan: Path) -> None:
    ran = call("after", "plan.yaml")
    assert (ran.code, ran.err) == (0, "")
    found = lines(ran)
    assert found[0] == ["月份", "反馈", "报送整改方案", "集中整改到期", "整改评估", "巡察办任务数"]
    assert ["2027-07", "2", "-", "-", "-", "2"] in found
    assert ["2028-01", "3", "-", "2", "-", "3"] in found  # the second round; the first is over
    assert "6个月集中整改到期" in ran.out


def test_what_is_overdue_and_soon_due_is_listed(call: Call, plan: Path) -> None:
    found = lines(call("after", "plan.yaml", "--as-of", "2027-08-01"))
    assert found[0] == ["截至2027-08-01：逾期2项，之后30天内到期2项"]
    assert found[2] == ["逾期20天", "反馈", "T001", "城东镇", "2027年第一轮", "2027-07-12"]
    assert found[4] == ["还有10天", "报送整改方案", "T001", "城东镇", "2027年第一轮", "2027-08-11"]
    assert len(found) == 6


def test_a_deadline_of_the_day_is_not_overdue(call: Call, plan: Path) -> None:
    found = lines(call("after", "plan.yaml", "--as-of", "2027-07-12", "--within", "0"))
    assert found[0] == ["截至2027-07-12：逾期0项，之后0天内到期2项"]
    assert found[2][0] == "当天到期"


def test_a_round_that_has_not_ended_asks_nothing(call: Call, plan: Path) -> None:
    ran = call("after", "plan.yaml", "--as-of", "2027-05-28", "--within", "3000")
    assert ran.out == "截至2027-05-28没有逾期，之后3000天内也没有到期的\n"


@pytest.mark.parametrize(
    ("rows", "late"),
    [
        (["T001,反馈,"], 1), (["T001,feedback,2027-1", "V001,反馈,2027年第一轮"], 0),
        (["T001,反馈,2027-2"], 2), (["T001,整改评估,"], 2), ([], 2),
    ],
)  # fmt: skip
def test_what_is_done_is_no_more_overdue(
    call: Call, plan: Path, folder: Path, rows: list[str], late: int
) -> None:
    text = "\n".join(["对象编号,步骤,轮次", *rows, ""])
    (folder / "已完成.csv").write_text(text, encoding="utf-8")
    ran = call("after", "plan.yaml", "--as-of", "2027-08-01", "--done", "已完成.csv")
    assert ran.code == 0
    assert f"逾期{late}项" in ran.out


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--as-of", "2027-02-30"], "应为日期"),
        (["--as-of", "20270801"], "应为日期"),
        (["--as-of", "2027-W01-1"], "应为日期"),
        (["--done", "done.csv"], "要与 --as-of 一起写"),
        (["--as-of", "2027-08-01", "--done", "none.csv"], "none.csv"),
        (["--as-of", "2027-08-01", "--done", "done.csv"], "done.csv:2:2"),
        (["--as-of", "2027-08-01", "--within", "-1"], "--within"),
    ],
)
def test_what_cannot_be_read_is_two(
    call: Call, plan: Path, folder: Path, wrong: list[str], said: str
) -> None:
    (folder / "done.csv").write_text("编号,步骤\nT001,反溃\n", encoding="utf-8")
    ran = call("after", "plan.yaml", *wrong)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_english_speaks_english(call: Call, plan: Path) -> None:
    ran = call("after", "plan.yaml", "--as-of", "2027-08-01", "--lang", "en")
    assert ran.out.startswith("on 2027-08-01: 2 overdue, 2 due within 30 days")
