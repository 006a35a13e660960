"""Measures `diagnose` on problems that were spoilt and writes what was seen to RESULTS-diagnose.md.

The reference district, and a made one of 1,340 targets, each spoilt in the ways that planners spoil
theirs. Each is diagnosed in a process of its own, as the command does it. Seconds are of the wall
clock from the start of that process; CPU seconds are of all processes.
"""

import os
import platform
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from instances import store

from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.model import Amount, Problem, Rule
from xuncha_plan.model.diagnosis import Diagnosis, WayOut
from xuncha_plan.solver import Settings
from xuncha_plan.solver.diagnosis import diagnose

ROOT = Path(__file__).parent.parent
DISTRICT = ROOT / "data" / "targets.yaml"
LARGE = (1, 1340, 40)  # seed, targets, teams
HEAD = (
    "| spoilt | rules | first conflict | every one, its members shown to be needed "
    "| cheapest way out | cost | proved after | by | ways out | ended | CPU |"
)


# How it is spoilt.


def changed(problem: Problem, which: Callable[[Any], bool], **parameters: object) -> Problem:
    """The first hard rule that is meant reads otherwise."""
    rules = list(problem.rules)
    i = next(i for i, rule in enumerate(rules) if rule.tier is None and which(rule))
    rules[i] = rules[i].replace(**parameters)
    return problem.replace(rules=tuple(rules))


def milestone(percent: int) -> Callable[[Problem], Problem]:
    """The first milestone asks for so much."""
    share = Amount(Fraction(percent, 100), is_share=True)
    return lambda problem: changed(problem, is_a("milestone"), at_least=share)


def is_a(word: str) -> Callable[[Rule], bool]:
    """Whether a rule is of a kind."""
    return lambda rule: rule.word == word


def without_teams(problem: Problem) -> Problem:
    """No team may visit one target."""
    teams = frozenset(team.id for team in problem.teams)
    one = frozenset({problem.targets[0].id})
    return changed(problem, is_a("recusal"), teams=teams, where=None, targets=one)


def half_the_teams(problem: Problem) -> Problem:
    """Every second team is gone."""
    gone = {team.id for team in problem.teams[1::2]}
    rules = [rule for rule in problem.rules if not gone & set(getattr(rule, "teams", None) or ())]
    pins = (rule for rule in rules if getattr(rule, "team", None) not in gone)
    teams = (team for team in problem.teams if team.id not in gone)
    return problem.replace(teams=tuple(teams), rules=tuple(pins))


SPOILT: dict[str, Callable[[Problem], Problem]] = {
    "the first milestone asks for 60 %": milestone(60),
    "the first milestone asks for 40 %": milestone(40),
    "the blackout of schools lasts all year": lambda problem: changed(
        problem, is_a("blackout"), since=(1, 1), until=(12, 31)
    ),
    "half of each year is kept free": lambda problem: changed(
        problem, lambda rule: rule.word == "reserve" and rule.rounds is None, share=Fraction(1, 2)
    ),
    "no team may visit one target": without_teams,
    "the milestone and the target at once": lambda p: without_teams(milestone(60)(p)),
    "every second team is gone": half_the_teams,
}


@dataclass
class Run:
    """One diagnosis, as it was watched."""

    name: str
    rules: int
    last: Diagnosis | None = None
    first: float | None = None
    shown: float | None = None
    proved: float | None = None
    ended: float = 0.0
    cpu: float = 0.0

    def hear(self, so_far: Diagnosis, seconds: float) -> None:
        """Note when something was known for the first time."""
        before = self.last
        if so_far.conflicts:
            self.first = self.first or seconds
            if before is None or len(so_far.conflicts) > len(before.conflicts):
                are_shown = all(conflict.is_minimal for conflict in so_far.conflicts)
                self.shown = seconds if are_shown else None
        if so_far.ways and (before is None or so_far.ways[:1] != before.ways[:1]):
            self.proved = seconds if so_far.ways[0].proof else None
        self.last = so_far

    @property
    def way(self) -> WayOut | None:
        """The cheapest way out."""
        return self.last.ways[0] if self.last and self.last.ways else None


def measured(name: str, problem: Problem, limit: float) -> Run:
    """Diagnose once."""
    run = Run(name, sum(rule.tier is None for rule in problem.rules))
    start, cpu = time.monotonic(), _cpu()
    found = diagnose(
        problem,
        Settings(time_limit=limit),
        lambda so_far: run.hear(so_far, time.monotonic() - start),
    )
    run.ended, run.cpu = time.monotonic() - start, _cpu() - cpu
    run.last = found
    return run


def _cpu() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def row(run: Run) -> str:
    """One line of the table."""
    last, way = run.last, run.way
    conflicts = last.conflicts if last else ()
    sizes = " + ".join(str(len(one.members)) for one in conflicts) or "none"
    cells = (
        run.name,
        str(run.rules),
        f"{sizes} rules, {_after(run.first)}",
        _after(run.shown),
        " and ".join(_called(step) for step in way.steps) if way else "none found",
        f"{float(way.cost):g}" if way else "",
        _after(run.proved),
        (way.proof if way else None) or "",
        str(len(last.ways)) if last else "0",
        f"{run.ended:.1f} s{'' if last and last.is_complete else ', at the limit'}",
        f"{run.cpu:.0f} s",
    )
    return f"| {' | '.join(cells)} |"


def _called(step: Any) -> str:
    return step.rule.word if hasattr(step, "rule") else f"{step.number} {type(step).__name__}"


def _after(seconds: float | None) -> str:
    return "not" if seconds is None else f"{seconds:.1f} s"


def main() -> None:
    """Measure the district and the large one."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument("--large-limit", type=float, default=180.0, help="0: not the large one")
    parser.add_argument("--only", default="", help="what the names of the spoilt hold")
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "RESULTS-diagnose.md")
    args = parser.parse_args()
    lines = list(head(args.limit, args.large_limit))
    with TemporaryDirectory() as folder:
        large = store(Path(folder), *LARGE)
        for path, limit in ((DISTRICT, args.limit), (large, args.large_limit)):
            if limit:
                lines += table(path, limit, args.only)
    args.output.write_text("\n".join(lines) + "\n", encoding="utf-8")


def table(path: Path, limit: float, only: str) -> Iterator[str]:
    """Every way of spoiling one district, told as they are measured."""
    problem = read_problem(path).problem
    yield from ("", f"### {len(problem.targets)} targets, {len(problem.teams)} teams", "", HEAD)
    yield "|" + "---|" * (HEAD.count("|") - 1)
    for name, spoil in SPOILT.items():
        if only in name:
            line = row(measured(name, spoil(problem), limit))
            print(line, flush=True)
            yield line


def head(limit: float, large: float) -> Iterator[str]:
    """What was measured where."""
    yield "<!-- made by: python benchmarks/diagnose.py -->"
    yield "# Diagnosis, measured"
    yield ""
    yield (
        f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, "
        f"ortools {version('ortools')}; load {os.getloadavg()[0]:.1f} when it began, on "
        f"{date.today().isoformat()}; limits {limit:g} s and {large:g} s."
    )
    yield ""
    yield (
        "*Cheapest way out*: the cheapest of all that were found, and when it was known and proved "
        "that the same steps cannot do with less; `counting` needs no solver's word."
    )


if __name__ == "__main__":
    main()
