"""`check --watch`: checks again at a change, ends at Ctrl-C with the last check's code."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Ran

Call = Callable[..., Ran]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], object]]:
    """What happens while the command waits, one step a wait; then Ctrl-C."""
    steps: list[Callable[[], object]] = []

    def wait(seconds: float) -> None:
        assert seconds > 0
        if not steps:
            raise KeyboardInterrupt
        steps.pop(0)()

    monkeypatch.setattr(time, "sleep", wait)
    return steps


def spoil(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text("".join(x for x in text.splitlines(True) if "T001" not in x), "utf-8")


def test_nothing_changes(call: Call, plan: Path, script: list[Callable[[], object]]) -> None:
    script += [lambda: None, lambda: None]
    ran = call("check", "targets.yaml", "plan.yaml", "--watch")
    assert ran.code == 0
    assert ran.out.count("没有发现问题") == 1
    assert "Ctrl-C" in ran.err
    assert "Traceback" not in ran.err


def test_a_change_is_checked_and_the_last_code_counts(
    call: Call, plan: Path, script: list[Callable[[], object]]
) -> None:
    good = plan.read_text(encoding="utf-8")
    script += [
        lambda: spoil(plan),
        lambda: plan.write_text("{", "utf-8"),
        lambda: None,
        lambda: plan.write_text(good + "# 又好了\n", "utf-8"),
    ]
    ran = call("check", "targets.yaml", "plan.yaml", "--watch")
    assert ran.code == 0
    assert "plan.yaml:2:1: " in ran.err
    assert [ran.out.count("没有发现问题"), ran.err.count("重新检查")] == [2, 3]
    script += [lambda: spoil(plan)]
    assert call("check", "targets.yaml", "plan.yaml", "--watch").code == 1


def test_a_file_that_goes_and_comes_back(
    call: Call, plan: Path, script: list[Callable[[], object]]
) -> None:
    content = plan.read_bytes()
    script += [plan.unlink]
    assert call("check", "targets.yaml", "plan.yaml", "--watch").code == 2
    script += [lambda: plan.write_bytes(content)]
    assert call("check", "targets.yaml", "plan.yaml", "--watch").code == 0


def test_what_it_writes_itself_is_no_change(
    call: Call, plan: Path, folder: Path, script: list[Callable[[], object]]
) -> None:
    script += [lambda: plan.write_bytes(plan.read_bytes() + b"\n"), lambda: None, lambda: None]
    ran = call("check", "targets.yaml", "plan.yaml", "--watch", "--output", "json=a.json")
    assert ran.out.count("没有发现问题") == 2
    assert (folder / "a.json").exists()
