"""How cost grows over targets, rules, rounds and teams: `python growth.py`.

Each series varies one thing and leaves the others. `few` districts have 24 kinds of targets however
many there are, and teams whose capacity grows with them; `many` are those of instances.py, where
families, recusals and pins tell nearly all targets apart. A point is posed and then solved by the
planner, each in a process of its own; a law is the slope of a line through the logarithms.
"""

import os
import platform
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from math import log
from pathlib import Path
from typing import Any

import instances
from measuring import add_terms, measured, terms
from record import Record
from run import KEPT
from sections import put

HERE = Path(__file__).parent
Raw = dict[str, Any]
REGIONS = {"east": "东", "south": "南", "west": "西", "north": "北"}
KINDS = {"dept": "区直单位", "town": "镇街"}
WORK = {"dept": 2, "town": 5}
RISKS = (1, 3, 5)
FULL = 0.7  # of the term's capacity


@dataclass(frozen=True)
class Point:
    """One district of a series: what was varied, to what, and where the rest stands."""

    series: str
    size: int
    path: Path


@dataclass(frozen=True)
class Seen:
    """A point, posed and solved."""

    point: Point
    posed: Record
    solved: Record


def few(targets: int, rounds: int = 13, teams: int = 4, rules: int = 0, apart: int = 0) -> Raw:
    """A district of 24 kinds of targets.

    `rules` are limits that all see the same targets; `apart` are recusals that each single out
    one.
    """
    kinds = list(product(KINDS, REGIONS, RISKS))
    listed = [_target(i, *kinds[i % len(kinds)]) for i in range(targets)]
    work = sum(one["workload"] for one in listed)
    capacity = round(work / (FULL * rounds * teams), 2)
    return {
        "format": 1,
        "jurisdiction": {"name": f"少类辖区{targets}"},
        "term": {"start": "2026-10-01", "end": "2041-09-30"},
        "regions": REGIONS,
        "kinds": KINDS,
        "rounds": [_round(i, rounds) for i in range(rounds)],
        "teams": [{"id": f"t{i + 1}", "capacity": capacity} for i in range(teams)],
        "targets": listed,
        "tiers": [{"id": t, "tolerance": "1%"} for t in ("risk", "rounds", "spread")],
        "rules": [*_shared(rounds), *_limits(rules, targets), *_singled(apart, teams)],
    }


def _target(i: int, kind: str, region: str, risk: int) -> Raw:
    its = {"id": f"X{i:06}", "kind": kind, "region": region}
    return {**its, "workload": WORK[kind], "risk": risk}


def _round(i: int, rounds: int) -> Raw:
    """Up to six a year, of a month and a half each."""
    a_year = max(1, -(-rounds // 14))
    year, at = 2027 + i // a_year, i % a_year
    start = 1 + at * 12 // a_year
    return {
        "id": f"{year}-{at + 1}",
        "start": f"{year}-{start:02}-01",
        "end": f"{year}-{start:02}-28",
    }


def _shared(rounds: int) -> Iterator[Raw]:
    yield {"rule": "reserve", "share": "10%", "per": "year"}
    early = {"rule": "early", "where": {"risk": ">=3"}, "weight_by": "risk", "per": "round"}
    yield {**early, "tier": "risk"}
    yield {"rule": "balance", "over": "round", "unit": "load", "measure": "range", "tier": "rounds"}
    yield {"rule": "balance", "by": "region", "over": "year", "tier": "spread"}


def _limits(count: int, targets: int) -> Iterator[Raw]:
    for i in range(count):
        most = targets - i  # true of every plan: what is measured is what a rule costs
        yield {"rule": "limit", "name": f"limit {i}", "per": ["year"], "at_most": most}


def _singled(count: int, teams: int) -> Iterator[Raw]:
    for i in range(count):
        yield {"rule": "recusal", "teams": [f"t{i % teams + 1}"], "where": {"id": f"X{i:06}"}}


def points(folder: Path, *, is_long: bool) -> Iterator[Point]:
    """Every district of every series."""
    series: dict[str, tuple[tuple[int, ...], Callable[[int], Raw]]] = {
        "targets, few classes": ((134, 1340, 13400, 100000), few),
        "rounds": ((7, 14, 28, 56), lambda n: few(1340, rounds=n)),
        "teams": ((2, 4, 8, 16, 32), lambda n: few(1340, teams=n)),
        "rules that see targets alike": ((1, 10, 100, 1000), lambda n: few(1340, rules=n)),
        "rules that tell targets apart": ((1, 10, 100, 1000), lambda n: few(1340, apart=n)),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, (sizes, make) in series.items():
        for size in sizes:
            path = folder / f"{name.replace(', ', '-').replace(' ', '-')}-{size}.yaml"
            path.write_text(instances.written(make(size), "growth.py"), encoding="utf-8")
            yield Point(name, size, path)
    for targets in (67, 134, 268, 536, *((1340, 13400) if is_long else ())):
        teams = max(2, round(targets / 33.5))
        yield Point("targets, many classes", targets, instances.store(folder, 1, targets, teams))


def main() -> None:
    """Measure every point and write the tables and the picture."""
    parser = ArgumentParser(description=__doc__)
    add_terms(parser, 20.0)
    parser.add_argument("--long", action="store_true", help="large districts of many classes too")
    parser.add_argument("--only", default="", help="series whose name begins so")
    parser.add_argument("--output", type=Path, default=HERE / "RESULTS.md")
    args = parser.parse_args()
    seen: list[Seen] = []
    for point in points(KEPT / "growth", is_long=args.long):
        if not point.series.startswith(args.only):
            continue
        both = (measured(point.path, name, 1, terms(args, KEPT)) for name in ("posing", "ours"))
        seen.append(Seen(point, *both))
        print(point.series, _row(seen[-1]), flush=True)
        put(args.output, "growth", "python benchmarks/growth.py", _lines(seen, args))


def _lines(seen: list[Seen], args: Any) -> Iterator[str]:
    loads = [one.solved.load for one in seen]
    yield from ("## How cost grows", "")
    yield (
        f"{os.cpu_count()} cores ({platform.machine()}), limit {args.time_limit:g} s, seed 1; load "
        f"average before the runs {min(loads):.1f} to {max(loads):.1f}. Posing is classes, counts "
        "and rules at the level of rounds; neither counts reading the file."
    )
    yield ""
    for name in dict.fromkeys(one.point.series for one in seen):
        yield from _series(name, [one for one in seen if one.point.series == name])
    yield from _picture(seen, args.output.parent)


def _series(name: str, seen: list[Seen]) -> Iterator[str]:
    yield from (f"### {name[0].upper()}{name[1:]}", "")
    yield "| | classes | variables | rows | posing | first plan | ended | memory |"
    yield "|---" * 8 + "|"
    yield from map(_row, seen)
    laws = (
        _law(what, [(one.point.size, get(one)) for one in seen]) for what, get in FIGURES.items()
    )
    said = "; ".join(filter(None, laws))
    yield from ("", f"Law seen, and between the last two points: {said}. {WHY[name]}", "")


def _law(what: str, points: list[tuple[float, float | None]]) -> str | None:
    slope = law(points)
    if slope is None:
        return None
    last = law(points[-2:], least=2)
    return f"{what} as size^{slope:.2f}" + ("" if last is None else f" (size^{last:.2f})")


WHY = {
    "targets, few classes": (
        "Interchangeable targets are one count, so the program stays as it is; what grows is "
        "reading the targets, asking which of them rules tell apart, and writing visits one by one."
    ),
    "targets, many classes": (
        "Families, recusals and pins name targets, so classes grow with them, and cells are "
        "classes times rounds and modes; teams grow too, one for 33 targets."
    ),
    "rounds": "Each class has a cell more a round, and balance a row.",
    "teams": "Teams are open at the level of rounds: they cost only once rounds are dispatched.",
    "rules that see targets alike": "Each is a few rows; classes stay.",
    "rules that tell targets apart": "Each target that a rule names becomes a class of its own.",
}
FIGURES: dict[str, Callable[[Seen], float | None]] = {
    "classes": lambda one: one.posed.sizes.get("classes"),
    "posing": lambda one: one.posed.seconds if one.posed.kind == "posed" else None,
    "first plan": lambda one: one.solved.first,
    "memory": lambda one: one.solved.peak,
}


def law(points: list[tuple[float, float | None]], least: int = 3) -> float | None:
    """The slope of the line through the logarithms, by least squares; None below so many."""
    known = [(log(x), log(y)) for x, y in points if y]
    if len(known) < least:
        return None
    mean_x, mean_y = (sum(values) / len(known) for values in zip(*known, strict=True))
    above = sum((x - mean_x) * (y - mean_y) for x, y in known)
    return above / sum((x - mean_x) ** 2 for x, _ in known)


def _row(one: Seen) -> str:
    sizes, solved = one.posed.sizes, one.solved
    first = "none" if solved.first is None else f"{solved.first:.1f} s"
    posing = f"{one.posed.seconds:.2f} s" if one.posed.kind == "posed" else one.posed.kind
    counts = (sizes.get(what, "-") for what in ("classes", "variables", "rows"))
    ended = f"{solved.seconds:.1f} s, {solved.kind}"
    cells = (one.point.size, *counts, posing, first, ended, f"{solved.peak:.2f} GB")
    return f"| {' | '.join(map(str, cells))} |"


def _picture(seen: list[Seen], folder: Path) -> Iterator[str]:
    try:
        from pictures import draw_growth
    except ModuleNotFoundError:
        return
    lines: dict[str, dict[str, list[tuple[float, float]]]] = {}
    for one in seen:
        for what in ("posing", "first plan"):
            if (y := FIGURES[what](one)) is not None:
                lines.setdefault(one.point.series, {}).setdefault(what, []).append(
                    (one.point.size, y)
                )
    name = draw_growth(lines, folder / "pictures")
    yield from (f"![seconds over size](pictures/{name})", "")


if __name__ == "__main__":
    main()
