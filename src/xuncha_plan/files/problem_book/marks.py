"""Where the values of a cell are written."""

from collections.abc import Iterable

from xuncha_plan.files.tree import Mark


def put(mark: Mark, key: str, value: object, spot: tuple[int, int]) -> None:
    """Notes where a value is written: all that is inside it stands in the same cell."""
    mark.keys[key] = spot
    if isinstance(value, dict | list):
        mark.inside[key] = _inside(mark, value, spot)
    else:
        mark.values[key] = spot


def _inside(mark: Mark, value: dict[str, object] | list[object], spot: tuple[int, int]) -> Mark:
    inner = Mark(mark.file, *spot, mark.sheet)
    pairs: Iterable[tuple[str | int, object]] = (
        value.items() if isinstance(value, dict) else enumerate(value)
    )
    for key, x in pairs:
        inner.keys[key] = spot
        if isinstance(x, dict | list):
            inner.inside[key] = _inside(inner, x, spot)
        else:
            inner.values[key] = spot
    return inner
