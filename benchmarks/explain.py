"""Measures answers to "why not there?" and writes what was seen to benchmarks/EXPLAIN.md.

Visits and places are drawn by a seed; each is asked as the command asks it, in one process that
stays. The first answer includes that process's start. Seconds are of the wall clock; the processor
seconds of the answering process, read from /proc, do not depend on what else the machine does.
"""

import os
import platform
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "data" / "targets.yaml"
Raw = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One answer: how long both kinds took, and what the solver said."""

    alone: float
    rearranged: float
    processor: float
    said: str


def measured(problem: Path, plan: Path, places: int, seed: int, limit: float) -> Iterator[str]:
    """The rows of one problem: the first answer, then the others."""
    from xuncha_plan.check import plan_of
    from xuncha_plan.files.plan_file import read_plan
    from xuncha_plan.files.problem_file import read_problem
    from xuncha_plan.solver.explanation import Explainer
    from xuncha_plan.solver.settings import Settings

    random, start = Random(seed), time.monotonic()
    its = plan_of(read_problem(problem).problem, read_plan(plan))
    visit = random.choice(its.visits)
    with Explainer(its, Settings(seed=seed), about_places=True) as explainer:
        first = [asked(its, explainer, visit, random, limit)]
        seconds = time.monotonic() - start
        more = [asked(its, explainer, visit, random, limit) for _ in range(4)]
        others = [
            asked(its, explainer, random.choice(its.visits), random, limit)
            for _ in range(places - 5)
        ]
    yield from (f"### {problem.name}, {len(its.problem.targets)} targets", "")
    yield f"From the start to the first answer: {seconds:.1f} s ({first[0].said})."
    yield from (
        "",
        "| what | asked | alone, median | re-arranged: median | 90 % | most | processor | said |",
    )
    yield "|---|---|---|---|---|---|---|---|"
    yield row("same target, another round", more)
    yield row("another target each time", others)
    yield ""


def asked(its: Any, explainer: Any, visit: Any, random: Random, limit: float) -> Asked:
    """One question: this visit in some other round."""
    from xuncha_plan.check.alternatives import Alternatives
    from xuncha_plan.check.wish import Wish
    from xuncha_plan.model import VisitRecord
    from xuncha_plan.report.explanation.reasons import cost, is_proved
    from xuncha_plan.solver.explanation import Placing

    r = random.choice([r for r in its.problem.rounds if r.id != visit.round.id])
    start = time.monotonic()
    wish = Wish(visit.target.id, visit.purpose, round=r.id)
    moved = Alternatives(its, visit.target.id, visit.purpose).best(wish)
    alone = time.monotonic() - start
    near = None if moved is None else VisitRecord.of(moved.visit)
    is_allowed = moved is not None and moved.instead_of is not None and not moved.forbidden
    old = VisitRecord.of(moved.instead_of) if is_allowed else None
    before = processor(explainer)
    answer = explainer.ask(Placing(wish, near, old), limit)
    used = processor(explainer) - before
    said = answer.verdict
    if said == "possible":
        dear = [tier for tier in answer.tiers if cost(tier)]
        proved = all(map(is_proved, dear[:1]))
        said = "free" if not dear else "dear, proved" if proved else "dear, not proved"
    return Asked(alone, time.monotonic() - start - alone, used, said)


def processor(explainer: Any) -> float:
    """Processor seconds of the answering process so far."""
    fields = Path(f"/proc/{explainer.process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def row(what: str, answers: list[Asked]) -> str:
    """One line of the table."""
    times = [one.rearranged for one in answers]
    high = quantiles(times, n=10)[-1] if len(times) > 1 else times[0]
    said = ", ".join(f"{n} {word}" for word, n in Counter(x.said for x in answers).most_common())
    return (
        f"| {what} | {len(answers)} | {median(x.alone for x in answers):.2f} s | "
        f"{median(times):.2f} s | {high:.2f} s | {max(times):.2f} s | "
        f"{median(x.processor for x in answers):.2f} s | {said} |"
    )


def tenfold(problem: Path, plan: Path, folder: Path, times: int = 10) -> tuple[Path, Path]:
    """So many copies of a district and its plan as one: what is counted grows with them."""
    raw: Raw = yaml.safe_load(problem.read_text(encoding="utf-8"))
    numbers = range(times)
    raw["targets"] = [_copy(one, n, "parent") for one in raw["targets"] for n in numbers]
    raw["teams"] = [_copy(one, n) for one in raw["teams"] for n in numbers]
    raw["rules"] = [rule for one in raw["rules"] for rule in _rules(one, numbers)]
    made = folder / f"{problem.stem}-x{times}.yaml"
    made.write_text(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False), encoding="utf-8")
    visits = yaml.safe_load(plan.read_text(encoding="utf-8"))["visits"]
    copied = [_renamed(one, n, "target", "team") for one in visits for n in numbers]
    many = folder / f"{problem.stem}-x{times}-plan.yaml"
    many.write_text(yaml.safe_dump({"format": 1, "visits": copied}, sort_keys=False))
    return made, many


def _renamed(one: Raw, n: int, *keys: str) -> Raw:
    return {k: f"{x}x{n}" if k in keys and x is not None else x for k, x in one.items()}


def _copy(one: Raw, n: int, *keys: str) -> Raw:
    return {**_renamed(one, n, "id", *keys), "name": f"{one.get('name', one['id'])}{n}"}


def _rules(rule: Raw, numbers: range) -> Iterator[Raw]:
    if rule["rule"] == "pinned":
        for n in numbers:
            yield {**_renamed(rule, n, "target", "team"), "name": f"{rule.get('name', 'pin')}{n}"}
        return
    made = dict(rule)
    if "id" in made.get("where", {}):
        made["where"] = {**made["where"], "id": _all(made["where"]["id"], numbers)}
    if "teams" in made:
        made["teams"] = _all(made["teams"], numbers)
    if "team" not in str(made.get("per", "")):
        for key in ("at_least", "at_most", "allow"):
            if isinstance(made.get(key), int | float):
                made[key] *= len(numbers)
    yield made


def _all(ids: str | list[str], numbers: range) -> list[str]:
    listed = ids if isinstance(ids, list) else [ids]
    return [f"{one}x{n}" for one in listed for n in numbers]


def main() -> None:
    """Measure the reference district and ten of it as one, or what is named."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("plan", type=Path, help="a plan of data/targets.yaml")
    parser.add_argument("--also", type=Path, nargs=2, metavar=("PROBLEM", "PLAN"))
    parser.add_argument("--places", type=int, default=40)
    parser.add_argument("--limit", type=float, default=4.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "EXPLAIN.md")
    args = parser.parse_args()
    made = "python benchmarks/explain.py PLAN"
    load = ", ".join(f"{x:.1f}" for x in os.getloadavg())
    lines = [
        f"<!-- made by: {made} -->",
        "# Measured: why not there?",
        "",
        f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, seed "
        f"{args.seed}, limit {args.limit:g} s an answer; load average before: {load}.",
        "",
        *measured(REFERENCE, args.plan, args.places, args.seed, args.limit),
    ]
    with TemporaryDirectory() as folder:
        many = tenfold(REFERENCE, args.plan, Path(folder))
        lines += measured(*many, max(8, args.places // 5), args.seed, args.limit)
    if args.also:
        lines += measured(*args.also, max(8, args.places // 5), args.seed, args.limit)
    lines.append(f"Load average after: {', '.join(f'{x:.1f}' for x in os.getloadavg())}.")
    text = "\n".join([*lines, ""])
    print(text)
    args.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
