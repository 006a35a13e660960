"""Measures re-planning after typical changes and writes what was seen to RESULTS-replan.md.

The reference district, and ten of it in one (1,340 targets, 60 teams), whose old plan is ten times
the district's. Each change is re-planned in a process of its own, as `replan` does it. Seconds are
of the wall clock from the start of the search to the proof of the least change and to the end;
CPU seconds are of both processes.
"""

import os
import platform
import re
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from xuncha_plan.check import findings
from xuncha_plan.files.plan_file import read_plan
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.model import Place, Problem, Target, VisitRecord
from xuncha_plan.rules.special import Special
from xuncha_plan.solver import Progress, Settings, solve
from xuncha_plan.solver.replanning.least_change import CHANGE, Terms, replan

ROOT = Path(__file__).parent.parent
DISTRICT = ROOT / "data" / "targets.yaml"
AS_OF = date(2027, 2, 1)
Raw = dict[str, Any]


# Ten districts in one.


class _Loader(yaml.SafeLoader):
    """Leaves dates as the texts that they are."""


_Loader.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:timestamp"]
    for key, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def many(n: int) -> Raw:
    """The reference district n times in one: its bounds on numbers n times as large."""
    raw: Raw = yaml.load(DISTRICT.read_text(encoding="utf-8"), Loader=_Loader)
    suffixes = [_suffix(i) for i in range(n)]
    raw["targets"] = [_renamed(t, s) for s in suffixes for t in raw["targets"]]
    raw["teams"] = [{**t, "id": t["id"] + s} for s in suffixes for t in raw["teams"]]
    raw["rules"] = [rule for old in raw["rules"] for rule in _times(old, suffixes)]
    return raw


def _suffix(i: int) -> str:
    return f"-{i}" if i else ""


def _renamed(target: Raw, suffix: str) -> Raw:
    parent = {"parent": target["parent"] + suffix} if "parent" in target else {}
    return {**target, "id": target["id"] + suffix, **parent}


def _times(rule: Raw, suffixes: list[str]) -> Iterator[Raw]:
    if rule["rule"] == "pinned":
        for s in suffixes:
            team = {"team": rule["team"] + s} if "team" in rule else {}
            yield {**rule, "name": rule["name"] + s, "target": rule["target"] + s, **team}
        return
    new = dict(rule)
    if "teams" in new:
        new["teams"] = [team + s for team in new["teams"] for s in suffixes]
    if ids := rule.get("where", {}).get("id"):
        listed = ids if isinstance(ids, list) else [ids]
        new["where"] = {**rule["where"], "id": [one + s for one in listed for s in suffixes]}
    for key in ("at_least", "at_most", "allow"):
        if isinstance(new.get(key), int | float) and "team" not in new.get("per", ()):
            new[key] *= len(suffixes)
    yield new


def district(n: int, folder: Path) -> Problem:
    """The problem of n districts."""
    path = folder / "targets.yaml"
    path.write_text(yaml.safe_dump(many(n), allow_unicode=True), encoding="utf-8")
    return read_problem(path).problem


def plan_of_many(visits: tuple[VisitRecord, ...], n: int) -> tuple[VisitRecord, ...]:
    """The district's plan n times."""
    return tuple(
        replace(v, target=v.target + s, team=None if v.team is None else v.team + s)
        for s in map(_suffix, range(n))
        for v in visits
    )


# What changes.


def away(problem: Problem, teams: tuple[str, ...], rounds: str) -> Problem:
    """Some teams miss the rounds that a pattern fits."""
    gone = {r for r in problem.round if re.fullmatch(rounds, r)}
    every = frozenset(problem.round)
    return problem.replace(
        teams=tuple(
            t.replace(rounds=(t.rounds or every) - gone) if t.id in teams else t
            for t in problem.teams
        )
    )


def founded(problem: Problem) -> Problem:
    """Three targets are new."""
    new = (
        Target(
            id=f"N{i}", kind="org", sector="econ", region="new", workload=Fraction(5, 2),
            risk=Fraction(3), not_before=date(2028, 9, 1),
        )
        for i in range(3)
    )  # fmt: skip
    return problem.replace(targets=(*problem.targets, *new))


def dissolved(problem: Problem) -> Problem:
    """One target is gone."""
    return problem.replace(targets=tuple(t for t in problem.targets if t.id != "O021"))


def specials(problem: Problem) -> Problem:
    """Ten urgent specials in one round."""
    ids = frozenset(t.id for t in problem.targets[:40:4])
    rule = Special(targets=ids, mode="pinpoint", rounds=frozenset({"2029-2"}), workload=1)
    written = rule.written(len(problem.rules) + 1, Place("benchmark"))
    return problem.replace(rules=(*problem.rules, written))


CHANGES: dict[str, Callable[[Problem], Problem]] = {
    "two teams miss a round": lambda p: away(p, ("t1", "t2"), "2029-1"),
    "three targets are new": founded,
    "a target is dissolved": dissolved,
    "a team is lost from 2031 on": lambda p: away(p, ("t3",), "2031-.*"),
    "ten urgent specials in a round": specials,
    "the first three at once": lambda p: dissolved(founded(away(p, ("t1", "t2"), "2029-1"))),
}


@dataclass
class Run:
    """One re-planning, as it was watched."""

    change: str
    moved: Fraction | None = None
    status: str = "-"
    least: float | None = None
    ended: float = 0.0
    cpu: float = 0.0
    tiers: str = "-"
    passes: bool = False


def measured(name: str, world: Problem, old: tuple[VisitRecord, ...], limit: float) -> Run:
    """Re-plan once."""
    run, start, cpu = Run(name), time.monotonic(), _cpu()

    def watch(progress: Progress) -> None:
        is_least = progress.value is not None and progress.value == progress.bound
        if progress.tier == CHANGE.id and run.least is None and is_least:
            run.least = time.monotonic() - start

    result = replan(world, Terms(old, AS_OF), Settings(time_limit=limit), watch)
    run.ended, run.cpu = time.monotonic() - start, _cpu() - cpu
    record = result.outcome.record
    run.status = result.outcome.kind
    if record is not None and result.change is not None:
        run.moved = result.change.value
        run.passes = not any(f.is_breach for f in findings(world, record))
        proved = sum(claim.status == "optimal" for claim in record.tiers)
        run.tiers = f"{proved} of {len(record.tiers)}"
    return run


def _cpu() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def rows(title: str, runs: list[Run]) -> Iterator[str]:
    """The table of one district."""
    yield from (f"### {title}", "")
    yield "| change | changed | least proved after | ended after | CPU | tiers proved | plan |"
    yield "|---|---|---|---|---|---|---|"
    for run in runs:
        moved = "-" if run.moved is None else f"{float(run.moved):g}"
        least = "not" if run.least is None else f"{run.least:.1f} s"
        passes = "passes" if run.passes else run.status
        yield (
            f"| {run.change} | {moved} | {least} | {run.ended:.1f} s | {run.cpu:.1f} s "
            f"| {run.tiers} | {passes} |"
        )
    yield ""


def main() -> None:
    """Measure both sizes, or those that are named."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument(
        "--plan", type=Path, help="a plan of the district; none: it is solved first"
    )
    parser.add_argument("--sizes", type=int, nargs="*", default=[1, 10], help="districts in one")
    parser.add_argument("--time-limit", type=float, default=60.0)
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "RESULTS-replan.md")
    args = parser.parse_args()
    one = read_problem(DISTRICT).problem
    record = read_plan(args.plan) if args.plan else solve(one, Settings()).record
    if record is None:
        raise SystemExit("the district was not solved")
    lines = [
        "<!-- made by: python benchmarks/replan.py -->",
        "# Re-planning, measured",
        "",
        f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, "
        f"ortools {version('ortools')}; load {os.getloadavg()[0]:.1f} when it began; limit "
        f"{args.time_limit:g} s; rounds that have begun by {AS_OF} stay.",
        "",
    ]
    for n in args.sizes:
        with TemporaryDirectory() as folder:
            problem = one if n == 1 else district(n, Path(folder))
        old = plan_of_many(record.visits, n)
        runs = []
        for name, change in CHANGES.items():
            runs.append(measured(name, change(problem), old, args.time_limit))
            print(runs[-1], flush=True)
        lines += rows(f"{len(problem.targets)} targets, {len(problem.teams)} teams", runs)
    args.output.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
