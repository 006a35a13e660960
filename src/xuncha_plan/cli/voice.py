"""How a command speaks: results to standard output, everything else to standard error."""

import contextlib
import io
import os
import sys
from typing import TYPE_CHECKING, TextIO, cast

from xuncha_plan.model import Language, Words

if TYPE_CHECKING:
    from rich.console import Console

WIDE = 10_000  # cells: where no terminal sets a width, nothing is folded


class Outlet(io.TextIOBase):
    """A standard stream that goes on in silence when nobody reads it any more (`| head -1`)."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override] # the base class has none
        """The stream's own."""
        return self._stream.encoding or "utf-8"

    def isatty(self) -> bool:
        """Whether a person looks at it."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """The stream's own."""
        return self._stream.fileno()

    def write(self, text: str, /) -> int:
        """Writes at once, so that what cannot be written is known at once."""
        try:
            self._stream.write(text)
            self._stream.flush()
        except BrokenPipeError:
            silence(self._stream)
        return len(text)

    def write_utf8(self, text: str) -> None:
        """Writes a document whose encoding is not the console's to choose."""
        raw = getattr(self._stream, "buffer", None)
        if raw is None:
            self.write(text)
            return
        try:
            self._stream.flush()
            raw.write(text.encode())
            raw.flush()
        except BrokenPipeError:
            silence(self._stream)

    def flush(self) -> None:
        """Nothing is ever held back."""


def silence(stream: TextIO) -> None:
    """Sends what is still to come, and what Python flushes at its end, nowhere."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


class Voice:
    """Speaks one language; quiet leaves only results and errors."""

    def __init__(self, language: Language, quiet: bool = False) -> None:
        self.language, self.quiet = language, quiet

    def result(self, text: str) -> None:
        """A result, as text for people."""
        Outlet(sys.stdout).write(text + "\n")

    def document(self, text: str) -> None:
        """A result, as a document for programs: UTF-8 whatever the console."""
        Outlet(sys.stdout).write_utf8(text + "\n")

    def error(self, text: str) -> None:
        """What went wrong; never held back."""
        from xuncha_plan.report.visible import visible

        Outlet(sys.stderr).write(visible(text) + "\n")

    def note(self, words: Words, /, **blanks: object) -> None:
        """Something worth knowing, unless quiet is wanted."""
        if not self.quiet:
            self.error(words.say(self.language, **blanks))

    def console(self) -> "Console":
        """Standard output, for tables."""
        return _console(sys.stdout)

    def error_console(self) -> "Console":
        """Standard error, for progress."""
        return _console(sys.stderr)


def _console(stream: TextIO) -> "Console":
    from rich.console import Console

    outlet = Outlet(stream)
    return Console(
        file=cast(TextIO, outlet),
        width=None if outlet.isatty() else WIDE,
        color_system=None if os.environ.get("NO_COLOR") else "auto",
        markup=False,
        highlight=False,
        emoji=False,
    )
