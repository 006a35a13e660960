"""Whether the solver that this program needs is installed, in a version that it was tested with."""

import operator
import re
from importlib.metadata import PackageNotFoundError, requires, version

from xuncha_plan.cli.stop import FAULT, Stop
from xuncha_plan.model import Words

MISSING = Words(
    "求解器不可用：需要 {wanted}，现有 {have}",
    "the solver is missing: {wanted} is needed, {have} is installed",
)
NOTHING = Words("无", "none")
_BOUND = re.compile(r"(>=|<=|<|>|==)\s*([0-9.]+)")
_COMPARE = {
    ">=": operator.ge, "<=": operator.le, "<": operator.lt, ">": operator.gt, "==": operator.eq,
}  # fmt: skip


def refuse_missing_solver() -> None:
    """Stops before anything is done where the solver is missing or outside its range."""
    wanted = _wanted()
    try:
        have = version("ortools")
    except PackageNotFoundError:
        raise Stop(FAULT, MISSING, wanted=wanted, have=NOTHING) from None
    if not fits(have, wanted):
        raise Stop(FAULT, MISSING, wanted=wanted, have=f"ortools {have}")


def fits(have: str, wanted: str) -> bool:
    """Whether a version lies in a range such as `ortools>=9.14,<9.16`."""
    return all(
        _COMPARE[sign](_numbers(have), _numbers(bound)) for sign, bound in _BOUND.findall(wanted)
    )


def _wanted() -> str:
    try:
        needs = requires("xuncha-plan") or ()
    except PackageNotFoundError:  # run from its source without being installed
        needs = ()
    return next((need for need in needs if need.startswith("ortools")), "ortools")


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"[0-9]+", text)[:3])
