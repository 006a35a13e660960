"""RESULTS.md holds a section a command; each command writes its own and leaves the others."""

from collections.abc import Iterable
from pathlib import Path

TITLE = "# Measured"
ORDER = ("rivals", "curricula", "growth")


def put(path: Path, name: str, command: str, lines: Iterable[str]) -> None:
    """Write a section in its place."""
    found = _sections(path)
    text = "\n".join(lines).rstrip("\n")
    found[name] = f"<!-- {name}: made by {command} -->\n{text}\n"
    ordered = sorted(found, key=ORDER.index)
    path.write_text("\n".join([f"{TITLE}\n", *(found[one] for one in ordered)]), encoding="utf-8")


def _sections(path: Path) -> dict[str, str]:
    """The sections that are there; what no command made is dropped."""
    found: dict[str, str] = {}
    if not path.exists():
        return found
    for part in path.read_text(encoding="utf-8").split("<!-- ")[1:]:
        name = part.partition(":")[0]
        if name in ORDER:
            found[name] = f"<!-- {part.rstrip()}\n"
    return found
