"""The command line: one file a command, found by its name."""

import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from xuncha_plan.cli.language import language_of

if TYPE_CHECKING:
    from xuncha_plan.model import Language


def main() -> None:
    """Runs the program on the process's arguments and leaves it with the exit code."""
    _end_as_by_ctrl_c()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr] # a console may be GBK
    try:
        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # Ctrl-C before anything of ours could catch it
        from xuncha_plan.cli.stop import INTERRUPTED

        code = INTERRUPTED
    raise SystemExit(code)


def _end_as_by_ctrl_c() -> None:
    """SIGTERM ends like Ctrl-C, so that a file that is half written is taken away."""
    with contextlib.suppress(ValueError):  # not the main thread: signals are not ours
        if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, signal.default_int_handler)


def run(arguments: Sequence[str]) -> int:
    """Runs one command; the exit code. Nothing that goes wrong leaves here as an exception."""
    from xuncha_plan.cli.guard import guarded

    language = language_of(arguments, os.environ)
    return guarded(lambda: _called(arguments, language), language)


def _called(arguments: Sequence[str], language: "Language") -> int:
    from xuncha_plan.cli.app import program

    code = program(language).main(
        args=list(arguments), prog_name="xuncha-plan", standalone_mode=False, obj=language
    )
    return int(code or 0)
