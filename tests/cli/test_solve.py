"""`solve`: every way that it can end."""

from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest

from xuncha_plan.cli.solver_version import fits
from xuncha_plan.files.plan_file import read_plan
from xuncha_plan.model import Words
from xuncha_plan.model.diagnosis import Diagnosis
from xuncha_plan.solver import diagnosis

from .conftest import Ran, ended

Call = Callable[..., Ran]


def test_a_plan_is_written_with_what_it_was_made_from(
    call: Call, tiny: Path, solver: Any, folder: Path
) -> None:
    assert call("solve", "-o", "plans/a.yaml").code == 2  # there is no such folder yet
    assert solver.asked is None
    (folder / "plans").mkdir()
    ran = call("solve", "-o", "plans/a.yaml", "--time-limit", "5", "--seed", "7", "--workers", "2")
    assert ran.code == 0
    record = read_plan(folder / "plans/a.yaml")
    assert (record.jurisdiction, record.problem_file) == ("青山区", "../targets.yaml")
    assert (len(record.sha256), record.program) == (64, "xuncha-plan 0.1.0")
    assert record.settings == {"time_limit": 5, "workers": 2, "seed": 7}
    assert len(record.visits) == 8


def test_results_go_to_standard_output_and_the_rest_to_standard_error(
    call: Call, tiny: Path, solver: Any
) -> None:
    ran = call("solve")
    assert ran.code == 0
    assert ran.out.startswith("青山区")
    assert "2027-1 2027年第一轮" in ran.out
    assert ran.err.splitlines() == [
        "0.5秒　risk：值15，下界14，差距6.67%",
        "用时1.5秒，已写入 plan.yaml",
    ]


def test_quiet_says_nothing(call: Call, tiny: Path, solver: Any, folder: Path) -> None:
    assert call("solve", "--quiet") == Ran(0, "", "")
    assert (folder / "plan.yaml").exists()


def test_a_new_plan_replaces_an_old_one(call: Call, tiny: Path, solver: Any) -> None:
    assert [call("solve").code, call("solve").code] == [0, 0]


@pytest.mark.parametrize(
    ("kind", "code", "said"),
    [
        ("infeasible", 1, "已证明没有可行的计划"),
        ("no_plan", 3, "时限内没有找到计划"),
        ("fault", 4, "求解器故障"),
        ("interrupted", 130, "已中断"),
    ],
)
def test_without_a_plan_nothing_is_written(
    call: Call,
    tiny: Path,
    solver: Any,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    code: int,
    said: str,
) -> None:
    monkeypatch.setattr(diagnosis, "opinion", lambda problem, settings: Diagnosis())
    solver.outcome = ended(kind, None, Words("详情", "details"))
    ran = call("solve")
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert "详情" in ran.err
    assert sorted(path.name for path in folder.iterdir()) == ["targets.yaml"]


@pytest.mark.parametrize(("kind", "said"), [("interrupted", "已中断"), ("fault", "中途故障")])
def test_the_best_plan_so_far_is_kept(
    call: Call, tiny: Path, solver: Any, folder: Path, kind: str, said: str
) -> None:
    solver.outcome = ended(kind, solver.record)
    ran = call("solve")
    assert ran.code == 0
    assert said in ran.err
    assert (folder / "plan.yaml").exists()


def test_a_plan_that_breaks_a_rule_is_never_written(
    call: Call, tiny: Path, solver: Any, folder: Path
) -> None:
    solver.outcome = ended("optimal", replace(solver.record, visits=solver.record.visits[1:]))
    ran = call("solve")
    assert ran.code == 4
    assert "没有通过检查" in ran.err
    assert not (folder / "plan.yaml").exists()


@pytest.mark.parametrize("value", ["nan", "inf", "-1", "0", "1e309", "abc"])
def test_a_time_limit_is_a_number_of_seconds(
    call: Call, tiny: Path, solver: Any, value: str
) -> None:
    ran = call("solve", "--time-limit", value)
    assert (ran.code, ran.out, solver.asked) == (2, "", None)
    assert "--time-limit" in ran.err


@pytest.mark.parametrize(
    "wrong", [["--workers", "-1"], ["--seed", "-1"], ["--gap", "101%"], ["--gap", "x"]]
)
def test_other_settings_are_looked_at_before_solving(
    call: Call, tiny: Path, solver: Any, wrong: list[str]
) -> None:
    assert call("solve", *wrong).code == 2
    assert solver.asked is None


def test_a_gap_is_exact(call: Call, tiny: Path, solver: Any) -> None:
    call("solve", "--gap", "0.7%")
    assert str(solver.asked.gap) == "7/1000"


def test_a_solve_may_begin_with_a_plan(call: Call, tiny: Path, solver: Any, folder: Path) -> None:
    call("solve", "-o", "first.yaml")
    assert solver.asked.warm == ()
    call("solve", "--warm", "first.yaml")
    assert solver.asked.warm == read_plan(folder / "first.yaml").visits
    ran = call("solve", "--warm", "nowhere.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert "nowhere.yaml" in ran.err


def test_verbose_shows_the_sizes(call: Call, tiny: Path, solver: Any) -> None:
    assert "同类6、变量40" in call("solve", "--verbose").err


def test_an_output_that_is_an_input_is_refused_before_solving(
    call: Call, tiny: Path, solver: Any
) -> None:
    before = tiny.read_bytes()
    assert call("solve", "-o", "targets.yaml", "--force").code == 2
    assert (tiny.read_bytes(), solver.asked) == (before, None)


def test_a_file_that_is_no_plan_needs_force(
    call: Call, tiny: Path, solver: Any, folder: Path
) -> None:
    (folder / "plan.yaml").write_text("今天的笔记", encoding="utf-8")
    assert call("solve").code == 2
    assert solver.asked is None
    assert call("solve", "--force").code == 0


def test_bad_input_is_said_at_its_place(call: Call, tiny: Path, solver: Any) -> None:
    text = tiny.read_text(encoding="utf-8")
    tiny.write_text(text.replace("rule: milestone", "rule: milestome", 1), encoding="utf-8")
    ran = call("solve")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("targets.yaml:27:12: ")
    assert len(ran.err.splitlines()) == 1


def test_no_file_at_all_is_said(call: Call) -> None:
    ran = call("solve")
    assert ran.code == 2
    assert "data/targets.yaml" in ran.err


def test_the_usual_file_may_lie_in_data(call: Call, tiny: Path, solver: Any, folder: Path) -> None:
    (folder / "data").mkdir()
    tiny.rename(folder / "data/targets.yaml")
    assert call("solve").code == 0
    assert read_plan(folder / "plan.yaml").problem_file == "data/targets.yaml"


@pytest.mark.parametrize(
    ("have", "said"), [(None, "现有 无"), ("9.13.4784", "现有 ortools 9.13"), ("9.16.1", "9.16.1")]
)
def test_a_missing_solver_is_a_fault_with_both_versions(
    call: Call, tiny: Path, solver: Any, monkeypatch: pytest.MonkeyPatch,
    have: str | None, said: str,
) -> None:  # fmt: skip
    def version(_: str) -> str:
        if have is None:
            raise PackageNotFoundError
        return have

    monkeypatch.setattr("xuncha_plan.cli.solver_version.version", version)
    ran = call("solve")
    assert (ran.code, solver.asked) == (4, None)
    assert said in ran.err
    assert "需要 ortools" in ran.err


@pytest.mark.parametrize(
    ("have", "does"), [("9.14.6206", True), ("9.15.6755", True), ("9.16", False), ("9.13.9", False)]
)
def test_a_range_includes_its_beginning_alone(have: str, does: bool) -> None:
    assert fits(have, "ortools<9.16,>=9.14") is does


def test_whatever_else_happens_is_one_sentence(
    call: Call, tiny: Path, solver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    solver.outcome = RuntimeError("boom")
    ran = call("solve", "--quiet")
    assert ran.code == 4
    assert ran.err.splitlines() == [
        "程序内部错误（RuntimeError：boom）；设 XUNCHA_DEBUG=1 重试可见详情"
    ]
    monkeypatch.setenv("XUNCHA_DEBUG", "1")
    assert "Traceback" in call("solve", "--quiet").err


def test_ctrl_c_outside_the_solver_is_no_traceback(call: Call, tiny: Path, solver: Any) -> None:
    solver.outcome = KeyboardInterrupt()
    ran = call("solve", "--quiet")
    assert (ran.code, ran.out) == (130, "")
    assert "Traceback" not in ran.err


def test_a_disk_that_is_full_is_a_fault(
    call: Call, tiny: Path, solver: Any, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    ran = call("solve", "--quiet")
    assert ran.code == 4
    assert ran.err.startswith("plan.yaml:1:1: 写入失败")
    assert not (folder / "plan.yaml").exists()


def test_a_plan_says_whether_it_can_be_made_again(call: Call, tiny: Path, solver: Any) -> None:
    asked = ("solve", "-o", "p.yaml", "--force", "--reproducible")
    assert call(*asked).code == 0
    assert solver.asked.reproducible
    assert "ortools" in read_plan(Path("p.yaml")).settings["reproducible"]
    solver.outcome = replace(solver.outcome, is_whole=False)
    assert "提前打断" in call(*asked).err
    assert "reproducible" not in read_plan(Path("p.yaml")).settings
