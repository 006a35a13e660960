"""A table of targets on its own, before a problem file names it: read as if one did."""

from pathlib import Path

from xuncha_plan.files.problem_file import problem_of
from xuncha_plan.files.source import refused
from xuncha_plan.files.target_table import read_targets
from xuncha_plan.files.tree import Tree
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import Fault, Place, Target

_AROUND = b"{jurisdiction: {name: x}, term: {start: 2000-01-01, end: 2000-12-31}}"


def read_target_list(path: Path) -> tuple[tuple[Target, ...], tuple[Fault, ...]]:
    """The targets of a table and what is odd about it; BadInput holds every fault of a cell."""
    listed, warnings = read_targets(path)
    if not listed.value:
        raise refused(
            Place(str(path)), "表中没有巡察对象", "the table has no targets", code="table"
        )
    around = parse(_AROUND, str(path))
    around.mark.inside["targets"] = listed.mark
    whole = {**_mapping(around), "targets": listed.value}
    reading = problem_of(Tree(whole, around.mark), path)
    return reading.problem.targets, (*warnings, *reading.warnings)


def _mapping(tree: Tree) -> dict[str, object]:
    return tree.value if isinstance(tree.value, dict) else {}
