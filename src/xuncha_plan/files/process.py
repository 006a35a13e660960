"""Whether a process that left something behind is still there."""

import os


def is_gone(process: str) -> bool:
    """Whether no process has this number; a text that is no number is nobody's."""
    if not process.isdecimal():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
