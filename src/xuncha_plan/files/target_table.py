"""Tables of targets."""

from pathlib import Path
from xuncha_plan.files.tree import Tree


def read_targets(path: Path, sheet: str | None) -> Tree:
    raise NotImplementedError
