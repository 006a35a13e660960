"""What a user would pick instead, beside ours: `python benchmarks/rivals.py PROBLEM...`.

Rivals pose the same rules with one class a target, which is one Boolean a target, round, mode and
team, and minimise tier after tier: plain CP-SAT with its defaults, and plain HiGHS. The greedy
planner covers targets by risk, as people do by hand: each goes to the first round, mode and team
where the plan so far breaks nothing that adding can break.
"""

import multiprocessing
import os
import platform
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import TYPE_CHECKING

from xuncha_plan.model import Problem, Target

if TYPE_CHECKING:
    from multiprocessing import Queue

    from xuncha_plan.model import Visit
    from xuncha_plan.solver.engines.effort import Answer
    from xuncha_plan.solver.formulation.program import Values
    from xuncha_plan.solver.formulation.tiers import Posed

ROOT = Path(__file__).parent.parent
Tiers = dict[str, tuple[float | None, float | None]]  # value and bound


@dataclass
class Seen:
    """How one of them did."""

    name: str
    first: float | None = None
    seconds: float = 0.0
    tiers: Tiers = field(default_factory=dict)
    peak: float = 0.0  # GB


def ours(problem: Problem, limit: float, seed: int, seen: Seen) -> None:
    """The planner itself, in its child process."""
    from xuncha_plan.solver import Progress, Settings, solve

    start = time.monotonic()

    def watch(progress: Progress) -> None:
        if seen.first is None and progress.value is not None:
            seen.first = time.monotonic() - start

    outcome = solve(problem, Settings(time_limit=limit, seed=seed), watch)
    for claim in outcome.record.tiers if outcome.record else ():
        seen.tiers[claim.id] = (float(claim.value), _number(claim.bound))


def cpsat(problem: Problem, limit: float, seed: int, seen: Seen) -> None:
    """Plain CP-SAT, all its workers."""
    from xuncha_plan.solver.engines.cpsat import CpSat
    from xuncha_plan.solver.engines.effort import Answer, Effort
    from xuncha_plan.solver.formulation.program import worth
    from xuncha_plan.solver.search.ledger import kept

    posed = _one_by_one(problem)
    model = CpSat(posed.counts.program)
    workers = os.cpu_count() or 2

    def minimized(tier: str, seconds: float, start: "Values | None") -> Answer:
        model.minimize(posed.tiers[tier])
        if start is not None:
            model.hint(dict(enumerate(start)))
        return model.solve(Effort(seconds, workers, seed), lambda values, value: _first(seen))

    def keep(tier: str, values: "Values", tolerance: Fraction) -> None:
        value = Fraction(worth(posed.tiers[tier], values))
        if row := kept(posed.tiers[tier], value + abs(value) * tolerance):
            model.add(row)

    _in_turn(problem, limit, seen, posed, minimized, keep)


def highs(problem: Problem, limit: float, seed: int, seen: Seen) -> None:
    """Plain HiGHS through MathOpt."""
    from xuncha_plan.solver.engines.effort import Answer, Effort
    from xuncha_plan.solver.engines.highs import Highs
    from xuncha_plan.solver.formulation.program import worth
    from xuncha_plan.solver.search.ledger import kept

    posed = _one_by_one(problem)
    model = Highs(posed.counts.program)

    def minimized(tier: str, seconds: float, start: "Values | None") -> Answer:
        hint = None if start is None else dict(enumerate(start))
        answer = model.solve(posed.tiers[tier], Effort(seconds, 1, seed), hint)
        if answer.values is not None:
            _first(seen)
        return answer

    def keep(tier: str, values: "Values", tolerance: Fraction) -> None:
        value = Fraction(worth(posed.tiers[tier], values))
        if row := kept(posed.tiers[tier], value + abs(value) * tolerance):
            model.add(row, tier)

    _in_turn(problem, limit, seen, posed, minimized, keep)


def _one_by_one(problem: Problem) -> "Posed":
    """The whole program with a class for every target."""
    from xuncha_plan.solver.formulation.classes import Alike, slots
    from xuncha_plan.solver.formulation.counts import Counts
    from xuncha_plan.solver.formulation.tiers import pose

    alone = tuple(Alike((t.id,), tuple(slots(problem, t))) for t in problem.targets)
    return pose(Counts(problem, alone), problem.tiers, problem.rules)


def _in_turn(
    problem: Problem,
    limit: float,
    seen: Seen,
    posed: "Posed",
    minimized: "Callable[[str, float, Values | None], Answer]",
    keep: "Callable[[str, Values, Fraction], None]",
) -> None:
    """Each tier in turn, half of the time left for each but the last."""
    from xuncha_plan.solver.formulation.program import worth

    end = _started + limit
    best: Values | None = None
    for i, tier in enumerate(problem.tiers):
        left = end - time.monotonic()
        if left <= 0:
            break
        share = left if best is None or i == len(problem.tiers) - 1 else left / 2
        answer = minimized(tier.id, share, best)
        seen.tiers[tier.id] = (None, _number(answer.bound))
        if answer.values is None and best is None:
            break
        if answer.values is not None:
            best = posed.counts.program.completed(answer.values)
        if best is not None:
            keep(tier.id, best, tier.tolerance)
    for tier in problem.tiers:
        bound = seen.tiers.get(tier.id, (None, None))[1]
        value = None if best is None else float(worth(posed.tiers[tier.id], best))
        seen.tiers[tier.id] = (value, bound)


def greedy(problem: Problem, limit: float, seed: int, seen: Seen) -> None:
    """Targets by risk, each where it breaks least; look-backs and specials after."""
    from xuncha_plan.check import findings, tier_values
    from xuncha_plan.model import Plan, PlanRecord, Visit, VisitRecord

    plan: list[Visit] = []

    def breaches(visits: list[Visit]) -> Fraction:
        record = PlanRecord(tuple(map(VisitRecord.of, visits)))
        return sum((f.amount for f in findings(problem, record) if f.is_breach), Fraction(0))

    lacking = breaches(plan)
    for target in sorted(problem.targets, key=lambda t: -float(_risk(t))):
        for place in _places(problem, target):
            if time.monotonic() > _started + limit:
                break
            after = breaches([*plan, place])
            if after < lacking:
                plan.append(place)
                lacking = after
                break
    if not lacking:
        _first(seen)
        values = tier_values(Plan(problem, tuple(plan)))
        seen.tiers = {tier: (float(value), None) for tier, value in values.items()}


def _places(problem: Problem, target: Target) -> "Iterator[Visit]":
    from xuncha_plan.model import Plan
    from xuncha_plan.solver.formulation.classes import slots

    for slot in slots(problem, target):
        if slot.purpose == "coverage":
            for team in slot.teams:
                yield Plan.visit(problem, target.id, "coverage", slot.round, slot.mode, team)


def _risk(target: Target) -> Fraction:
    from xuncha_plan.model import number

    return next((number(x) or Fraction(0) for x in target.values("risk")), Fraction(0))


def _number(bound: Fraction | None) -> float | None:
    return None if bound is None else float(bound)


_started = time.monotonic()


def _first(seen: Seen) -> None:
    if seen.first is None:
        seen.first = time.monotonic() - _started


ALL: dict[str, Callable[[Problem, float, int, Seen], None]] = {
    "ours": ours,
    "plain CP-SAT": cpsat,
    "plain HiGHS": highs,
    "greedy": greedy,
}


def _run(name: str, path: Path, limit: float, seed: int, results: "Queue[Seen]") -> None:
    from xuncha_plan.files.problem_file import read_problem

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    seen = Seen(name)
    ALL[name](read_problem(path).problem, limit, seed, seen)
    seen.seconds = time.monotonic() - _started
    seen.peak = getrusage(RUSAGE_SELF).ru_maxrss / 1024**2
    results.put(seen)


def measured(name: str, path: Path, limit: float, seed: int) -> Seen:
    """One of them on one problem, in a process of its own; killed 30 s after the limit."""
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    process = context.Process(target=_run, args=(name, path, limit, seed, results))
    process.start()
    try:
        return results.get(timeout=limit + 30)  # type: ignore[no-any-return]
    except Exception:
        return Seen(name, seconds=limit + 30)
    finally:
        process.kill()
        process.join()


def table(path: Path, rows: list[Seen], tiers: list[str]) -> list[str]:
    """A problem's rows: value (bound) of each tier."""
    lines = [f"### {path.name}", "", "| | first plan | " + " | ".join(tiers) + " | memory |"]
    lines.append("|---|---|" + "---|" * (len(tiers) + 1))
    for seen in rows:
        first = "none" if seen.first is None else f"{seen.first:.1f} s"
        cells = [_cell(*seen.tiers.get(tier, (None, None))) for tier in tiers]
        lines.append(f"| {seen.name} | {first} | {' | '.join(cells)} | {seen.peak:.2f} GB |")
    return [*lines, ""]


def _cell(value: float | None, bound: float | None) -> str:
    low = "-" if bound is None else f"{bound:.5g}"
    return f"none ({low})" if value is None else f"{value:.5g} ({low})"


def main() -> None:
    """Measure all of them on every problem named."""
    from xuncha_plan.files.problem_file import read_problem

    parser = ArgumentParser(description=__doc__)
    parser.add_argument("problems", nargs="+", type=Path)
    parser.add_argument("--time-limit", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "RIVALS.md")
    args = parser.parse_args()
    asked = " ".join(map(str, args.problems))
    lines = [
        "<!-- made by: python benchmarks/rivals.py -->",
        "# Beside what a user would pick instead",
        "",
        f"Value (bound) of each tier. {os.cpu_count()} cores ({platform.machine()}), Python "
        f"{platform.python_version()}, ortools {version('ortools')}, seed {args.seed}, limit "
        f"{args.time_limit:g} s; `python benchmarks/rivals.py {asked}` repeats it. Memory of ours "
        "is the parent's alone.",
        "",
    ]
    for path in args.problems:
        tiers = [tier.id for tier in read_problem(path).problem.tiers]
        rows = [measured(name, path, args.time_limit, args.seed) for name in ALL]
        lines += table(path, rows, tiers)
        print("\n".join(lines[-len(rows) - 5 :]), flush=True)
    args.output.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
