"""Checks again whenever a file changes; looks at times and sizes, which works on every disk."""

import time
from collections.abc import Iterable
from pathlib import Path

from xuncha_plan.cli.checking import Checking
from xuncha_plan.model import Words

INTERVAL = 0.5  # seconds between two looks
AGAIN = Words("—— {time} 文件有变，重新检查 ——", "-- {time} a file changed, checking again --")
WAITING = Words("等待文件变化，按Ctrl-C结束", "waiting for changes; Ctrl-C ends")
_State = dict[Path, tuple[int, int, int] | None]


def watched(checking: Checking) -> int:
    """Checks until interrupted; the exit code is the last check's."""
    code = checking.once()
    try:
        before = _state(_files(checking))
        checking.voice.note(WAITING)
        while True:
            time.sleep(INTERVAL)
            if (now := _state(_files(checking))) != before:
                before = now
                checking.voice.note(AGAIN, time=time.strftime("%H:%M:%S"))
                code = checking.once()
    except KeyboardInterrupt:
        return code


def _files(checking: Checking) -> Iterable[Path]:
    """What the check depends on: its inputs, and whatever lies beside the problem file.

    A problem file names its tables and plans inside its own folder, so all that has a name there
    and could be one is looked at; what the check itself writes is not.
    """
    written = {path.resolve() for _, path in checking.outputs}
    beside = [
        path
        for path in checking.problem.parent.glob("*")
        if path.suffix.lower() in {".csv", ".tsv", ".txt", ".xlsx", ".yaml", ".yml", ".json"}
    ]
    return [path for path in (*checking.inputs, *beside) if path.resolve() not in written]


def _state(files: Iterable[Path]) -> _State:
    found: _State = {}
    for path in files:
        try:
            seen = path.stat()
            found[path] = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
        except OSError:
            found[path] = None
    return found
