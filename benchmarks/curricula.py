"""Balanced curricula as problem files, solved, against known optima: `python curricula.py`.

A curriculum states courses with credits, what must be passed before what, periods, and how much a
period may hold. Periods become rounds, courses targets whose workload is their credits,
prerequisites `precedence`, loads and numbers `limit` and the team's capacity, balance `balance`.
BACP asks for the least busiest period. GBAC has several curricula that share courses: each is a
tag, and the sum of squares of every curriculum's deviations is minimised.

The three BACP curricula are CSPLib's problem 30 (bacp-8, bacp-10, bacp-12); the GBAC ones are
generated from a plan in which every curriculum is even in every period, so that their optimum is 0.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import yaml
from instances import written
from sections import put

from xuncha_plan.check import findings
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.solver import Settings, solve

HERE = Path(__file__).parent
STATED = HERE / "curricula"
MADE = HERE / "problems" / "bacp"
Raw = dict[str, Any]
FIRST_YEAR = 2027
SEASONS = (("01-10", "03-10"), ("04-05", "06-04"), ("07-01", "08-30"), ("10-08", "12-07"))


@dataclass(frozen=True)
class Curriculum:
    """Courses to be spread over periods; `known` is the best value that there is."""

    name: str
    periods: int
    load: tuple[int, int]  # least and most credits in a period
    courses: tuple[int, int]  # least and most courses in a period
    credits: dict[str, int]
    before: tuple[tuple[str, str], ...]  # a course and what it is needed for
    known: int
    curricula: dict[str, tuple[str, ...]]  # GBAC: the courses of each; empty for BACP


def read(path: Path) -> Curriculum:
    """A curriculum as it is stated in a file."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Curriculum(
        raw["name"],
        raw["periods"],
        tuple(raw["load"]),
        tuple(raw["courses"]),
        raw["credits"],
        tuple(tuple(pair) for pair in raw["before"]),
        raw["known"],
        {},
    )


def problem(stated: Curriculum) -> Raw:
    """The problem file of a curriculum."""
    years = -(-stated.periods // len(SEASONS))
    tags: dict[str, list[str]] = {}
    for name, courses in stated.curricula.items():
        for course in courses:
            tags.setdefault(course, []).append(name)
    return {
        "format": 1,
        "jurisdiction": {"name": stated.name},
        "term": {"start": f"{FIRST_YEAR}-01-01", "end": f"{FIRST_YEAR + years - 1}-12-31"},
        "kinds": {"course": "课程"},
        "rounds": list(_rounds(stated.periods)),
        "teams": [{"id": "t1", "capacity": stated.load[1]}],
        "targets": [
            {"id": course, "kind": "course", "workload": credits}
            | ({"tags": tags[course]} if course in tags else {})
            for course, credits in stated.credits.items()
        ],
        "tiers": ["balance"],
        "rules": list(_rules(stated)),
    }


def _rounds(periods: int) -> Iterator[Raw]:
    for i in range(periods):
        year, season = FIRST_YEAR + i // len(SEASONS), i % len(SEASONS)
        start, end = (f"{year}-{day}" for day in SEASONS[season])
        yield {"id": f"p{i + 1:02}", "start": start, "end": end}


def _rules(stated: Curriculum) -> Iterator[Raw]:
    least, most = stated.courses
    number = {"rule": "limit", "name": "courses", "per": ["round"]}
    yield {**number, "at_least": least, "at_most": most}
    load = {"rule": "limit", "name": "credits", "per": ["round"], "unit": "workload"}
    yield {**load, "at_least": stated.load[0], "at_most": stated.load[1]}
    for first, then in stated.before:
        its = {"rule": "precedence", "name": f"{first} before {then}"}
        yield {**its, "before": {"id": first}, "after": {"id": then}}
    balance = {"rule": "balance", "over": "round", "tier": "balance"}
    if stated.curricula:
        yield {**balance, "by": "tag", "measure": "squares"}
    else:
        yield {**balance, "measure": "peak"}


# GBAC, generated.


def generated(seed: int, curricula: int, periods: int) -> Curriculum:
    """Curricula that share half of their courses, even in the plan that they were made from."""
    random = Random(f"gbac/{seed}/{curricula}/{periods}")
    credits: dict[str, int] = {}
    at: dict[str, int] = {}
    its: dict[str, list[str]] = {f"c{i + 1}": [] for i in range(curricula)}
    owners = [list(its), *([name] for name in its)]  # the shared courses, then each one's own
    for who, total in zip(owners, (8, *(9 for _ in its)), strict=True):
        for period in range(periods):
            for size in _parts(random, total):
                course = f"k{len(credits) + 1:03}"
                credits[course], at[course] = size, period
                for name in who:
                    its[name].append(course)
    before = tuple(_chains(random, at, its))
    most = 9 * curricula + 8
    kept = {name: tuple(courses) for name, courses in its.items()}
    name = f"gbac-{curricula}x{periods}-seed{seed}"
    return Curriculum(name, periods, (0, most), (1, 99), credits, before, 0, kept)


def _parts(random: Random, total: int) -> Iterator[int]:
    """Credits of 2 to 5 that add up."""
    while total > 5:
        size = random.randint(2, min(5, total - 2))
        yield size
        total -= size
    yield total


def _chains(
    random: Random, at: dict[str, int], curricula: dict[str, list[str]]
) -> Iterator[tuple[str, str]]:
    """Prerequisites that the plan keeps: chains through each curriculum."""
    for courses in curricula.values():
        for _ in range(3):
            chain = sorted(random.sample(courses, 4), key=lambda course: at[course])
            yield from (pair for pair in pairwise(chain) if at[pair[0]] < at[pair[1]])


# Solved.


@dataclass(frozen=True)
class Answer:
    """What a solve came to; `found` in the terms of the literature."""

    stated: Curriculum
    status: str
    found: Fraction | None
    bound: Fraction | None
    seconds: float
    breaches: int


def solved(stated: Curriculum, path: Path, limit: float) -> Answer:
    """Solve a problem file that was made of a curriculum."""
    its = read_problem(path).problem
    outcome = solve(its, Settings(time_limit=limit))
    if outcome.record is None:
        return Answer(stated, outcome.kind, None, None, outcome.seconds, 0)
    (tier,) = outcome.record.tiers
    mean = Fraction(0) if stated.curricula else Fraction(sum(stated.credits.values()))
    mean /= stated.periods
    bound = None if tier.bound is None else tier.bound + mean
    bad = sum(finding.is_breach for finding in findings(its, outcome.record))
    return Answer(stated, outcome.kind, tier.value + mean, bound, outcome.seconds, bad)


def store(stated: Curriculum, folder: Path) -> Path:
    """Write the problem file of a curriculum."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stated.name}.yaml"
    path.write_text(written(problem(stated), "curricula.py"), encoding="utf-8")
    return path


def every() -> Iterator[Curriculum]:
    """The curricula that are stated, and some that are generated."""
    for path in sorted(STATED.glob("*.yaml")):
        yield read(path)
    yield generated(1, 2, 6)
    yield generated(2, 3, 8)


def main() -> None:
    """Write the problem files, solve them, and write the table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--time-limit", type=float, default=60.0)
    parser.add_argument("--output", type=Path, default=HERE / "RESULTS.md")
    args = parser.parse_args()
    answers = []
    for stated in every():
        answers.append(solved(stated, store(stated, MADE), args.time_limit))
        print(_row(answers[-1]), flush=True)
    put(
        args.output, "curricula", "python benchmarks/curricula.py", _lines(answers, args.time_limit)
    )


def _lines(answers: list[Answer], limit: float) -> Iterator[str]:
    yield from ("## Balanced curricula, against known optima", "")
    yield (
        "BACP: credits of the busiest period. GBAC: squares of each curriculum's deviations from "
        "its even share, summed; generated from an even plan, so 0 is the optimum. Problem files "
        f"in problems/bacp; limit {limit:g} s."
    )
    yield ""
    yield "| | courses | periods | prerequisites | known | found | bound | status | seconds |"
    yield "|---" * 9 + "|"
    yield from map(_row, answers)


def _row(answer: Answer) -> str:
    its = answer.stated
    numbers = ("-" if x is None else f"{float(x):g}" for x in (answer.found, answer.bound))
    status = answer.status + (f", {answer.breaches} hard breaches" if answer.breaches else "")
    cells = (its.name, len(its.credits), its.periods, len(its.before), its.known, *numbers)
    return f"| {' | '.join(map(str, cells))} | {status} | {answer.seconds:.1f} |"


if __name__ == "__main__":
    main()
