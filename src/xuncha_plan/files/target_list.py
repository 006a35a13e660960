"""A table of targets on its own, before a problem file names it: read as if one did."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from xuncha_plan.files.problem_file import problem_of
from xuncha_plan.files.source import refused
from xuncha_plan.files.table import Table
from xuncha_plan.files.target_table import read_target_table, targets_of
from xuncha_plan.files.tree import Tree
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import Fault, Place, Target

_AROUND = b"{jurisdiction: {name: x}, term: {start: 2000-01-01, end: 2000-12-31}}"


@dataclass(frozen=True)
class TargetList:
    """The targets of a table, what is odd about it, and which column was taken for what.

    `columns` are headings by the field that they were taken for, `others` those that are kept as
    they are.
    """

    targets: tuple[Target, ...]
    warnings: tuple[Fault, ...]
    columns: Mapping[str, str]
    others: tuple[str, ...]


def read_target_list(path: Path, named: Mapping[str, str] | None = None) -> TargetList:
    """A table of targets; BadInput holds every fault of a cell."""
    table = read_target_table(path, named=named)
    listed, warnings = targets_of(table)
    if not listed.value:
        raise refused(
            Place(str(path)), "表中没有巡察对象", "the table has no targets", code="table"
        )
    around = parse(_AROUND, str(path))
    around.mark.inside["targets"] = listed.mark
    whole = {**_mapping(around), "targets": listed.value}
    reading = problem_of(Tree(whole, around.mark), path)
    columns = {key: _heading(table, column) for key, column in table.columns.items()}
    said = (*warnings, *reading.warnings)
    return TargetList(reading.problem.targets, said, columns, tuple(table.others))


def _heading(table: Table, column: int) -> str:
    head = next(row for row in table.grid.rows if any(cell.strip() for cell in row))
    return head[column].strip()


def _mapping(tree: Tree) -> dict[str, object]:
    return tree.value if isinstance(tree.value, dict) else {}
