"""One process at a time: a file beside the file that is worked on says who holds it."""

import contextlib
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

from xuncha_plan.files.process import is_gone
from xuncha_plan.model import Words

HELD = Words(
    "{file}正被进程{process}（{host}，{since}起）使用；稍后再试，如该进程已不在，请删去{lock}",
    "{file} is in use by the process {process} on {host} since {since}; try again, or remove "
    "{lock} if that process is gone",
)


class Held(Exception):
    """Another process works on the file."""

    def __init__(self, path: Path, lock: Path, holder: str) -> None:
        process, host, since = [*holder.split(), "?", "?", "?"][:3]
        self.words = HELD
        self.blanks = {
            "file": path,
            "process": process,
            "host": host,
            "since": since,
            "lock": lock,
        }
        super().__init__(HELD.say("en", **self.blanks))


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Holds a file; Held where another does. What a dead process of this host held is free."""
    lock = path.with_name(f".{path.name[:100]}.lock")
    mine = lock.with_name(f"{lock.name}-{os.getpid()}-{token_hex(4)}")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    mine.write_text(f"{os.getpid()} {socket.gethostname()} {now}\n", encoding="utf-8")
    try:
        if not _linked(mine, lock):
            _take_over(path, lock)
            if not _linked(mine, lock):
                raise Held(path, lock, _holder(lock))
    finally:
        mine.unlink()
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _linked(mine: Path, lock: Path) -> bool:
    """Whether the lock is ours: a link is made by one process alone."""
    try:
        lock.hardlink_to(mine)
    except FileExistsError:
        return False
    return True


def _holder(lock: Path) -> str:
    with contextlib.suppress(OSError):
        return lock.read_text(encoding="utf-8", errors="replace").strip()
    return ""


def _take_over(path: Path, lock: Path) -> None:
    """Moves a dead process's lock out of the way."""
    holder = _holder(lock)
    if not _is_dead(holder):
        raise Held(path, lock, holder)
    aside = lock.with_name(f"{lock.name}-{os.getpid()}-{token_hex(4)}")
    with contextlib.suppress(FileNotFoundError):  # another was faster
        lock.rename(aside)
        if _holder(aside) != holder:  # it was not the dead one's any more
            with contextlib.suppress(FileExistsError):
                lock.hardlink_to(aside)
        aside.unlink()


def _is_dead(holder: str) -> bool:
    process, _, rest = holder.partition(" ")
    return rest.split()[:1] == [socket.gethostname()] and is_gone(process)
