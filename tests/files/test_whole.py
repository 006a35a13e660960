"""A file is replaced whole or not at all, whatever operation fails and however the run ends."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from xuncha_plan.files import whole
from xuncha_plan.files.whole import MARK, CannotWrite, write_whole

OLD, NEW = b"old", b"new" * 1000
FAILING = ["open", "fchmod", "write", "fsync", "close", "replace"]


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "计划.yaml"
    path.write_bytes(OLD)
    yield path
    assert [p.name for p in tmp_path.iterdir() if MARK in p.name] == []


def fail(
    monkeypatch: pytest.MonkeyPatch, operation: str, error: BaseException, *, times: int = 1
) -> None:
    """Makes an operation of the write fail, the first so many times."""
    real: Callable[..., object] = getattr(os, operation)
    left = [times]

    def failing(*given: object, **named: object) -> object:
        if left[0] > 0:
            left[0] -= 1
            if operation == "close":
                real(*given, **named)
            raise error
        return real(*given, **named)

    monkeypatch.setattr(os, operation, failing)


def test_a_file_is_replaced(target: Path) -> None:
    write_whole(target, NEW)
    assert target.read_bytes() == NEW


@pytest.mark.parametrize("operation", FAILING)
@pytest.mark.parametrize("code", [28, 5, 122, 30, 13])
@pytest.mark.parametrize("times", [1, 99])
def test_e4_a_failing_operation_leaves_the_old_file(
    target: Path, monkeypatch: pytest.MonkeyPatch, operation: str, code: int, times: int
) -> None:
    with monkeypatch.context() as patched:
        fail(patched, operation, OSError(code, os.strerror(code)), times=times)
        with pytest.raises(CannotWrite) as caught:
            write_whole(target, NEW)
    assert target.read_bytes() == OLD
    assert caught.value.path == target
    for language in ("zh", "en"):
        assert os.strerror(code) in caught.value.words.say(language, **caught.value.blanks)
    expected = {"fchmod": "chmod", "replace": "rename"}.get(operation, operation)
    assert caught.value.operation == expected


@pytest.mark.parametrize("operation", FAILING)
@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit])
def test_e2_an_interrupted_write_leaves_nothing_behind(
    target: Path,
    monkeypatch: pytest.MonkeyPatch,
    operation: str,
    end: type[BaseException],
) -> None:
    with monkeypatch.context() as patched:
        fail(patched, operation, end())
        with pytest.raises(end):
            write_whole(target, NEW)
    assert target.read_bytes() == OLD


def test_e5_short_writes_make_a_complete_file(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[:7]))
    write_whole(target, NEW)
    assert target.read_bytes() == NEW


def test_e6_data_and_folder_are_synced_around_the_rename(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    for name in ("write", "fsync", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(
            os, name, lambda *given, name=name, real=real: order.append(name) or real(*given)
        )
    write_whole(target, NEW)
    assert order == ["write", "fsync", "replace", "fsync"]


def test_e7_a_second_fault_while_cleaning_up_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(OLD)
    with monkeypatch.context() as patched:
        fail(patched, "replace", OSError(5, "no"))
        fail(patched, "unlink", OSError(5, "no"))
        with pytest.raises(CannotWrite):
            write_whole(path, NEW)
    assert path.read_bytes() == OLD


def test_e4_a_folder_that_cannot_be_synced_is_said_to_be_uncertain(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = os.fsync, [0]

    def second_fails(descriptor: int) -> None:
        calls[0] += 1
        if calls[0] == 2:
            raise OSError(5, "Input/output error")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", second_fails)
    with pytest.raises(CannotWrite) as caught:
        write_whole(target, NEW)
    assert target.read_bytes() == NEW
    assert "perhaps not yet on the disk" in str(caught.value)


def test_e3_what_a_killed_run_left_is_removed_by_the_next(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = target.with_name(f".{target.name}{MARK}999999999-abcd")
    other = target.with_name(f".{target.name}{MARK}note")
    stale.write_bytes(b"half")
    monkeypatch.setattr(whole, "_is_abandoned", lambda rest: rest.startswith("999999999"))
    other.write_bytes(b"mine")
    write_whole(target, NEW)
    assert not stale.exists()
    assert other.read_bytes() == b"mine"
    other.unlink()


def test_e3_a_living_run_keeps_its_file() -> None:
    assert not whole._is_abandoned(f"{os.getppid()}-abcd")
    assert not whole._is_abandoned(f"{os.getpid()}-abcd")
    assert not whole._is_abandoned("note")
    assert not whole._is_abandoned("9" * 30 + "-abcd")


def test_d13_a_link_stays_and_the_file_behind_it_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "inner"
    folder.mkdir()
    real, link = folder / "real.yaml", tmp_path / "link.yaml"
    real.write_bytes(OLD)
    link.symlink_to(real)
    write_whole(link, NEW)
    assert link.is_symlink()
    assert real.read_bytes() == NEW


def test_d14_the_old_mode_stays_and_a_new_file_follows_the_umask(tmp_path: Path) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_bytes(OLD)
    old.chmod(0o640)
    before = os.umask(0o027)
    try:
        write_whole(old, NEW)
        write_whole(new, NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    assert stat.S_IMODE(new.stat().st_mode) == 0o640


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite) as caught:
        write_whole(tmp_path / "none" / "plan.yaml", NEW)
    assert caught.value.operation == "open"
