"""Measures the planner beside what a user would pick instead, and writes RESULTS.md: `make bench`.

Problems are files, or districts of a seed's own (`--made SEED,TARGETS,TEAMS`). Each run has a
process of its own, one after another. Its record is kept in out/benchmarks, and a run whose problem
and code have not changed is not repeated: a long table can be made in several sittings.
"""

import os
import platform
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import instances
from measuring import add_terms, measured, terms
from record import Record
from rivals import NAMES
from sections import put
from table import summary, tables

ROOT = Path(__file__).parent.parent
HERE = Path(__file__).parent
KEPT = ROOT / "out" / "benchmarks"
PROBLEMS = (
    ROOT / "data" / "targets.yaml",
    ROOT / "data" / "examples" / "villages.yaml",
    ROOT / "data" / "examples" / "edge.yaml",
    HERE / "problems" / "rich-134.yaml",
)
TIMES = (10, 60, 600)  # seconds at which the gaps of ours are listed


def main() -> None:
    """Measure every problem named, or those that the project has."""
    args = _arguments()
    made = (instances.store(KEPT / "instances", *map(int, m.split(","))) for m in args.made)
    records = []
    for problem in [*args.problems, *made] or PROBLEMS:
        for record in _runs(problem, args):
            records.append(record)
            print(_line(record), flush=True)
        _write(records, args)


def _arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("problems", nargs="*", type=Path)
    parser.add_argument("--made", action="append", default=[], metavar="SEED,TARGETS,TEAMS")
    others = ",".join(name for name in NAMES if name != "ours")
    parser.add_argument("--rivals", default=others, help=f"some of {others}; empty: ours alone")
    add_terms(parser, 60.0)
    parser.add_argument("--seeds", default="1", help="1,2,3: medians of three runs")
    parser.add_argument("--output", type=Path, default=HERE / "RESULTS.md")
    return parser.parse_args()


def _runs(problem: Path, args: Namespace) -> Iterator[Record]:
    for rival in ("ours", *filter(None, args.rivals.split(","))):
        for seed in map(int, args.seeds.split(",")):
            yield measured(problem, rival, seed, terms(args, KEPT))


def _line(record: Record) -> str:
    first = "none" if record.first is None else f"{record.first:.1f} s"
    values = ", ".join(f"{t} {x:.6g}" for t, x in record.checked.items())
    return f"{record.problem} {record.rival}: {record.kind}, first plan {first}; {values}"


def _write(records: list[Record], args: Namespace) -> None:
    """Every problem that is done stands in the table, also when the rest is interrupted."""
    lines = ["## Beside what a user would pick instead", "", *_conditions(records, args)]
    lines += [*tables(records), "### Gaps of ours over time", ""]
    lines += summary(records, (t for t in TIMES if t <= args.time_limit))
    lines += _pictures(records, args.output.parent)
    put(args.output, "rivals", "python benchmarks/run.py", lines)


def _conditions(records: list[Record], args: Namespace) -> Iterator[str]:
    loads = [record.load for record in records]
    yield (
        f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, "
        f"ortools {version('ortools')}; limit {args.time_limit:g} s, seeds {args.seeds}; load "
        f"average before the runs {min(loads):.1f} to {max(loads):.1f}. Cells: value of the plan "
        "by `check`, then the bound and (value - bound) / value; less than 0.1 team-weeks (rounds, "
        "teams) or one (compact) counts as none. A bound of a rival holds under the values that "
        "its own earlier tiers reached. Memory includes children."
    )
    yield ""


def _pictures(records: list[Record], folder: Path) -> Iterator[str]:
    try:
        from pictures import draw
    except ModuleNotFoundError:
        print("no pictures: pip install -e '.[bench]'")
        return
    for name, words in draw(records, folder / "pictures"):
        yield f"![{words}](pictures/{name})"
        yield ""


if __name__ == "__main__":
    main()
