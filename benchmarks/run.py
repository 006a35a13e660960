"""Measures solves and writes what was seen to benchmarks/RESULTS.md: `make bench`.

Each problem is solved in a process of its own by the command that planners use. Seconds are of the
wall clock, memory is the peak of the process and its children; a gap is (value - bound) / value.
"""

import os
import platform
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

ROOT = Path(__file__).parent.parent
PROBLEMS = (
    ROOT / "data" / "targets.yaml",
    ROOT / "data" / "examples" / "villages.yaml",
    ROOT / "data" / "examples" / "edge.yaml",
    ROOT / "benchmarks" / "problems" / "rich-134.yaml",
)


@dataclass
class Run:
    """One solve, as it was watched."""

    problem: Path
    first: float | None = None
    seconds: float = 0.0
    kind: str = ""
    sizes: dict[str, int] = field(default_factory=dict)
    tiers: list[tuple[str, Fraction, Fraction | None, str]] = field(default_factory=list)
    passes: bool = False


def measured(problem: Path, limit: float, seed: int) -> Run:
    """Solve one problem in this process and its child."""
    from xuncha_plan.check import findings
    from xuncha_plan.files.problem_file import read_problem
    from xuncha_plan.solver import Progress, Settings, solve

    run, start = Run(problem), time.monotonic()
    its = read_problem(problem).problem

    def watch(progress: Progress) -> None:
        if run.first is None and progress.value is not None:
            run.first = time.monotonic() - start

    outcome = solve(its, Settings(time_limit=limit, seed=seed), watch)
    run.seconds, run.kind, run.sizes = time.monotonic() - start, outcome.kind, outcome.sizes
    if outcome.record is not None:
        run.passes = not any(f.is_breach for f in findings(its, outcome.record))
        run.tiers = [(t.id, t.value, t.bound, t.status) for t in outcome.record.tiers]
    return run


def lines(run: Run, peak: float) -> Iterator[str]:
    """The rows of one run."""
    size = run.sizes
    first = "-" if run.first is None else f"{run.first:.1f}"
    yield f"### {run.problem.name}"
    yield ""
    yield (
        f"{size.get('targets')} targets, {size.get('classes')} classes; {size.get('counts')} "
        f"counts ({size.get('booleans')} with one Boolean a target), "
        f"{size.get('variables')} variables, "
        f"{size.get('rows')} rows. First plan after {first} s, ended after {run.seconds:.1f} s "
        f"({run.kind}; the plan {'passes' if run.passes else 'does not pass'} `check`); "
        f"peak memory {peak:.2f} GB."
    )
    yield ""
    yield "| tier | value | bound | gap | status |"
    yield "|---|---|---|---|---|"
    for name, value, bound, status in run.tiers:
        gap = "-" if bound is None else f"{float((value - bound) / value) if value else 0.0:.2%}"
        low = "-" if bound is None else f"{float(bound):.4g}"
        yield f"| {name} | {float(value):.6g} | {low} | {gap} | {status} |"
    yield ""


def one(problem: Path, limit: float, seed: int) -> None:
    """Print the rows of one problem; run as a process, so that its memory is its own."""
    run = measured(problem, limit, seed)
    peak = getrusage(RUSAGE_CHILDREN).ru_maxrss / 1024**2
    print("\n".join(lines(run, peak)), flush=True)


def main() -> None:
    """Measure every problem named, or all of them."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("problems", nargs="*", type=Path, default=list(PROBLEMS))
    parser.add_argument("--time-limit", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one", action="store_true", help="measure one and print its rows")
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "RESULTS.md")
    args = parser.parse_args()
    if args.one:
        one(args.problems[0], args.time_limit, args.seed)
        return
    head = [
        "<!-- made by: make bench -->",
        "# Measured",
        "",
        f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, "
        f"ortools {version('ortools')}, seed {args.seed}, limit {args.time_limit:g} s; "
        "`python benchmarks/run.py` repeats it.",
        "",
    ]
    found = []
    for problem in args.problems:
        again = [
            "--one",
            str(problem),
            "--time-limit",
            str(args.time_limit),
            "--seed",
            str(args.seed),
        ]
        done = subprocess.run(
            [sys.executable, __file__, *again], capture_output=True, text=True, check=True
        )
        found.append(done.stdout)
        print(done.stdout, flush=True)
    args.output.write_text("\n".join(head) + "\n".join(found), encoding="utf-8")


if __name__ == "__main__":
    main()
