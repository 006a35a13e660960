"""The starter file: it loads, says what it assumes, and its examples load when they are freed."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xuncha_plan.files.problem_file import problem_of, read_problem
from xuncha_plan.files.target_list import read_target_list
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import Language, Problem, Target
from xuncha_plan.report.starter import starter
from xuncha_plan.report.strength import strength

TABLE = """\
编号,名称,类别,行业领域,地域,工作量,风险,标签,所属对象,最早,备注
D001,区教育局,部门,教育,城东,2.5,4,资金密集、民生,,,首轮
002,城东镇,镇街,综合,城东,4,3,,,2028-01-01,
V001,前进村,村（社区）,综合,城西,0.3,,,002,,"甲,乙: {丙}"
"""


@pytest.fixture
def targets(tmp_path: Path) -> tuple[Target, ...]:
    table = tmp_path / "对象表.csv"
    table.write_text(TABLE, encoding="utf-8")
    return read_target_list(table).targets


def text_for(targets: tuple[Target, ...], table: str | None, language: Language = "zh") -> str:
    return starter(targets, strength(targets, 2027), "对象表.csv", table, language)


def problem_for(text: str) -> Problem:
    return problem_of(parse(text.encode(), "x.yaml"), Path("x.yaml")).problem


@pytest.mark.parametrize("language", ["zh", "en"])
def test_targets_written_out_are_the_tables_own(
    targets: tuple[Target, ...], language: Language
) -> None:
    problem = problem_for(text_for(targets, None, language))
    assert problem.targets == targets
    assert list(problem.kinds) == ["部门", "镇街", "村（社区）"]
    assert list(problem.sectors) == ["教育", "综合"]
    assert list(problem.regions) == ["城东", "城西"]
    assert [tier.id for tier in problem.tiers] == ["balance", "risk"]
    assert problem.term.start.year == 2027
    assert problem.term.end.year == 2031


def test_the_table_is_named_where_it_lies_beside_the_file(
    targets: tuple[Target, ...], tmp_path: Path
) -> None:
    path = tmp_path / "targets.yaml"
    path.write_text(text_for(targets, "对象表.csv"), encoding="utf-8")
    assert "targets: {file: 对象表.csv}" in path.read_text(encoding="utf-8")
    assert read_problem(path).problem.targets == targets


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_example_loads_when_its_mark_is_taken_away(
    targets: tuple[Target, ...], language: Language
) -> None:
    text = text_for(targets, None, language)
    freed = re.sub("^  # - ", "  - ", text, flags=re.MULTILINE)
    words = [rule.word for rule in problem_for(freed).rules]
    assert words == [
        "coverage", "balance", "early",
        "milestone", "reserve", "blackout", "recusal", "balance", "together",
    ]  # fmt: skip


def test_what_the_table_lacks_is_not_asked_for() -> None:
    bare = (Target(id="1", workload=1),)
    text = text_for(bare, None)
    assert problem_for(text).target["1"].workload == 1
    for word in ("kinds", "regions", "rule: early", "together", "by: region"):
        assert word not in text


def test_names_that_cannot_be_ids_make_no_section() -> None:
    odd = (
        Target(id="a", workload=1, kind="党/政", region="East"),
        Target(id="b", workload=1, kind="村", region="east"),
    )
    problem = problem_for(text_for(odd, None))
    assert (problem.kinds, problem.regions) == ({}, {})
    assert problem.target["a"].kind == "党/政"


def test_the_head_says_what_there_is_and_stays_a_comment(targets: tuple[Target, ...]) -> None:
    text = starter(targets, strength(targets, 2027), "a\nb: {}.csv", None, "zh")
    assert text.startswith("# 巡察全覆盖计划的问题文件，由 xuncha-plan init 按 a?b: {}.csv 起草")
    assert "3个对象，共6.8组周" in text
    assert "10轮×2组×10＝200组周" in text
    assert problem_for(text).teams[0].title == "第一巡察组"


NAMES = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(NAMES, NAMES, NAMES), min_size=1, max_size=4))
def test_any_texts_of_a_table_come_back(rows: list[tuple[str, str, str]]) -> None:
    those = tuple(
        Target(id=f"D{i}", name=f"x{name}", kind=kind, tags=(tag,), workload=1)
        for i, (name, kind, tag) in enumerate(rows)
    )
    assert problem_for(text_for(those, None)).targets == those
