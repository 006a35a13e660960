"""How much memory a process holds, and how much it may."""

import os
from pathlib import Path

MIB = 2**20
SHARE = 0.9  # of the machine's memory, where nobody states a limit


def resident(process: int | None) -> float:
    """What a process holds, in MiB; 0 where the system does not say."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / MIB


def most(stated: float) -> float:
    """What a process may hold, in MiB: what is stated, else most of the machine's memory."""
    if stated:
        return stated
    try:
        return SHARE * os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / MIB
    except (AttributeError, OSError, ValueError):  # Windows
        return float("inf")
