"""Run as a program: writes a file and ends itself before or after its k-th operation.

Arguments: the file, k, `before` or `after`, the signal's number. Exit code 0: it ended unhurt.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from xuncha_plan.cli import _end_as_by_ctrl_c
from xuncha_plan.files.whole import write_whole

OPERATIONS = ("open", "fchmod", "write", "fsync", "close", "replace", "unlink")
NEW = b"new\n" * 100_000


def main(path: str, turn: str, when: str, number: str) -> None:
    """Counts operations, and sends the signal at the one that is meant."""
    left = [int(turn)]
    _end_as_by_ctrl_c()

    def hit() -> None:
        os.kill(os.getpid(), int(number))
        signal.sigtimedwait([], 0.001)  # a handler runs before the next operation

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def called(*given: object, **named: object) -> object:
            left[0] -= 1
            if left[0] == 0 and when == "before":
                hit()
            result = real(*given, **named)
            if left[0] == 0 and when == "after":
                hit()
            return result

        return called

    for operation in OPERATIONS:
        setattr(os, operation, counted(getattr(os, operation)))
    write_whole(Path(path), NEW)
    raise SystemExit(0 if left[0] > 0 else 3)


if __name__ == "__main__":
    main(*sys.argv[1:])
