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

try:
    import fcntl
except ImportError:  # pragma: no cover  # Windows
    fcntl = None  # type: ignore[assignment]

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
                raise Held(path, lock, _holder(lock) or "")
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


def _holder(lock: Path) -> str | None:
    """What a lock says of its holder; None where there is none any more."""
    try:
        return lock.read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return None
    except OSError:
        return ""


def _take_over(path: Path, lock: Path) -> None:
    """Removes a dead process's lock.

    One at a time looks and removes: between the two, nobody else can have put a lock of his own in
    its place, for that is done only once the dead one's is gone.
    """
    with _alone_with(lock):
        holder = _holder(lock)
        if holder is not None and not _is_dead(holder):
            raise Held(path, lock, holder)
        lock.unlink(missing_ok=True)


@contextmanager
def _alone_with(lock: Path) -> Iterator[None]:
    """Alone among those that would take a lock over; elsewhere than on POSIX, without a promise."""
    if fcntl is None:  # pragma: no cover  # Windows
        yield
        return
    gate = os.open(lock.parent, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network drives know no such locks
            fcntl.flock(gate, fcntl.LOCK_EX)
        yield
    finally:
        os.close(gate)


def _is_dead(holder: str) -> bool:
    process, _, rest = holder.partition(" ")
    return rest.split()[:1] == [socket.gethostname()] and is_gone(process)
