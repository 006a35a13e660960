"""Files that a problem file names: a table of targets, a list of published years."""

from pathlib import Path, PurePosixPath

from xuncha_plan.files.refusals import offering
from xuncha_plan.files.source import read_bytes, refused
from xuncha_plan.files.target_table import read_targets
from xuncha_plan.files.tree import Tree
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import Fault, Place


def included_targets(
    raw: dict[str, object], tree: Tree, problem: Path
) -> tuple[Tree, tuple[Fault, ...]]:
    """The rows of the table that `targets: {file: …}` names, as if they were written there."""
    _refuse_other_keys(raw, tree, "targets", ("file", "sheet"))
    table = inside(raw["file"], tree.place("targets", "file"), problem)
    sheet = raw.get("sheet")
    return read_targets(table, None if sheet is None else str(sheet))


def included_calendar(
    raw: dict[str, object], tree: Tree, problem: Path
) -> tuple[Tree, tuple[Fault, ...]]:
    """The published years that `calendar: {file: …}` names."""
    _refuse_other_keys(raw, tree, "calendar", ("file",))
    path = inside(raw["file"], tree.place("calendar", "file"), problem)
    years = parse(read_bytes(path), str(path))
    if isinstance(years.value, dict) and list(years.value) == ["years"]:
        years = Tree(years.value["years"], years.mark.follow(("years",)))
    return years, ()


def _refuse_other_keys(
    raw: dict[str, object], tree: Tree, section: str, known: tuple[str, ...]
) -> None:
    for key in raw:
        if key not in known:
            raise refused(
                tree.key_place(section, key),
                "没有“{key}”这个键{near}",
                "unknown key `{key}`{near}",
                key=key,
                near=offering(key, known),
                code="unknown-key",
            )


def inside(name: object, place: Place, problem: Path) -> Path:
    """The file of a name that must not lead out of the problem's folder."""
    if not isinstance(name, str) or not name.strip():
        raise refused(place, "应为文件名", "expected the name of a file", code="include")
    folder = problem.parent
    path = folder / name
    if _leads_out(name) or not _resolved(path).is_relative_to(_resolved(folder)):
        raise refused(
            place,
            "“{name}”不在本文件所在的文件夹内；只能写其中文件的相对路径",
            "`{name}` is not inside the folder of this file; write a relative path inside it",
            name=name,
            code="include",
        )
    if not path.exists():
        raise refused(
            place, "没有文件“{name}”", "there is no file `{name}`", name=name, code="include"
        )
    return path


def _leads_out(name: str) -> bool:
    plain = name.replace("\\", "/")
    parts = PurePosixPath(plain).parts
    return plain.startswith(("/", "~")) or ".." in parts or ":" in plain or "\x00" in plain


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return Path("/")  # a loop of links: inside no folder
