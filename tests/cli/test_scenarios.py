"""`scenarios`: one table, a column each."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from xuncha_plan.files.plan_file import read_plan
from xuncha_plan.model import PlanRecord, Problem
from xuncha_plan.solver import Outcome
from xuncha_plan.solver.process import side_by_side

from .conftest import TINY, Ran

Call = Callable[..., Ran]

FEWER = """\
scenarios:
  - {name: 少一组, changes: [{team: t2, drop: true}]}
  - {name: 不看均衡, changes: [{rule: 'balance#10', drop: true}]}
"""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Problem]:
    """A solver that finds the tiny plan wherever two teams are there, and proves that none is."""
    record = read_plan(TINY / "plan.yaml")
    problems: list[Problem] = []

    def solve(problem: Problem, settings: Any, **more: Any) -> Outcome:
        problems.append(problem)
        if not all(problem.present(r.id) == ("t1", "t2") for r in problem.rounds):
            return Outcome("infeasible", seconds=0.5)
        return Outcome("feasible", claimed(problem, record), seconds=1.5)

    monkeypatch.setattr(side_by_side, "solve", solve)
    return problems


def claimed(problem: Problem, record: PlanRecord) -> PlanRecord:
    tiers = {tier.id for tier in problem.tiers}
    return replace(record, tiers=tuple(x for x in record.tiers if x.id in tiers))


@pytest.fixture
def file(folder: Path, tiny: Path) -> Path:
    path = folder / "情景.yaml"
    path.write_text(FEWER, encoding="utf-8")
    return path


def test_each_scenario_has_a_column_and_the_file_itself_the_first(
    call: Call, file: Path, tiny: Path, asked: list[Problem]
) -> None:
    ran = call("scenarios", tiny, file)
    assert ran.code == 0
    table = [line.split() for line in ran.out.splitlines()]
    assert table[0] == ["项目", "现状", "少一组", "不看均衡"]
    assert table[1] == ["结论", "可行", "无解", "可行"]
    assert ["层级：risk", "14.22", "-", "14.22"] in table
    assert ["层级：均衡", "4.37", "(≥4.25)", "-", "4.37", "(≥4.25)"] in table
    assert ["任务数", "8", "-", "8"] in table
    assert len(asked) == 3
    assert "0.5秒　少一组：无解" in ran.err


def test_the_scenarios_file_may_stand_alone(call: Call, file: Path, asked: list[Problem]) -> None:
    assert call("scenarios", file, "--quiet").err == ""


def test_json_and_csv_hold_the_same(call: Call, file: Path, asked: list[Problem]) -> None:
    one, less, _ = json.loads(call("scenarios", file, "--format", "json").out)["scenarios"]
    assert (one["name"], one["status"], one["visits"]) == ("现状", "feasible", 8)
    assert one["tiers"][0] == {
        "id": "risk", "value": 14.225, "bound": 14.225, "status": "optimal", "proof": "bound",
    }  # fmt: skip
    assert (less["status"], less["visits"], less["tiers"]) == ("infeasible", None, [])
    ran = call("scenarios", file, "--format", "csv", "-o", "表.csv", "--lang", "en")
    assert ran.code == 0
    rows = list(csv.reader(io.StringIO(Path("表.csv").read_text(encoding="utf-8-sig"))))
    assert rows[0] == ["figure", "as it is", "少一组", "不看均衡"]
    assert rows[1] == ["verdict", "feasible", "none exists", "feasible"]


@pytest.mark.parametrize(
    ("kind", "code"), [("no_plan", 3), ("fault", 4), ("interrupted", 130), ("infeasible", 0)]
)
def test_the_exit_code_tells_whether_each_has_its_answer(
    call: Call, file: Path, monkeypatch: pytest.MonkeyPatch, kind: Any, code: int
) -> None:
    monkeypatch.setattr(side_by_side, "solve", lambda *asked, **more: Outcome(kind))
    assert call("scenarios", file).code == code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("情景.yaml", "--jobs", "-1"), "--jobs 应为不小于0的整数"),
        (("情景.yaml", "--time-limit", "0"), "--time-limit 应为大于0的秒数"),
        (("情景.yaml", "-o", "情景.yaml"), "输出文件就是输入文件"),
        (("targets.yaml",), "这不是情景文件"),
        (("none.yaml",), "没有这个文件"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_solved(
    call: Call, file: Path, asked: list[Problem], arguments: tuple[str, ...], said: str
) -> None:
    ran = call("scenarios", *arguments)
    assert (ran.code, ran.out, asked) == (2, "", [])
    assert said in ran.err
