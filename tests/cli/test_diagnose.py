"""`diagnose` as a planner runs it, and the short form of it that `solve` says."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ran
from xuncha_plan.files.problem_file import read_problem

Call = Callable[..., Ran]
FILE = """\
# 青山区（一条注释）
format: 1
jurisdiction: {name: 青山区}
term: {start: 2027-01-01, end: 2028-12-31}
rounds:
  - {id: 2027-1, start: 2027-03-01, end: 2027-05-28}
  - {id: 2028-1, start: 2028-03-01, end: 2028-05-28}
teams:
  - {id: t1, name: 第一组, capacity: 4}
targets:
  - {id: a, name: 区教育局, workload: 1}
  - {id: b, workload: 1}
  - {id: c, workload: 1}
  - {id: d, workload: 1}
  - {id: e, workload: 1}
  - {id: f, workload: 1}
tiers: [progress]
rules:
  - rule: milestone
    name: 第一年五个
    source: 规划 第三部分
    by: 2027-12-31
    at_least: 5   # 原定四个
  - {rule: recusal, teams: [t1], where: {id: f}}
"""


@pytest.fixture
def file(folder: Path) -> Path:
    """A milestone wants five where there is room for four, and f has no team."""
    path = folder / "青山 区.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.fixture
def milestone(folder: Path) -> Path:
    """The same without the recusal."""
    path = folder / "里程碑.yaml"
    path.write_text(FILE.replace("[t1], where: {id: f}", "[t1], targets: []"), encoding="utf-8")
    return path


def diagnosed(call: Call, path: Path, *more: str) -> tuple[int, dict[str, Any]]:
    """The exit code and the document."""
    ran = call("diagnose", path, "--format", "json", "--quiet", *more)
    return ran.code, json.loads(ran.out)


def test_json_is_what_other_programs_rely_on(call: Call, file: Path) -> None:
    code, document = diagnosed(call, file)
    assert (code, document["format_version"], document["complete"]) == (1, 1, True)
    rules = [
        [(rule["name"], rule["rule"], rule["line"]) for rule in conflict["rules"]]
        for conflict in document["conflicts"]
    ]
    assert sorted(rules, key=len) == [
        [("第一年五个", "milestone", 19)],
        [("recusal#2", "recusal", 24), ("coverage", "coverage", None)],
    ]
    assert all(conflict["minimal"] and conflict["proof"] for conflict in document["conflicts"])
    words = next(c["words"] for c in document["conflicts"] if len(c["rules"]) == 1)
    for number in ("5", "4", "1"):
        assert number in words
    cheapest = document["ways_out"][0]
    assert cheapest["cost"] == 2
    assert cheapest["proof"]
    assert {step["rule"] for step in cheapest["steps"]} >= {"第一年五个"}
    for way in document["ways_out"]:
        assert {"rule", "amount", "cost", "words"} <= way.keys()


def test_text_in_both_languages_names_rules_places_and_numbers(call: Call, file: Path) -> None:
    zh, en = call("diagnose", file), call("diagnose", file, "--lang", "en")
    assert (zh.code, en.code) == (1, 1)
    for ran in (zh, en):
        assert f"{file}:19: " in ran.out
        assert "规划 第三部分" in ran.out
        assert f"diagnose '{file}' --apply 1" in ran.out
    assert "没有可行的计划" in zh.out
    assert "no plan exists" in en.out
    assert "冲突2" in zh.err


def test_where_a_plan_exists_nothing_conflicts(call: Call, milestone: Path) -> None:
    path = milestone.with_name("good.yaml")
    path.write_text(milestone.read_text("utf-8").replace("at_least: 5", "at_least: 4"), "utf-8")
    code, document = diagnosed(call, path)
    assert code == 0
    assert document["conflicts"] == document["ways_out"] == []
    assert "没有冲突" in call("diagnose", path).out


def test_every_way_out_can_be_written_and_has_a_plan(call: Call, milestone: Path) -> None:
    _, document = diagnosed(call, milestone)
    assert len(document["ways_out"]) >= 3  # the milestone, a team, longer rounds
    for n in range(1, len(document["ways_out"]) + 1):
        new = milestone.with_name(f"新{n}.yaml")
        assert call("diagnose", milestone, "--apply", str(n), "-o", new).code == 0
        assert diagnosed(call, new)[0] == 0


def test_the_cheapest_changes_its_number_and_no_other_byte(call: Call, milestone: Path) -> None:
    new = milestone.with_name("新.yaml")
    ran = call("diagnose", milestone, "--apply", "1", "-o", new, "--lang", "en")
    assert ran.code == 0
    assert "becomes 4 instead of 5" in ran.err
    old = milestone.read_text("utf-8")
    assert new.read_text("utf-8") == old.replace("at_least: 5   #", "at_least: 4   #")


def test_several_rules_can_give_way_in_one_file(call: Call, file: Path) -> None:
    new = file.with_name("新.yaml")
    assert call("diagnose", file, "--apply", "1", "-o", new).code == 0
    assert diagnosed(call, new)[0] == 0
    assert len(read_problem(new).problem.rules) >= 3


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--apply", "1"], 2, "-o"),
        (["--apply", "99", "-o", "new.yaml"], 2, "99"),
        (["--apply", "0", "-o", "new.yaml"], 2, "0"),
        (["--apply", "1", "-o", "里程碑.yaml"], 2, "输出文件就是输入文件"),
        (["--time-limit", "0"], 2, "--time-limit"),
        (["--workers", "-1"], 2, "--workers"),
        (["--size", "people"], 2, "--size"),
        (["--format", "xml"], 2, "--format"),
    ],
)
def test_what_cannot_be_is_refused(
    call: Call, milestone: Path, arguments: list[str], code: int, says: str
) -> None:
    ran = call("diagnose", milestone.name, *arguments)
    assert ran.code == code
    assert says in ran.err
    assert not Path("new.yaml").exists()


def test_when_time_runs_out_nothing_is_claimed(
    call: Call, milestone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xuncha_plan.solver.process.hearing.GRACE", -60.0)
    code, document = diagnosed(call, milestone, "--time-limit", "0.01")
    assert code == 3
    assert document["conflicts"] == []
    assert document["complete"] is False
    assert "没有证明" in call("diagnose", milestone, "--time-limit", "0.01").out


def test_the_least_number_of_teams_and_its_picture(call: Call, milestone: Path) -> None:
    picture = milestone.with_name("图.svg")
    ran = call("diagnose", milestone, "--size", "teams", "-o", picture, "--time-limit", "20")
    assert ran.code == 0
    assert "最少2个巡察组，现有1个" in ran.out
    assert "没有计划" in ran.out
    text = picture.read_text("utf-8")
    assert text.startswith("<?xml")
    assert "最少2个巡察组" in text


def test_solve_says_the_short_form_at_once(call: Call, milestone: Path) -> None:
    ran = call("solve", milestone, "-o", "plan.yaml")
    assert ran.code == 1
    assert not Path("plan.yaml").exists()
    for said in ("已证明没有可行的计划", "第一年五个", "4组周", "xuncha-plan diagnose"):
        assert said in ran.err


def test_solve_says_it_too_where_only_a_solver_can_tell(call: Call, folder: Path) -> None:
    rules = """\
rules:
  - {rule: window, name: 早, where: {id: a}, to: 2027-12-31}
  - {rule: window, name: 晚, where: {id: b}, from: 2028-01-01}
  - {rule: together, name: 同行, targets: [a, b]}
"""
    path = folder / "x.yaml"
    path.write_text(FILE[: FILE.index("rules:")] + rules, encoding="utf-8")
    ran = call("solve", path, "-o", "plan.yaml")
    assert ran.code == 1
    for name in ("早", "晚", "同行"):
        assert f"“{name}”" in ran.err
