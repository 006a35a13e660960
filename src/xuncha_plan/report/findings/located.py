"""Places as programs take them: paths from the root of the checkout, or URIs."""

import os
from pathlib import Path, PurePath
from urllib.parse import quote

from xuncha_plan.model import Place


def path_from(root: Path, file: str) -> str:
    """A path from a root, with slashes; absolute where the file lies elsewhere."""
    whole = (Path.cwd() / file).resolve()
    try:
        return whole.relative_to(root.resolve()).as_posix()
    except ValueError:
        return whole.as_posix()


def uri(root: Path, file: str) -> str:
    """The same as a URI reference; Chinese and whatever else needs it is percent-encoded."""
    path = path_from(root, file)
    if PurePath(path).is_absolute():
        return "file://" + quote(os.fsencode("/" + path.lstrip("/")), safe="/:")
    return quote(os.fsencode(path), safe="/")


def is_cell(place: Place) -> bool:
    """Whether a place is a cell of a workbook, which has no line of text."""
    return bool(place.sheet)


def cell(place: Place) -> str:
    """A workbook's cell by its name, such as `对象!B7`."""
    return str(place).removeprefix(f"{place.file}:")
