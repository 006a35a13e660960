"""What a planner sees where the solver lies, crashes, hangs or hoards; the exit code of each."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli import lies
from xuncha_plan.files.plan_file import read_plan
from xuncha_plan.solver.process import hearing
from xuncha_plan.solver.process import run as module

from .conftest import Ran

Call = Callable[..., Ran]


@pytest.fixture
def lie(monkeypatch: pytest.MonkeyPatch, call: Call, tiny: Path) -> Callable[..., Ran]:
    """Solves the tiny district with another search in the place of the usual one."""

    def solved(search: Any, *arguments: str) -> Ran:
        monkeypatch.setattr(module, "best_plan", search)
        return call("solve", "--lang", "en", "--workers", "1", *arguments)

    return solved


def test_no_plan_where_there_is_one(lie: Any, folder: Path) -> None:
    ran = lie(lies.none_exists)
    assert ran.code == 0
    assert "the solver finds no plan, but this one passes" in ran.err
    record = read_plan(folder / "plan.yaml")
    assert record.status == "feasible"
    assert all(claim.bound is None or claim.status == "feasible" for claim in record.tiers[:1])


def test_a_bound_that_is_too_high(lie: Any, folder: Path) -> None:
    ran = lie(lies.bounds_too_high)
    assert ran.code == 0
    assert "a bound of the solver's lies above the plan's value" in ran.err
    claim = read_plan(folder / "plan.yaml").tiers[0]
    assert (claim.bound, claim.proof, claim.engines) == (None, "none", ())


def test_a_plan_that_breaks_a_rule(lie: Any, folder: Path) -> None:
    ran = lie(lies.breaks_rules)
    assert ran.code == 4
    assert "the solver's plan does not pass the check" in ran.err
    assert not list(folder.glob("plan*"))


def test_a_native_crash(lie: Any, folder: Path) -> None:
    ran = lie(lies.aborts)
    assert ran.code == 4
    assert "the solving process died (SIGABRT, holding" in ran.err
    assert not list(folder.glob("plan*"))


def test_a_native_crash_after_a_plan(lie: Any, folder: Path) -> None:
    ran = lie(lies.aborts_late)
    assert ran.code == 0
    assert "SIGABRT" in ran.err
    assert [path.name for path in folder.glob("plan*")] == ["plan.yaml"]


def test_a_hang(lie: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "GRACE", 0.1)
    ran = lie(lies.hangs, "--time-limit", "1")
    assert ran.code == 3
    assert not list(folder.glob("plan*"))


def test_too_much_memory(lie: Any, folder: Path) -> None:
    ran = lie(lies.hoards, "--memory", "250")
    assert ran.code == 4
    assert "more than the limit of 250 MiB, and was stopped" in ran.err


def test_a_limit_of_memory_that_is_none(call: Call, tiny: Path) -> None:
    for wrong in ("-1", "nan", "inf"):
        ran = call("solve", "--memory", wrong)
        assert (ran.code, "MiB" in ran.err) == (2, True)
