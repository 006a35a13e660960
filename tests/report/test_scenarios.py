"""Scenarios on a terminal: a table too wide goes on below."""

import io

from rich.console import Console

from xuncha_plan.model import PlanRecord, Problem
from xuncha_plan.report.scenarios.lines import Column
from xuncha_plan.report.scenarios.text import scenarios_text, show_scenarios


def columns(problem: Problem, record: PlanRecord, *names: str) -> list[Column]:
    return [Column(name, problem, record.status, record, 1.5) for name in names]


def test_what_does_not_fit_goes_on_below(problem: Problem, record: PlanRecord) -> None:
    found = columns(problem, record, "现状", "少一个巡察组", "再少一个巡察组", "不要均衡", "多一轮")
    text = io.StringIO()
    show_scenarios(Console(file=text, width=80, color_system=None), found, "zh")
    lines = text.getvalue().splitlines()
    assert [line.split()[:1] for line in lines].count(["结论"]) == 2
    assert max(map(len, lines)) <= 80


def test_one_column_wider_than_the_terminal_is_not_cut(
    problem: Problem, record: PlanRecord
) -> None:
    text = io.StringIO()
    name = "很长的情景名称" * 6
    show_scenarios(Console(file=text, width=40), columns(problem, record, name), "zh")
    assert "14.22" in text.getvalue()


def test_a_file_has_one_table_however_wide(problem: Problem, record: PlanRecord) -> None:
    found = columns(problem, record, *(f"情景{i}" for i in range(30)))
    assert scenarios_text(found, "zh").count("结论") == 1
