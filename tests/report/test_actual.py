"""A plan against what was done: every state, every sum, every mistake of the table."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from xuncha_plan.files.problem_file import problem_of
from xuncha_plan.files.report_table import read_reports
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import BadInput, PlanRecord, Problem, VisitRecord
from xuncha_plan.report.actual.documents import progress_csv, progress_json
from xuncha_plan.report.actual.states import Progress, progress
from xuncha_plan.report.actual.sums import at_milestones, groups
from xuncha_plan.report.actual.text import counts

PROBLEM = """\
jurisdiction: {name: 青山区}
term: {start: 2027-01-01, end: 2031-12-31}
sectors: {edu: 教育, gov: 综合}
rounds:
  - {id: r1, name: 第一轮, start: 2027-03-01, end: 2027-05-28}
  - {id: r2, name: 第二轮, start: 2027-09-01, end: 2027-11-30}
  - {id: r3, name: 第三轮, start: 2028-03-01, end: 2028-05-31}
teams: [{id: t1, name: 第一组, capacity: 10}, {id: t2, name: 第二组, capacity: 10}]
targets:
  - {id: A, name: 甲局, sector: edu, workload: 1}
  - {id: B, name: 乙局, sector: edu, workload: 1}
  - {id: C, name: 丙局, sector: gov, workload: 1}
  - {id: D, name: 丁局, sector: gov, workload: 1}
  - {id: E, name: 戊局, sector: gov, workload: 1}
  - {id: F, name: 己局, workload: 1}
rules:
  - {rule: milestone, name: 上半年, by: 2027-06-30, at_least: 2}
  - {rule: milestone, name: 全年, by: 2027-12-31, at_least: 4}
  - {rule: milestone, name: 次年, by: 2028-12-31, at_least: 5}
"""
PLANNED = {"A": "r1", "B": "r1", "C": "r2", "D": "r2", "E": "r3"}


@pytest.fixture
def problem() -> Problem:
    return problem_of(parse(PROBLEM.encode(), "x.yaml"), Path("x.yaml")).problem


def record() -> PlanRecord:
    teams = {"A": "t1", "B": "t2", "C": "t1", "D": "t2", "E": "t1"}
    return PlanRecord(
        tuple(VisitRecord(t, "coverage", r, "self_run", teams[t]) for t, r in PLANNED.items())
    )


def found(problem: Problem, folder: Path, table: str, day: date) -> Progress:
    path = folder / "完成情况.csv"
    path.write_text(table, encoding="utf-8")
    return progress(problem, record(), read_reports(path, problem), day)


def states(its: Progress) -> dict[str, str]:
    return {fate.visit.target: fate.state for fate in its.fates}


TABLE = """\
对象编号,轮次,巡察组,状态
A,第一轮,第二组,完成
B,第二轮,,完成
C,第一轮,,完成
D,,,推迟
F,r1,t1,完成
"""


def test_every_visit_has_a_state(problem: Problem, tmp_path: Path) -> None:
    its = found(problem, tmp_path, TABLE, date(2027, 10, 1))
    assert states(its) == {
        "A": "done", "B": "late", "C": "early", "D": "slipped", "E": "ahead", "F": "extra",
    }  # fmt: skip
    assert {(v.target, v.round, v.team) for v in its.expected()} == {
        ("A", "r1", "t2"), ("B", "r2", "t2"), ("C", "r1", "t1"), ("E", "r3", "t1"),
        ("F", "r1", "t1"),
    }  # fmt: skip
    assert counts(its) == {
        "planned": 5, "done": 3, "early": 1, "late": 1, "slipped": 1, "running": 0, "ahead": 1,
        "extra": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 2, 28), "ahead ahead ahead"),
        (date(2027, 3, 1), "running ahead ahead"),
        (date(2027, 5, 28), "running ahead ahead"),
        (date(2027, 5, 29), "slipped ahead ahead"),
        (date(2027, 9, 1), "slipped running ahead"),
        (date(2027, 12, 1), "slipped slipped ahead"),
    ],
)
def test_what_is_not_reported_slips_with_the_end_of_its_round(
    problem: Problem, tmp_path: Path, day: date, expected: str
) -> None:
    its = states(found(problem, tmp_path, "对象编号,状态\nF,\n", day))
    assert " ".join(its[target] for target in "ACE") == expected


def test_a_table_without_a_status_lists_what_was_done(problem: Problem, tmp_path: Path) -> None:
    table = "巡察对象,实际日期\n甲局,2027-03-15\n丁局,2028-04-01\n"
    assert states(found(problem, tmp_path, table, date(2027, 3, 20))) == {
        "A": "done", "B": "running", "C": "ahead", "D": "late", "E": "ahead",
    }  # fmt: skip


def test_groups_add_up(problem: Problem, tmp_path: Path) -> None:
    its = found(problem, tmp_path, TABLE, date(2027, 10, 1))
    by_round = {group.name: (group.planned, dict(group.states)) for group in groups(its, "round")}
    assert by_round == {
        "r1": (2, {"done": 1, "late": 1, "extra": 1}),
        "r2": (2, {"early": 1, "slipped": 1}),
        "r3": (1, {"ahead": 1}),
    }
    assert [(g.name, g.planned) for g in groups(its, "year")] == [("2027", 4), ("2028", 1)]
    assert [(g.name, g.planned) for g in groups(its, "sector")] == [("edu", 2), ("gov", 3)]
    assert [(g.name, g.planned) for g in groups(its, "team")] == [("t1", 3), ("t2", 2)]


def test_milestones_say_how_they_stand(problem: Problem, tmp_path: Path) -> None:
    its = at_milestones(found(problem, tmp_path, TABLE, date(2027, 10, 1)))
    assert [(one.name, one.done, one.coming, one.short, one.standing) for one in its] == [
        ("上半年", 3, 0, 0, "reached"),
        ("全年", 4, 0, 0, "reached"),
        ("次年", 4, 1, 0, "on course"),
    ]
    none = at_milestones(found(problem, tmp_path, "对象编号,状态\nA,推迟\n", date(2027, 7, 1)))
    assert [(one.short, one.standing) for one in none] == [
        (2, "missed"), (2, "at risk"), (2, "at risk"),
    ]  # fmt: skip


def test_documents_hold_every_visit(problem: Problem, tmp_path: Path) -> None:
    its = found(problem, tmp_path, TABLE, date(2027, 10, 1))
    document = json.loads(progress_json(its))
    assert document["counts"] == counts(its)
    assert {v["target"]: v["state"] for v in document["visits"]} == states(its)
    rows = list(csv.DictReader(io.StringIO(progress_csv(its, "zh"))))
    assert [(r["对象编号"], r["情况"], r["计划轮次"], r["实际轮次"]) for r in rows][1] == (
        "B", "推后完成", "第一轮", "第二轮",
    )  # fmt: skip
    assert len(rows) == 6


def test_mistakes_of_the_table_are_named_together(problem: Problem, tmp_path: Path) -> None:
    table = "对象编号,轮次,日期,状态\nX,第九轮,,完成\n,,,完成\nA,,昨天,做了\nB,,2027-07-01,完成\n"
    with pytest.raises(BadInput) as caught:
        found(problem, tmp_path, table, date(2027, 10, 1))
    path = tmp_path / "完成情况.csv"
    assert [
        f.say("zh").removeprefix(f"{path}:").partition("；")[0] for f in caught.value.faults
    ] == [
        "2:1: 没有“X”",
        "2:2: 没有“第九轮”",
        "3:1: 缺少“巡察对象编号”（target）",
        "4:3: 应为日期，例如 2027-03-01，而不是昨天",
        "4:4: 没有“做了”",
        "5:3: 2027-07-01不在任何轮次之内",
    ]
