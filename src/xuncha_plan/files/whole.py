"""Files appear whole or not at all: written beside their place, synced, then moved onto it."""

import contextlib
import os
import stat
from pathlib import Path
from secrets import token_hex

from xuncha_plan.files.process import is_gone
from xuncha_plan.model import Place, Words

_BINARY = getattr(os, "O_BINARY", 0)
MARK = ".xuncha-plan-"  # how the name of an unfinished file goes on after that of the file


_LAST = "fsync folder"
_UNCHANGED = Words(
    "写入失败（{operation}）：{reason}；原文件未改动",
    "cannot write ({operation}): {reason}; what was there is unchanged",
)
_UNCERTAIN = Words(
    "已写入，但无法确认已存盘（{operation}）：{reason}",
    "written, but perhaps not yet on the disk ({operation}): {reason}",
)


class CannotWrite(Exception):
    """The machine refused a write: the file, what was attempted, and the reason it gave."""

    def __init__(self, path: Path, operation: str, error: OSError) -> None:
        self.path, self.operation, self.error = path, operation, error
        self.words = _UNCERTAIN if operation == _LAST else _UNCHANGED
        self.place = Place(str(path))
        self.blanks = {"operation": operation, "reason": error.strerror or str(error)}
        super().__init__(f"{path}: {self.words.say('en', **self.blanks)}")


def write_whole(path: Path, data: bytes) -> None:
    """Puts bytes at a path in one step; a link stays, and the file behind it is replaced.

    The old file's mode is kept; a new one has what the umask leaves of 0666.
    """
    step = _Step("resolve")
    try:
        real = Path(os.path.realpath(path))
        _remove_stale(real)
        _replace(real, data, step)
    except OSError as error:
        raise CannotWrite(path, step.operation, error) from error


class _Step:
    """Which operation a write has come to."""

    def __init__(self, operation: str) -> None:
        self.operation = operation


def _replace(real: Path, data: bytes, step: _Step) -> None:
    temporary = real.with_name(_unfinished(real) + f"{os.getpid()}-{token_hex(4)}")
    try:
        step.operation = "open"
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
        _fill(descriptor, data, real, step)
        step.operation = "rename"
        os.replace(temporary, real)  # noqa: PTH105 - the fault tests watch this very call
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    step.operation = _LAST
    _sync_folder(real.parent)


def _fill(descriptor: int, data: bytes, real: Path, step: _Step) -> None:
    try:
        step.operation = "chmod"
        _keep_mode(descriptor, real)
        step.operation = "write"
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        step.operation = "fsync"
        os.fsync(descriptor)
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(descriptor)
        raise
    step.operation = "close"
    os.close(descriptor)


def _keep_mode(descriptor: int, real: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        mode = stat.S_IMODE(real.stat().st_mode)
        if hasattr(os, "fchmod"):
            os.fchmod(descriptor, mode)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # pragma: no cover - folders cannot be opened there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unfinished(real: Path) -> str:
    return f".{real.name[:100]}{MARK}"


def _remove_stale(real: Path) -> None:
    """Removes what a killed run of this machine left beside the file."""
    with contextlib.suppress(OSError):
        start = _unfinished(real)
        for entry in real.parent.iterdir():
            if entry.name.startswith(start) and _is_abandoned(entry.name[len(start) :]):
                with contextlib.suppress(OSError):
                    entry.unlink()


def _is_abandoned(rest: str) -> bool:
    process = rest.partition("-")[0]
    return process != str(os.getpid()) and is_gone(process)
