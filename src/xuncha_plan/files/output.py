"""Where a plan is going to be written: looked at before anyone spends time on solving."""

import os
from collections.abc import Iterable
from pathlib import Path

from xuncha_plan.files.source import refused
from xuncha_plan.model import BadInput, Place, Words

PLAN = frozenset({"format", "problem", "status"})  # keys at the beginning of a plan
A_PLAN = Words("计划文件", "plan")
_BEGINNING = 65_536  # bytes in which a plan file shows what it is


def prepare_output(path: Path, inputs: Iterable[Path], force: bool) -> None:
    """Refuses an output that is an input, that is no plan of ours, or that cannot be written."""
    refuse_inputs(path, inputs)
    refuse_unwritable(path)
    if not force:
        refuse_foreign(path)


def refuse_inputs(path: Path, inputs: Iterable[Path]) -> None:
    """Refuses an output that is one of the inputs, by whatever name."""
    for given in inputs:
        if _is_same(path, given):
            raise refused(
                Place(str(path)),
                "输出文件就是输入文件“{given}”；请换一个名称",
                "the output is the input `{given}`; choose another name",
                given=str(given),
            )


def refuse_unwritable(path: Path) -> None:
    """Refuses an output whose folder is missing or closed, and one that is no file."""
    real = Path(os.path.realpath(path))
    place, folder = Place(str(path)), real.parent
    if not folder.is_dir():
        raise refused(
            place, "没有文件夹“{folder}”", "there is no folder `{folder}`", folder=str(folder)
        )
    if real.exists() and not real.is_file():
        raise refused(place, "不是文件，不能写入", "is not a file and cannot be written")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise refused(
            place,
            "文件夹“{folder}”不可写",
            "the folder `{folder}` is not writable",
            folder=str(folder),
        )


def refuse_foreign(path: Path, keys: frozenset[str] = PLAN, what: Words = A_PLAN) -> None:
    """Refuses to replace a file that is no plan; or, by other keys, nothing else of ours."""
    if not path.exists() or _has_keys(path, keys):
        return
    raise _foreign(path, what)


def _foreign(path: Path, what: Words) -> BadInput:
    return refused(
        Place(str(path)),
        "已有文件，且不是{what}；如要覆盖请加 --force",
        "a file is there that is no {what}; use --force to replace it",
        what=what,
    )


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return os.path.realpath(one) == os.path.realpath(other)


def _has_keys(path: Path, keys: frozenset[str]) -> bool:
    """Whether a file has a plan's keys where a plan has them; an empty file is no loss."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            text = stream.read(_BEGINNING).decode("utf-8", "ignore")
    except OSError:
        return False
    if not text.strip():
        return True
    found = {line.strip().strip('"').partition(":")[0].strip('"') for line in text.splitlines()}
    return keys <= found
