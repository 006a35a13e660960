"""Runs commands inside this process, in a folder of their own, with a solver that is told."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import xuncha_plan.solver
from xuncha_plan.cli import run
from xuncha_plan.files.digest import digest
from xuncha_plan.files.plan_file import read_plan, write_plan
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.model import PlanRecord, Words
from xuncha_plan.solver import Outcome, Progress, Settings

TINY = Path(__file__).parents[1] / "report" / "tiny"


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


def ended(kind: Any, record: PlanRecord | None, words: Words | None = None) -> Outcome:
    """An outcome with figures to show."""
    return Outcome(kind, record, words, 1.5, {"classes": 6, "variables": 40})


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, Chinese, without colours."""
    monkeypatch.chdir(tmp_path)
    for key in ("LC_ALL", "LC_MESSAGES", "LANG", "XUNCHA_DEBUG"):
        monkeypatch.delenv(key, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.fixture
def call(capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs a command as a user would."""

    def called(*arguments: str | Path) -> Ran:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        printed = capfd.readouterr()
        return Ran(code, printed.out, printed.err)

    return called


@pytest.fixture
def tiny(folder: Path) -> Path:
    """The tiny district's problem file, as `targets.yaml` of the folder."""
    path = folder / "targets.yaml"
    path.write_bytes((TINY / "targets.yaml").read_bytes())
    return path


@pytest.fixture
def plan(tiny: Path) -> Path:
    """A plan file of the tiny district, with the right digest."""
    record = read_plan(TINY / "plan.yaml")
    path = tiny.with_name("plan.yaml")
    write_plan(path, replace(record, sha256=digest(read_problem(tiny).problem)))
    return path


@pytest.fixture
def solver(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A solver that gives the outcome it is told; it keeps what it was asked."""
    fake: Any = ModuleType("xuncha_plan.solver")
    fake.__path__ = xuncha_plan.solver.__path__  # what lies below is there all the same
    record = replace(read_plan(TINY / "plan.yaml"), jurisdiction="", program="", settings={})

    def solve(
        problem: object,
        settings: Settings,
        watch: Callable[[Progress], None],
        keep: Callable[[Callable[[], PlanRecord | None]], None],
    ) -> Outcome:
        fake.asked = settings
        if fake.kept is not None:
            keep(lambda: fake.kept)
        watch(Progress("risk", Fraction(15), Fraction(14), 0.5, None))
        if isinstance(fake.outcome, BaseException):
            raise fake.outcome
        return fake.outcome

    fake.Settings, fake.solve, fake.asked, fake.kept = Settings, solve, None, None
    fake.record, fake.outcome = record, ended("feasible", record)
    monkeypatch.setitem(sys.modules, "xuncha_plan.solver", fake)
    return fake
