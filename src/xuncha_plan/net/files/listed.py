"""What a net file lists in other files: districts by folder, distances by table."""

from collections.abc import Iterator
from pathlib import Path

from xuncha_plan.files.included import inside
from xuncha_plan.files.source import refused
from xuncha_plan.files.table import Row, Table, read_table
from xuncha_plan.files.tree import Mark, Tree
from xuncha_plan.model.quantity import Plain, is_absent

PROBLEMS = frozenset({".yaml", ".yml", ".json", ".xlsx"})
HEADINGS = {
    "from": ("区县", "起点", "甲地", "From"),
    "to": ("另一区县", "终点", "乙地", "To"),
    "km": ("千米", "公里", "距离", "Distance (km)"),
}
_OF_FOLDER = ("within", "kind", "tags", "sends", "receives")  # what holds for all of a folder


def listed_districts(raw: object, tree: Tree, net: Path) -> Tree | None:
    """The districts one by one; an entry with `files` stands for every problem file there."""
    entries = [raw] if isinstance(raw, dict) else raw
    if not isinstance(entries, list):
        return None
    start = ("jurisdictions",)
    its = tree.mark.follow(start)
    mark = Mark(its.file, its.line, its.column, its.sheet)
    values: list[object] = []
    for i, entry in enumerate(entries):
        path = start if isinstance(raw, dict) else (*start, i)
        for value in _entries(entry, tree, path, net):
            mark.inside[len(values)] = tree.mark.follow(path)
            values.append(value)
    return Tree(values, mark)


def _entries(entry: object, tree: Tree, path: tuple[str | int, ...], net: Path) -> Iterator[object]:
    if not isinstance(entry, dict):
        yield entry
        return
    if "files" not in entry:
        yield _with_id(entry)
        return
    place = tree.place(*path, "files")
    found = _found(str(entry["files"]), net.parent)
    if not found:
        raise refused(
            place,
            "“{name}”中没有问题文件",
            "there is no problem file in `{name}`",
            name=str(entry["files"]),
            code="include",
        )
    for file in found:
        name = file.relative_to(net.parent).as_posix()
        inside(name, place, net)
        rest = {key: value for key, value in entry.items() if key != "files"}
        if other := next((key for key in rest if key not in _OF_FOLDER), None):
            raise refused(
                tree.key_place(*path, other),
                "“{key}”只能写在单个区县上",
                "`{key}` belongs to a single district",
                key=other,
                code="unknown-key",
            )
        yield {"id": file.stem, "file": name, **rest}


def _with_id(entry: dict[str, object]) -> dict[str, object]:
    """A district without an id is called as its file is."""
    file = entry.get("file")
    if not is_absent(entry.get("id", Plain(""))) or not isinstance(file, str):
        return entry
    return {**entry, "id": Path(file).stem}


def _found(pattern: str, folder: Path) -> list[Path]:
    """The problem files of a folder, or those that a pattern takes, by name."""
    if pattern.startswith(("/", "~")) or ".." in Path(pattern).parts:
        return []
    where = folder / pattern
    paths = where.iterdir() if where.is_dir() else folder.glob(pattern)
    return sorted(
        p
        for p in paths
        if p.suffix.lower() in PROBLEMS and p.is_file() and not p.name.startswith((".", "~"))
    )


def listed_distances(raw: object, tree: Tree, net: Path) -> Tree | None:
    """The distances of the table that `distances: {file: …}` names."""
    if not isinstance(raw, dict):
        return None
    if list(raw) != ["file"]:
        raise refused(
            tree.place("distances"),
            "应为列表，或 {example}",
            "expected a list, or {example}",
            example="{file: distances.csv}",
            code="value",
        )
    path = inside(raw["file"], tree.place("distances", "file"), net)
    table = read_table(path, HEADINGS, ("from", "to", "km"))
    mark = Mark(table.grid.file, 1, 1, table.grid.sheet)
    values = []
    for i, row in enumerate(table.rows):
        value, mark.inside[i] = _leg(table, row)
        values.append(value)
    return Tree(values, mark)


def _leg(table: Table, row: Row) -> tuple[dict[str, object], Mark]:
    mark = Mark(table.grid.file, row.number, 1, table.grid.sheet)
    cells = {key: row.cells.get(column) for key, column in table.columns.items()}
    mark.keys = {key: (row.number, column + 1) for key, column in table.columns.items()}
    mark.values["km"] = mark.keys.get("km", (row.number, 1))
    ends = Mark(table.grid.file, row.number, 1, table.grid.sheet)
    ends.values = {i: mark.keys[key] for i, key in enumerate(("from", "to")) if key in mark.keys}
    mark.inside["between"] = ends
    leg: dict[str, object] = {
        "between": [cells[key] for key in ("from", "to") if cells.get(key) is not None]
    }
    return leg | ({} if cells.get("km") is None else {"km": cells["km"]}), mark
