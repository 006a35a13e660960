"""Who is measured: one file each, with `run(problem, limit, seed, teller)`.

The file's name is what the command line calls it. `ours` is the planner itself.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from telling import Teller

from xuncha_plan.model import Problem

Rival = Callable[[Problem, float, int, Teller], None]  # limit in seconds, then the seed

NAMES = {
    "ours": "ours",
    "plain": "plain CP-SAT",
    "highs": "plain HiGHS",
    "greedy": "greedy, as by hand",
    "timefold": "Timefold",
}


def rival(name: str) -> Rival:
    """The rival of a name; its solver is loaded here and not before."""
    found: Rival = import_module(f"rivals.{name}").run
    return found


def sources(name: str) -> list[Path]:
    """The files that say how one of them works."""
    here = Path(__file__).parent
    shared = {
        "plain": ["one_by_one.py"],
        "highs": ["one_by_one.py"],
        "greedy": ["units.py"],
        "timefold": ["stated.py", "units.py"],
    }
    return [here / one for one in (f"{name}.py", *shared.get(name, ()))]
