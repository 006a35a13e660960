"""Scenarios: what a change makes of a problem, and where a wrong one is said to be."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from xuncha_plan.files.digest import digest
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.files.scenarios import read_scenarios
from xuncha_plan.model import BadInput, Problem

PROBLEM = """\
format: 1
jurisdiction: {name: 青山区}
term: {start: 2026-10-01, end: 2031-09-30}
rounds:
  - {id: r1, start: 2027-03-01, end: 2027-05-28}
  - {id: r2, start: 2027-09-01, end: 2027-11-30}
teams:
  - {id: t1, capacity: 6}
  - {id: t2, capacity: 4, rounds: r2}
targets:
  - {id: a, workload: 2}
  - {id: b, workload: 1}
tiers: [first]
rules:
  - {rule: coverage}
  - {rule: milestone, name: 年底过半, by: 2027-12-31, at_least: 50%}
  - {rule: recusal, teams: [t2], where: {id: a}}
  - {rule: early, tier: first}
"""


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    path = tmp_path / "targets.yaml"
    path.write_text(PROBLEM, encoding="utf-8")
    return path


def varied(problem: Path, *changes: str) -> Problem:
    """The problem under one scenario."""
    path = problem.with_name("scenarios.yaml")
    lines = [f"      - {change}" for change in changes]
    path.write_text(
        "\n".join(["scenarios:", "  - name: 变化", "    changes:", *lines]), encoding="utf-8"
    )
    (scenario,) = read_scenarios(problem, path)
    assert scenario.name == "变化"
    return scenario.reading.problem


def refused(problem: Path, *changes: str) -> str:
    with pytest.raises(BadInput) as error:
        varied(problem, *changes)
    return error.value.faults[0].say("zh").removeprefix(f"{problem.parent}/")


def test_a_scenario_without_changes_is_the_problem(problem: Path) -> None:
    path = problem.with_name("scenarios.yaml")
    path.write_text("scenarios: [{name: 现状}]", encoding="utf-8")
    (scenario,) = read_scenarios(problem, path)
    assert digest(scenario.reading.problem) == digest(read_problem(problem).problem)


def test_keys_of_a_rule_are_set_and_taken_away(problem: Path) -> None:
    found = varied(
        problem,
        "{rule: 年底过半, set: {at_least: 100%, by: 2027-06-30, name: }}",
        "{rule: 'early#4', set: {weight: 2}}",
    )
    milestone, early = found.rules[1], found.rules[3]
    assert (milestone.name, getattr(milestone, "by", None)) == (None, date(2027, 6, 30))
    assert early.weight == 2


def test_a_rule_is_dropped_by_its_name_or_its_number(problem: Path) -> None:
    found = varied(problem, "{rule: 年底过半, drop: true}", "{rule: 'recusal#3', drop: true}")
    assert [rule.word for rule in found.rules] == ["coverage", "early"]


def test_a_dropped_team_is_present_nowhere_and_its_name_stays_known(problem: Path) -> None:
    found = varied(problem, "{team: t2, drop: true}")
    assert [found.present(r) for r in ("r1", "r2")] == [("t1",), ("t1",)]
    assert found.capacity() == 12


def test_a_dropped_round_has_no_teams_and_takes_no_visits(problem: Path) -> None:
    found = varied(problem, "{round: r2, drop: true}")
    assert [found.present(r) for r in ("r1", "r2")] == [("t1",), ()]
    assert found.round["r2"].purposes == ()
    assert found.capacity() == 6


def test_teams_rounds_and_targets_are_set_and_added(problem: Path) -> None:
    found = varied(
        problem,
        "{team: t1, set: {capacity: 2.5}}",
        "{round: r1, set: {end: 2027-06-11}}",
        "{target: b, drop: true}",
        "add: {team: {id: t3, capacity: 1, rounds: [r1]}, target: {id: c, workload: 3}}",
        "{target: c, set: {workload: 4}}",
    )
    assert found.team["t1"].capacity == Fraction("2.5")
    assert found.round["r1"].end == date(2027, 6, 11)
    assert {t.id: t.workload for t in found.targets} == {"a": 2, "c": 4}
    assert found.present("r1") == ("t1", "t3")


def test_one_scenario_leaves_the_others_alone(problem: Path) -> None:
    path = problem.with_name("scenarios.yaml")
    path.write_text(
        "scenarios:\n"
        "  - {name: 一, changes: [{team: t1, set: {capacity: 1}}]}\n"
        "  - {name: 二, changes: [{team: t2, set: {capacity: 1}}]}\n",
        encoding="utf-8",
    )
    one, two = (scenario.reading.problem for scenario in read_scenarios(problem, path))
    assert [one.team["t1"].capacity, one.team["t2"].capacity] == [1, 4]
    assert [two.team["t1"].capacity, two.team["t2"].capacity] == [6, 1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("{team: t9, drop: true}", "scenarios.yaml:4:16: 没有巡察组“t9”"),
        ("{rule: 年底过, drop: true}", "没有规则“年底过”；是不是“年底过半”？"),
        ("{team: t1}", "scenarios.yaml:4:9: 应写明改什么"),
        ("{team: t1, drop: true, set: {capacity: 1}}", "应写明改什么"),
        ("{team: t1, round: r1, drop: true}", "应写明改什么"),
        ("{team: t1, add: {team: {id: t3}}}", "应写明改什么"),
        ("{teem: t1, drop: true}", "没有“teem”这个键；是不是“team”？"),
        (
            "{team: t1, set: {capacity: -1}}",
            "scenarios.yaml:4:36: 情景“变化”：",
        ),
        (
            "{team: t1, set: {capcity: 1}}",
            "scenarios.yaml:4:26: 情景“变化”：没有“capcity”这个键；是不是“capacity”？",
        ),
        ("{target: a, drop: true}", "targets.yaml:17:46: 情景“变化”：没有巡察对象“a”"),
        ("add: {team: {id: t1}}", "情景“变化”："),
        ("add: {rule: {rule: blakout}}", "情景“变化”：没有“blakout”这种规则"),
    ],
)
def test_a_wrong_change_is_said_where_it_is_to_be_mended(
    problem: Path, change: str, said: str
) -> None:
    assert said in refused(problem, change)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1", "缺少“scenarios”"),
        ("scenarios: [{changes: []}]", "缺少“name”"),
        ("scenarios: [{name: x}, {name: x}]", "情景“x”在"),
        ("format: 2\nscenarios: []", "不能是“2”"),
    ],
)
def test_what_is_no_file_of_scenarios_is_refused(problem: Path, text: str, said: str) -> None:
    path = problem.with_name("scenarios.yaml")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as error:
        read_scenarios(problem, path)
    assert said in error.value.faults[0].say("zh")


def test_targets_of_another_table_cannot_be_changed_but_rules_can(problem: Path) -> None:
    text = PROBLEM.replace(
        "targets:\n  - {id: a, workload: 2}\n  - {id: b, workload: 1}\n",
        "targets: {file: t.csv}\n",
    )
    problem.write_text(text, encoding="utf-8")
    problem.with_name("t.csv").write_text("id,workload\na,2\nb,1\n", encoding="utf-8")
    found = varied(problem, "{rule: 年底过半, drop: true}")
    assert (len(found.targets), len(found.rules)) == (2, 3)
    assert "列在另一个表里" in refused(problem, "{target: a, set: {workload: 1}}")
    assert "列在另一个表里" in refused(problem, "add: {target: {id: c, workload: 1}}")
