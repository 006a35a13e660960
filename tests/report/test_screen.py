"""What is shown of the tiny district, as a person looked at it; GOLDEN=remake writes it anew."""

import io
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from xuncha_plan.model import Language, Plan, PlanRecord, Problem
from xuncha_plan.model.calendar import PublishedYear
from xuncha_plan.report.screen.bars import bar
from xuncha_plan.report.screen.plan import View, show_plan, show_summary, show_visits
from xuncha_plan.report.screen.visit_list import Filter
from xuncha_plan.report.visible import visible
from xuncha_plan.report.wrapping import wrapped

GOLDEN = Path(__file__).parent / "golden"


def printed(show: Callable[[Console], None], width: int = 80, terminal: bool = False) -> str:
    console = Console(
        file=io.StringIO(), width=width, force_terminal=terminal, color_system=None,
        legacy_windows=False,
    )  # fmt: skip
    show(console)
    return console.file.getvalue()


def is_golden(name: str, text: str) -> bool:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("GOLDEN") == "remake":
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_whole_plan(plan: Plan, record: PlanRecord, language: Language) -> None:
    text = printed(lambda console: show_plan(console, plan, record, language))
    assert max(map(cell_len, text.splitlines())) <= 80
    assert is_golden(f"plan-{language}", text)


@pytest.mark.parametrize("by", ["year", "round", "team", "region", "sector"])
def test_one_view(plan: Plan, record: PlanRecord, by: View) -> None:
    assert is_golden(f"by-{by}", printed(lambda c: show_plan(c, plan, record, "zh", by)))


def test_the_visits_of_a_year(plan: Plan) -> None:
    text = printed(lambda console: show_visits(console, plan, "zh", Filter(year="2027")))
    assert "[bold]胜利村[/组织部]" in text  # a name is never markup
    assert is_golden("visits-2027", text)


def test_one_targets_history(plan: Plan) -> None:
    assert is_golden(
        "history", printed(lambda c: show_visits(c, plan, "zh", Filter(target="V001")))
    )


@pytest.mark.parametrize(
    ("asked", "targets"),
    [
        (Filter(round="2028-1", team="t2"), ["D002", "V001"]),
        (Filter(region="west", year="2027"), ["=1+1", "V002"]),
        (Filter(sector="edu"), ["D001", "D002", "D002"]),
        (Filter(team="t1", target="D002"), ["D002"]),
    ],
)
def test_filters_add_up(plan: Plan, asked: Filter, targets: list[str]) -> None:
    lines = printed(lambda c: show_visits(c, plan, "zh", asked), width=200).splitlines()[1:]
    assert [next(t for t in targets if t in line) for line in lines] == targets


def test_a_summary_leaves_out_who_carries_what(plan: Plan, record: PlanRecord) -> None:
    whole = printed(lambda console: show_plan(console, plan, record, "zh"))
    summary = printed(lambda console: show_summary(console, plan, record, "zh"))
    assert whole.startswith(summary)
    assert "第一巡察组" not in summary


def test_uncovered_targets_are_named(plan: Plan) -> None:
    lost = PlanRecord((), uncovered=tuple(f"D{i:03}" for i in range(12)))
    text = printed(lambda console: show_summary(console, plan, lost, "zh"), width=200)
    assert "未覆盖12个：D000、D001" in text
    assert "D009、…" in text


def test_a_plan_that_claims_nothing_shows_what_its_tiers_come_to(plan: Plan) -> None:
    typed = PlanRecord(())
    text = printed(lambda console: show_summary(console, plan, typed, "zh"))
    line = next(line for line in text.splitlines() if line.startswith("risk"))
    assert line.split() == ["risk", "可行", "未证明", "14.225", "-", "-"]


def test_where_there_is_no_terminal_nothing_is_cut_or_padded(plan: Plan) -> None:
    text = printed(lambda c: show_visits(c, plan, "zh", Filter(round="2028-1")), width=10_000)
    assert "D002 区体育运动和青少年校外活动服务中心" in text
    assert not [line for line in text.splitlines() if line != line.rstrip()]
    assert "\x1b" not in text


def test_a_narrow_terminal_folds_names_and_keeps_figures(plan: Plan, record: PlanRecord) -> None:
    text = printed(lambda c: show_plan(c, plan, record, "zh"), width=40, terminal=True)
    assert "…" not in text
    assert "6.05/20" in text
    assert "2027-1" in text


def test_a_name_cannot_steer_the_terminal(problem: Problem, record: PlanRecord) -> None:
    hostile = problem.targets[0].replace(name="区\x1b[2J教\u202e育局\n第二行")
    changed = problem.replace(targets=(hostile, *problem.targets[1:]))
    from xuncha_plan.check import plan_of

    plan = plan_of(changed, record)
    text = printed(lambda c: show_visits(c, plan, "zh", Filter(target="D001", year="2027")))
    assert "\x1b" not in text
    assert r"区\x1b[2J教\u202e育局\n第二行" in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("区教育局", "区教育局"),
        ("a\x07b", r"a\x07b"),
        ("\x9b", r"\x9b"),
        ("\ud800", r"\ud800"),
        ("\U000e0001", r"\U000e0001"),
        ("𠮷", "𠮷"),
    ],
)
def test_what_a_terminal_would_obey_is_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_bars_fall_back_where_blocks_cannot_be_written() -> None:
    assert bar(5, 10, "utf-8") == "█" * 5
    assert bar(5, 10, "gbk") == "█" * 5
    assert bar(5, 10, "ascii") == "#" * 5
    assert bar(1, 1000, "utf-8") == "█"
    assert bar(30, 10, "utf-8") == "█" * 12
    assert bar(0, 10, "utf-8") == bar(1, 0, "utf-8") == ""


def test_a_gbk_console_can_hold_the_whole_plan(plan: Plan, record: PlanRecord) -> None:
    text = printed(lambda console: show_plan(console, plan, record, "zh"))
    assert text.encode("gbk").decode("gbk") == text


def test_lines_fit_and_do_not_begin_with_a_comma() -> None:
    text = "时限内没有找到，请加 --time-limit（秒），或看 data/targets.yaml，再试。"
    for width in range(19, 60):
        lines = wrapped(text, width)
        assert max(map(cell_len, lines)) <= width
        assert not [line for line in lines if line[0] in "，。）"]
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_strength_counted_from_unpublished_years_is_provisional(
    plan: Plan, record: PlanRecord
) -> None:
    problem = plan.problem.replace(
        rounds=tuple(
            r.replace(start=r.start.replace(year=2039), end=r.end.replace(year=2039))
            for r in plan.problem.rounds
        )
    )
    counting = problem.replace(teams=(problem.teams[0].replace(capacity=None),))
    published = PublishedYear(year=2039, source="通知", off=(date(2039, 10, 3),))
    known = counting.replace(calendar=(published,))
    absent = counting.replace(teams=(counting.teams[0].replace(rounds=frozenset()),))
    said = [
        "推定：2039年" in printed(lambda c, p=p: show_summary(c, Plan(p, ()), record, "zh"))
        for p in (counting, problem, known, absent)
    ]
    assert said == [True, False, False, False]
