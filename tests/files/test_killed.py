"""A process killed at any operation of a write leaves the old file whole, or the new one."""

import os
import resource
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from xuncha_plan.files.whole import MARK, write_whole

from .killed_child import NEW

CHILD = Path(__file__).with_name("killed_child.py")
OLD = b"old\n" * 50_000
MOST = 20  # operations that one write may take


def killed(path: Path, turn: int, when: str, number: signal.Signals) -> int:
    """The exit code of a write that is hit at its turn; 0 where it had fewer operations."""
    command = [sys.executable, CHILD, path, str(turn), when, str(int(number))]
    return subprocess.run(command, capture_output=True, timeout=60).returncode


def left_over(path: Path) -> list[str]:
    return [entry.name for entry in path.parent.iterdir() if MARK in entry.name]


@pytest.mark.parametrize("when", ["before", "after"])
def test_e1_a_kill_at_every_operation(tmp_path: Path, when: str) -> None:
    path = tmp_path / "计划.yaml"
    seen = set()
    for turn in range(1, MOST):
        path.write_bytes(OLD)
        code = killed(path, turn, when, signal.SIGKILL)
        assert path.read_bytes() in {OLD, NEW}
        if code == 0:
            break
        assert code == -signal.SIGKILL
        seen.add(path.read_bytes() == NEW)
    assert code == 0
    assert turn > 7
    assert seen == {False, True}
    write_whole(path, OLD)
    assert left_over(path) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_e2_an_end_by_signal_leaves_nothing_half_done(
    tmp_path: Path, number: signal.Signals
) -> None:
    path = tmp_path / "plan.yaml"
    for turn in range(1, MOST):
        path.write_bytes(OLD)
        code = killed(path, turn, "after", number)
        assert path.read_bytes() in {OLD, NEW}
        assert left_over(path) == []
        if code == 0:
            break
    assert code == 0


def test_a_disk_that_takes_only_half_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(OLD)
    limit = len(NEW) // 2
    done = subprocess.run(
        [sys.executable, CHILD, path, "99", "before", "9"],
        capture_output=True,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert done.returncode == 1
    assert b"CannotWrite" in done.stderr
    assert path.read_bytes() == OLD
    assert left_over(path) == []


def test_e14_many_writers_of_one_file_leave_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    contents = [f"{i}\n".encode() * 50_000 for i in range(16)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda content: write_whole(path, content), contents))
    assert path.read_bytes() in contents
    assert left_over(path) == []


def test_two_processes_on_one_file_leave_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    code = (
        "import sys; from pathlib import Path; from xuncha_plan.files.whole import write_whole\n"
        "for _ in range(40): write_whole(Path(sys.argv[1]), sys.argv[2].encode() * 20000)"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, path, word]) for word in ("ab", "cd")]
    assert [run.wait(60) for run in runs] == [0, 0]
    assert path.read_bytes() in {b"ab" * 20000, b"cd" * 20000}
    assert left_over(path) == []


def test_a_folder_that_is_read_only_is_named(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root writes everywhere")
    (tmp_path / "closed").mkdir(mode=0o500)
    with pytest.raises(Exception, match="closed"):
        write_whole(tmp_path / "closed" / "plan.yaml", NEW)
