"""A sample of mutants: `python -m tests.mutants --sample 800 --seed 1` (make mutants).

mutmut changes one thing at a time in the functions of model, rules, check and files, in a copy of
the tree; the tests that reach the function run in a forked process. A mutant that they do not
notice has survived. To keep a sample short, each mutant first meets a few of its tests, drawn by
the seed, and only what survives these meets them all. Ends with 1 below the share asked for.
"""

import argparse
import ast
import difflib
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPY = ROOT / "out" / "mutation"
STATS = COPY / "mutants" / "mutmut-stats.json"
FOLDERS = ("model", "rules", "check", "files")
PARTS = ("src", "tests", "data", "docs", "benchmarks", "pyproject.toml", "constraints.txt")
FIRST = "xuncha_plan.model.words.x_decimal__mutmut_1"  # any: the first run makes all of them
SURVIVED, NO_TESTS = 0, 33  # mutmut's codes; every other is a mutant that was noticed


def main(arguments: list[str]) -> int:
    """Makes mutants, draws the sample, tries it, tells what survived."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=800, help="mutants drawn; 0: every one")
    parser.add_argument("--seed", type=int, default=1, help="what the sample is drawn by")
    parser.add_argument("--tests", type=int, default=40, help="tests that each mutant meets first")
    parser.add_argument("--most", type=int, default=1500, help="tests that a survivor then meets")
    parser.add_argument("--at-least", type=float, default=90, help="per cent to be killed")
    parser.add_argument("--only", default="", help="part of the names that are drawn from")
    parser.add_argument("--report", type=Path, default=ROOT / "out" / "mutants.json")
    options = parser.parse_args(arguments)
    _copy()
    _mutmut("run", FIRST)
    known = STATS.read_bytes()
    sample = _drawn(options.sample, options.seed, options.only)
    _try(sample, options.tests, options.seed)
    codes = _codes()
    left = [name for name in sample if codes[name] in {SURVIVED, NO_TESTS}]
    if left:
        STATS.write_bytes(known)
        _try(left, options.most, options.seed)
    STATS.write_bytes(known)
    return _told(sample, options.at_least, options.report)


def _copy() -> None:
    """The tree as it is now; what mutmut made of it before is kept where nothing changed."""
    # Python would remember of a folder on its path that it was not there
    (COPY / "mutants" / "src").mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        old, new = ROOT / part, COPY / part
        if new.is_dir():
            shutil.rmtree(new)
        if old.is_dir():
            leave = shutil.ignore_patterns("__pycache__", "node_modules")
            shutil.copytree(old, new, ignore=leave, symlinks=True)
        else:
            shutil.copy2(old, new)


def _mutmut(*arguments: str) -> None:
    """Runs mutmut in the copy; processes that tests start see the mutant as well."""
    environment = {**os.environ, "PYTHONPATH": str(COPY / "mutants" / "src")}
    command = [sys.executable, "-m", "mutmut", *arguments]
    done = subprocess.run(
        command, cwd=COPY, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{done.stdout[-4000:]}\n{done.stderr[-2000:]}")


def _codes() -> dict[str, int | None]:
    """Every mutant's exit code; None where it has not been tried."""
    found: dict[str, int | None] = {}
    for path in sorted((COPY / "mutants" / "src").rglob("*.meta")):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return {name: code for name, code in found.items() if name.split(".")[1] in FOLDERS}


def _drawn(count: int, seed: int, only: str) -> list[str]:
    names = sorted(name for name in _codes() if only in name)
    return random.Random(seed).sample(names, min(count or len(names), len(names)))


def _try(names: list[str], most: int, seed: int) -> None:
    """Tries mutants, each on so many of the tests that reach its function."""
    known = json.loads(STATS.read_bytes())
    reached = known["tests_by_mangled_function_name"]
    lasts = known["duration_by_test"]
    for function, tests in reached.items():
        quick = sorted(test for test in tests if lasts.get(test, 0) < 3) or sorted(tests)
        chance = random.Random(f"{seed} {function}")
        reached[function] = chance.sample(quick, min(most, len(quick)))
    STATS.write_text(json.dumps(known), encoding="utf-8")
    _mutmut("run", *names)


def _told(sample: list[str], at_least: float, report: Path) -> int:
    codes = _codes()
    left = sorted(name for name in sample if codes[name] in {SURVIVED, NO_TESTS})
    share = 100 * (1 - len(left) / len(sample))
    drawn, lost = (Counter(name.split(".")[1] for name in names) for names in (sample, left))
    for folder in FOLDERS:
        print(f"{folder:6} {drawn[folder]:5} mutants, {lost[folder]:4} survived")
    print(f"of {len(codes)} mutants {len(sample)} were tried, {share:.1f} % of them killed")
    told = {
        "mutants": len(codes),
        "tried": dict(drawn),
        "survived": dict(lost),
        "per cent killed": round(share, 2),
        "survivors": {name: _changed(name) for name in left},
    }
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"what survived is in {report}")
    return 1 if share < at_least else 0


def _changed(name: str) -> list[str]:
    """The lines of a function in which a mutant differs."""
    module, _, mutant = name.rpartition(".")
    path = COPY.joinpath("mutants", "src", *module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    its = {
        node.name: lines[node.lineno : node.end_lineno]
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef)
    }
    before = its[f"{mutant.rpartition('_')[0]}_orig"]
    found = difflib.unified_diff(before, its[mutant], lineterm="", n=0)
    return [line for line in list(found)[2:] if not line.startswith("@@")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
