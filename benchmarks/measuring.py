"""Runs one rival on one problem in a process of its own, and watches its memory.

Memory is what the process and all its children hold at one moment, looked at ten times a second;
pages that they share count for each. A process that takes more than it may, or does not end, is
ended with its children.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from record import Record, path_of, read
from rivals import sources

from xuncha_plan.files.problem_file import read_problem

HERE = Path(__file__).parent
SOURCE = HERE.parent / "src" / "xuncha_plan"
OURS = ("ours", "posing")  # what depends on all of the source
GRACE = 90.0  # seconds after the limit, for reading, posing and checking
STEP = 0.1  # seconds between two looks at the memory


@dataclass(frozen=True)
class Terms:
    """How runs are made: `memory` in GB; whether kept records are taken."""

    limit: float  # seconds
    memory: float
    folder: Path
    again: bool = False  # repeat runs that are kept
    stale: bool = False  # take what is kept though the code has changed since


def add_terms(parser: ArgumentParser, limit: float) -> None:
    """The options of every command that measures."""
    parser.add_argument("--time-limit", type=float, default=limit)
    parser.add_argument("--memory", type=float, default=8.0, help="GB that a run may take")
    parser.add_argument("--again", action="store_true", help="repeat runs that are kept")
    parser.add_argument("--stale", action="store_true", help="take kept runs of changed code too")


def terms(args: Namespace, folder: Path) -> Terms:
    """What the options say."""
    return Terms(args.time_limit, args.memory, folder, args.again, args.stale)


def measured(problem: Path, rival: str, seed: int, given: Terms) -> Record:
    """The record of a run; one that was kept is taken, where nothing has changed since."""
    mark = fingerprint(problem, rival)
    kept = read(path_of(given.folder, problem.name, rival, seed, given.limit))
    is_good = kept is not None and kept.kind != "failed" and not given.again
    if kept is not None and is_good and (given.stale or kept.print == mark):
        return kept
    its = read_problem(problem).problem
    record = Record(problem.name, rival, seed, given.limit, mark, len(its.targets), len(its.teams))
    record.tiers = [tier.id for tier in its.tiers]
    record.load = os.getloadavg()[0]
    _run(record, problem, given.memory)
    record.write(given.folder)
    return record


def fingerprint(problem: Path, rival: str) -> str:
    """Of the problem and of the code that a run depends on."""
    code = sorted(SOURCE.rglob("*.py")) if rival in OURS else []
    digest = sha256(problem.read_bytes())
    for path in (*code, *sources(rival)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _run(record: Record, problem: Path, most: float) -> None:
    with TemporaryDirectory() as folder:
        events = Path(folder) / "events"
        events.touch()
        call = ["worker.py", record.rival, problem, record.limit, record.seed, events]
        command = [sys.executable, *map(str, [HERE / call[0], *call[1:]])]
        started = time.monotonic()
        with subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
            text=True,
        ) as process:
            ended = _watched(process, record, record.limit + GRACE + started, most)
            _end(process)
            said = process.stderr.read() if process.stderr else ""
        record.seconds = time.monotonic() - started
        for line in events.read_text(encoding="utf-8").splitlines():
            with contextlib.suppress(json.JSONDecodeError):  # the last line of one that was ended
                record.hear(json.loads(line))
    if ended:
        record.kind = ended
    elif process.returncode:
        record.kind = "failed"
        record.notes += said.strip().splitlines()[-1:]


def _watched(process: subprocess.Popen[str], record: Record, end: float, most: float) -> str:
    """Look at the memory until it ends; why it has to be ended, or nothing."""
    while process.poll() is None:
        record.peak = max(record.peak, sum(map(_held, _family(process.pid))) / 1024**3)
        if record.peak > most:
            return f"ended at {most:g} GB"
        if time.monotonic() > end:
            return "ended after its time"
        time.sleep(STEP)
    return ""


def _end(process: subprocess.Popen[str]) -> None:
    """End it and the children of its session, where they still run."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _family(pid: int) -> Iterator[int]:
    yield pid
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from _family(int(child))


def _held(pid: int) -> int:
    with contextlib.suppress(OSError, IndexError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0
