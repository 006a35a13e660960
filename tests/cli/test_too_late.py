"""check, solve and show tell which look-backs a plan makes impossible."""

import json
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Ran

PROBLEM = """\
format: 1
jurisdiction: {name: 青山区}
term: {start: 2026-10-01, end: 2031-09-30}
rounds:
  - {id: 早, start: 2027-03-01, end: 2027-04-30}
  - {id: 晚, start: 2028-09-01, end: 2028-11-30}
teams: [{id: 一组, capacity: 4}, {id: 二组, capacity: 4}]
targets:
  - {id: 甲, workload: 1}
  - {id: 乙, workload: 1, not_before: 2028-06-01}
tiers: [look]
rules:
  - {rule: lookback, must: {id: [甲, 乙]}, tier: look}
"""
PLAN = """\
format: 1
visits:
  - {target: 甲, purpose: coverage, round: 晚, mode: self_run, team: 一组}
  - {target: 乙, purpose: coverage, round: 晚, mode: self_run, team: 二组}
"""
NOTE = "[too-late] lookback#1：必须回头看的甲、乙排得太晚，届期内已无法回头看"


def files(folder: Path, problem: str = PROBLEM) -> None:
    (folder / "targets.yaml").write_text(problem, encoding="utf-8")
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")


def test_check_notes_it_and_finds_nothing(folder: Path, call: Callable[..., Ran]) -> None:
    files(folder)
    ran = call("check", "targets.yaml", "plan.yaml")
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == f"targets.yaml:13:5: [提示] {NOTE}"


def test_check_warns_of_a_must_that_no_plan_can_do(folder: Path, call: Callable[..., Ran]) -> None:
    files(folder)
    ran = call("check", "targets.yaml")
    assert ran.code == 0
    assert "targets.yaml:13:28: [警告] [never-looked-back] 乙必须回头看，但" in ran.out
    assert call("check", "--strict").code == 2


def test_json_lists_the_visits_of_a_note(folder: Path, call: Callable[..., Ran]) -> None:
    files(folder)
    document = json.loads(call("check", "targets.yaml", "plan.yaml", "--format", "json").out)
    (note,) = document["notes"]
    assert (note["level"], note["code"], note["line"]) == ("note", "too-late", 13)
    assert [visit["target"] for visit in note["visits"]] == ["甲", "乙"]
    assert document["findings"] == []


def test_a_note_can_be_accepted_like_a_finding(folder: Path, call: Callable[..., Ran]) -> None:
    files(folder, PROBLEM.rstrip() + "  # xuncha: ignore[too-late] 下届再看\n")
    ran = call("check", "targets.yaml", "plan.yaml")
    assert ran.code == 0
    assert "[提示]" not in ran.out.splitlines()[-1]
    assert "下届再看" in ran.out


def test_show_lists_them(folder: Path, call: Callable[..., Ran]) -> None:
    files(folder)
    ran = call("show", "plan.yaml", "--too-late", "--problem", "targets.yaml")
    assert [line.split()[1] for line in ran.out.splitlines()] == ["对象", "甲", "乙"]
    whole = call("show", "plan.yaml", "--problem", "targets.yaml")
    assert whole.out.splitlines()[-1] == NOTE.partition("] ")[2]
