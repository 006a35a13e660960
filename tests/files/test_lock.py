"""A lock beside a file: one holder at a time; a dead one's is taken over, another host's is not."""

import os
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from xuncha_plan.files import lock
from xuncha_plan.files.lock import Held, held


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "计划.yaml"


def lock_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


def dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_it_is_held_and_let_go(path: Path) -> None:
    with held(path):
        assert lock_of(path).read_text("utf-8").split()[:2] == [
            str(os.getpid()), socket.gethostname(),
        ]  # fmt: skip
    assert list(path.parent.iterdir()) == []
    with pytest.raises(ZeroDivisionError), held(path):
        _ = 1 / 0
    assert list(path.parent.iterdir()) == []


def test_e8_another_holder_is_named(path: Path) -> None:
    with held(path), pytest.raises(Held) as caught, held(path):
        raise AssertionError
    for language in ("zh", "en"):
        words = caught.value.words.say(language, **caught.value.blanks)
        assert str(os.getpid()) in words
        assert socket.gethostname() in words
        assert "20" in words
    assert list(path.parent.iterdir()) == []


def test_e9_a_dead_holder_of_this_host_is_taken_over(path: Path) -> None:
    lock_of(path).write_text(f"{dead_process()} {socket.gethostname()} 2027-01-01\n", "utf-8")
    with held(path):
        assert lock_of(path).read_text("utf-8").startswith(f"{os.getpid()} ")
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("holder", ["1 elsewhere 2027-01-01", "", "x y", "1", "9" * 40 + " h x"])
def test_e10_another_hosts_and_an_unknown_holder_stay(path: Path, holder: str) -> None:
    lock_of(path).write_text(holder, "utf-8")
    with pytest.raises(Held), held(path):
        raise AssertionError
    assert lock_of(path).read_text("utf-8") == holder
    assert [entry.name for entry in path.parent.iterdir()] == [lock_of(path).name]


def test_e10_a_process_that_is_dead_here_may_live_elsewhere(path: Path) -> None:
    lock_of(path).write_text(f"{dead_process()} elsewhere 2027-01-01\n", "utf-8")
    with pytest.raises(Held), held(path):
        raise AssertionError


def test_of_many_only_one_holds(path: Path) -> None:
    lock_of(path).write_text(f"{dead_process()} {socket.gethostname()} 2027-01-01\n", "utf-8")
    inside: list[int] = []

    def one(i: int) -> bool:
        try:
            with held(path):
                inside.append(i)
                assert len(inside) == 1
                inside.remove(i)
        except Held:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert any(pool.map(one, range(64)))
    assert list(path.parent.iterdir()) == []


def test_of_two_that_take_over_a_dead_holders_lock_one_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock_of(path).write_text(f"{dead_process()} {socket.gethostname()} 2027-01-01\n", "utf-8")
    take_over = lock._take_over

    def beaten(held_file: Path, its_lock: Path) -> None:
        take_over(held_file, its_lock)
        its_lock.write_text("7 elsewhere 2027-01-02\n", "utf-8")

    monkeypatch.setattr(lock, "_take_over", beaten)
    with pytest.raises(Held, match="elsewhere"), held(path):
        raise AssertionError
    assert [p.name for p in path.parent.iterdir()] == [lock_of(path).name]


def test_a_lock_that_is_gone_before_it_is_read_is_free(path: Path) -> None:
    assert lock._holder(lock_of(path)) is None
    lock._take_over(path, lock_of(path))
    assert list(path.parent.iterdir()) == []


def test_where_there_are_no_file_locks_a_dead_holders_is_taken_over_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "fcntl", None)
    lock_of(path).write_text(f"{dead_process()} {socket.gethostname()} 2027-01-01\n", "utf-8")
    with held(path):
        assert lock_of(path).exists()
    assert list(path.parent.iterdir()) == []
