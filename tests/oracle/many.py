"""Solver and plain model over many drawn problems: `python -m tests.oracle.many FROM TO [FOLDER]`.

Disagreements are shrunk and written to a folder, each as a problem file with what differs. Every
third problem is solved by levels, as if it were large.
"""

import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

from tests.oracle.compare import SECONDS, disagreements, disagreements_on_any_plan
from tests.oracle.plain_search import Answer, answer
from tests.oracle.shrink import shrunk
from tests.oracle.wide import Drawn, decided, draw
from xuncha_plan.solver.search import engine

LARGE = engine.LARGE


def main(first: int, last: int, folder: Path) -> int:
    """Compares the problems of seeds; returns 1 if any two disagree."""
    folder.mkdir(parents=True, exist_ok=True)
    counts: Counter[str] = Counter()
    random = Random(first)
    for seed in range(first, last):
        engine.LARGE = -1 if seed % 3 == 2 else LARGE
        drawn = draw(seed)
        plain = look(f"{seed}", drawn, folder, counts)
        if odd := disagreements_on_any_plan(drawn.problem(), random):
            counts["disagree"] += 1
            print(seed, *odd, sep="\n  ", flush=True)
        if plain.verdict == "optimal" and seed % 4 == 0:
            engine.LARGE = LARGE
            look(f"{seed}-decided", decided(drawn, plain.visits, seed), folder, counts)
        if (seed + 1 - first) % 50 == 0:
            print(seed + 1 - first, dict(counts), flush=True)
    print(dict(counts), flush=True)
    return 1 if counts["disagree"] else 0


def look(name: str, drawn: Drawn, folder: Path, counts: Counter[str]) -> Answer:
    """Compares one problem and writes down what differs."""
    problem = drawn.problem()
    start = time.monotonic()
    plain = answer(problem, SECONDS)
    found = disagreements(problem, plain)
    if (seconds := time.monotonic() - start) > SECONDS / 2:
        print(f"{name} takes {seconds:.0f} s", flush=True)
    counts["looked at"] += 1
    counts[plain.verdict] += 1
    if found:
        counts["disagree"] += 1
        print(name, *found, sep="\n  ", flush=True)
        small = shrunk(drawn, found[0])
        words = "".join(f"# {line}\n" for line in disagreements(small.problem()))
        (folder / f"{name}.yaml").write_text(words + small.text(), encoding="utf-8")
        if small.old:
            (folder / f"{name}-old.yaml").write_text(small.old_text(), encoding="utf-8")
    return plain


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]), int(sys.argv[2]), Path(*sys.argv[3:4] or ["out/many"])))
