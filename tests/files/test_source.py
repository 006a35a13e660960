"""Whatever is no regular file is refused by name, and never waited for."""

import os
import socket
from pathlib import Path

import pytest

from xuncha_plan.files.plan_file import read_plan
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.files.source import decode, read_bytes
from xuncha_plan.model import BadInput

from .conftest import said


def refusal(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read_bytes(path)
    (words,) = said(caught.value.faults)
    assert words.startswith(f"{path}:1:1: ")
    return words


def test_a18_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


def test_a18_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "is a pipe" in refusal(tmp_path / "pipe")


def test_a18_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket")
        assert "is a socket" in refusal(Path("socket"))


def test_a18_a_device() -> None:
    assert "is a device" in refusal(Path("/dev/zero"))


def test_a18_missing(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "none")
    (tmp_path / "file").touch()
    assert "no such file" in refusal(tmp_path / "file" / "inside")


def test_a18_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "closed"
    path.touch()

    def closed(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", closed)
    assert "no permission" in refusal(path)


def test_a18_a_loop_of_links_and_a_name_too_long(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "a")
    assert "cannot be read" in refusal(tmp_path / "a")
    assert "cannot be read" in refusal(tmp_path / ("x" * 300))
    assert "cannot be read" in refusal(tmp_path / "a\0b")


@pytest.mark.parametrize("read", [read_problem, read_plan])
def test_every_reader_refuses_a_folder(tmp_path: Path, read: object) -> None:
    assert callable(read)
    with pytest.raises(BadInput):
        read(tmp_path)


def test_utf_16_with_an_odd_byte_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        decode(b"\xff\xfea\x00b", "f")
    assert "UTF-16" in said(caught.value.faults)[0]
