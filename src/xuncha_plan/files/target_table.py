"""A table of targets, one a row, read as if it were written in the problem file."""

import re
from collections.abc import Mapping
from pathlib import Path

from xuncha_plan.files.table import Row, Table, read_table
from xuncha_plan.files.tree import Mark, Tree
from xuncha_plan.model import Fault
from xuncha_plan.model.quantity import Plain

# The accepted headings of each field besides its key; the first is the one that messages name.
HEADINGS = {
    "id": ("编号", "对象编号", "巡察对象编号", "代码", "单位编号", "单位代码", "Target id"),
    "name": ("名称", "对象名称", "巡察对象", "单位名称", "单位", "单位全称", "机构名称", "Target"),
    "kind": ("类别", "对象类别", "类型", "单位类别", "单位类型"),
    "sector": ("行业领域", "行业", "领域"),
    "region": ("地域", "区域", "所在地域", "片区"),
    "workload": ("工作量", "工作量（组周）", "组周", "Workload (team-weeks)", "Team-weeks"),
    "risk": ("风险", "风险等级", "风险分值"),
    "tags": ("标签", "tag"),
    "parent": ("所属对象", "上级对象", "所属"),
    "not_before": ("最早", "最早日期", "此日起"),
    "not_after": ("最晚", "最晚日期", "此日止"),
    "last_visit": ("上次巡察", "上次巡察日期", "上次巡察时间"),
    "last_grade": ("上次评价", "上次整改评价"),
}
_BETWEEN_TAGS = re.compile("[;；、]")


def read_targets(path: Path, sheet: str | None = None) -> tuple[Tree, tuple[Fault, ...]]:
    """The rows as a list of targets with the place of every cell, and what was noticed."""
    return targets_of(read_target_table(path, sheet))


def read_target_table(
    path: Path, sheet: str | None = None, named: Mapping[str, str] | None = None
) -> Table:
    """The table, its columns found by their headings or as they are named by key."""
    return read_table(path, HEADINGS, ("id", "workload"), sheet, named=named)


def targets_of(table: Table) -> tuple[Tree, tuple[Fault, ...]]:
    """The rows of a table of targets with the place of every cell, and what was noticed."""
    mark = Mark(table.grid.file, 1, 1, table.grid.sheet)
    targets = []
    for i, row in enumerate(table.rows):
        target, mark.inside[i] = _target(table, row)
        targets.append(target)
    return Tree(targets, mark), table.grid.warnings


def _target(table: Table, row: Row) -> tuple[dict[str, object], Mark]:
    mark = Mark(table.grid.file, row.number, 1, table.grid.sheet)
    target: dict[str, object] = {}
    for key, column in table.columns.items():
        if (cell := row.cells.get(column)) is not None:
            mark.keys[key] = mark.values[key] = (row.number, column + 1)
            target[key] = _tags(cell) if key == "tags" else cell
    extra = {
        name: str(row.cells[column]) for name, column in table.others.items() if column in row.cells
    }
    if extra:
        target["columns"] = extra
    return target, mark


def _tags(cell: str) -> list[str]:
    return [Plain(tag.strip()) for tag in _BETWEEN_TAGS.split(cell) if tag.strip()]
