"""The best plan so far lies on the disk, and a search goes on from it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from xuncha_plan.check import plan_of, tier_values
from xuncha_plan.files import whole
from xuncha_plan.files.plan_file import read_plan, write_plan
from xuncha_plan.files.problem_file import read_problem

from .conftest import Ran, ended

Call = Callable[..., Ran]
ROOT = Path(__file__).parents[2]
WAIT = 60.0  # seconds, far more than is needed


def values(folder: Path, name: str) -> list[Fraction]:
    problem = read_problem(folder / "targets.yaml").problem
    return list(tier_values(plan_of(problem, read_plan(folder / name))).values())


def killed(folder: Path) -> None:
    """A solve that is killed as soon as its first plan lies on the disk."""
    place = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.cli.waiting", "solve", "--workers", "1"]
    process = subprocess.Popen(command, cwd=folder, env=place, stderr=subprocess.DEVNULL)
    end = time.monotonic() + WAIT
    while not (folder / "plan.yaml.partial").exists() and time.monotonic() < end:
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def test_a_killed_search_leaves_its_best_plan_and_another_goes_on(
    call: Call, tiny: Path, folder: Path
) -> None:
    killed(folder)
    assert not (folder / "plan.yaml").exists()
    before = values(folder, "plan.yaml.partial")
    ran = call("solve", "--resume", "--workers", "1")
    assert ran.code == 0
    assert "从 plan.yaml.partial 接着求" in ran.err
    assert values(folder, "plan.yaml") <= before
    assert not (folder / "plan.yaml.partial").exists()
    assert call("check", "targets.yaml", "plan.yaml").code == 0


@pytest.fixture
def left(plan: Path, folder: Path) -> Path:
    """A plan that lies where a search was cut short."""
    path = folder / "plan.yaml.partial"
    plan.rename(path)
    return path


def test_the_same_problem_keeps_what_was_proved(call: Call, left: Path, solver: Any) -> None:
    record = read_plan(left)
    first = replace(record.tiers[0], engines=("highs",), proof="engine")
    write_plan(left, replace(record, tiers=(first, *record.tiers[1:])))
    assert call("solve", "--resume").code == 0
    assert {visit.target for visit in solver.asked.warm} == {v.target for v in record.visits}
    (bounded,) = solver.asked.proved
    assert (bounded.tier, bounded.bound, bounded.engine) == (first.id, first.bound, "highs")


def test_another_problem_is_begun_with_alone(
    call: Call, left: Path, tiny: Path, solver: Any
) -> None:
    record = read_plan(left)
    write_plan(left, replace(record, sha256="a" * 64))
    ran = call("solve", "--resume")
    assert ran.code == 0
    assert "另一份问题文件" in ran.err
    assert len(solver.asked.warm) == len(record.visits)
    assert solver.asked.proved == ()


def test_the_better_of_two_plans_is_gone_on_from(
    call: Call, plan: Path, folder: Path, solver: Any
) -> None:
    (folder / "plan.yaml.partial").write_bytes(plan.read_bytes())
    ran = call("solve", "--resume")
    assert ran.code == 0
    assert "plan.yaml.partial 接着求" in ran.err


@pytest.mark.parametrize(
    ("text", "said"),
    [("visits: [", "读不了"), ("format: 1\nstatus: feasible\nproblem: {}\nvisits: [}", "读不了")],
)
def test_what_cannot_be_read_is_said_and_not_used(
    call: Call, tiny: Path, folder: Path, solver: Any, text: str, said: str
) -> None:
    (folder / "plan.yaml.partial").write_text(text)
    ran = call("solve", "--resume", "--force")
    assert ran.code == 0
    assert said in ran.err
    assert "从头求解" in ran.err
    assert solver.asked.warm == ()


def test_a_plan_that_was_touched_is_not_believed(call: Call, left: Path, solver: Any) -> None:
    record = read_plan(left)
    better = replace(record.tiers[0], bound=record.tiers[0].value + 5)
    write_plan(left, replace(record, tiers=(better, *record.tiers[1:])))
    ran = call("solve", "--resume")
    assert "没有通过检查" in ran.err
    assert solver.asked.warm == ()


def test_without_anything_to_go_on_from(call: Call, tiny: Path, solver: Any) -> None:
    ran = call("solve", "--resume")
    assert ran.code == 0
    assert "从头求解" in ran.err


def test_a_search_that_does_not_resume_says_what_it_will_replace(
    call: Call, left: Path, solver: Any
) -> None:
    ran = call("solve")
    assert "--resume" in ran.err
    assert not left.exists()


def test_warm_and_resume_are_two_things(call: Call, plan: Path) -> None:
    assert call("solve", "--warm", plan, "--resume").code == 2


def test_the_plan_so_far_is_kept_whole_and_goes_once_the_plan_is_written(
    call: Call, tiny: Path, folder: Path, solver: Any
) -> None:
    solver.kept, solver.outcome = solver.record, ended("interrupted", None)
    assert call("solve").code == 130
    kept = read_plan(folder / "plan.yaml.partial")
    assert kept.visits == tuple(replace(v, place=None) for v in kept.visits)
    assert len(kept.sha256) == 64
    solver.outcome = ended("feasible", solver.record)
    assert call("solve").code == 0
    assert [path.name for path in folder.glob("plan*")] == ["plan.yaml"]


def test_a_disk_that_is_full_costs_no_plan(
    call: Call, tiny: Path, folder: Path, solver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = whole.write_whole

    def full(path: Path, data: bytes) -> None:
        if path.suffix == ".partial":
            raise whole.CannotWrite(path, "write", OSError(28, "No space left on device"))
        real(path, data)

    monkeypatch.setattr("xuncha_plan.files.plan_file.write_whole", full)
    solver.kept = solver.record
    ran = call("solve")
    assert ran.code == 0
    assert "No space left on device" in ran.err
