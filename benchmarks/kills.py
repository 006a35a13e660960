"""Kills processes while they write, at random moments: `python benchmarks/kills.py --kills 300`.

Half of the kills hit a process that does nothing but write one file again and again; the other half
hit `xuncha-plan fmt`, which rewrites a plan in place. After each, the file must be whole, and after
the next run no half file may lie beside it. Ends with 1 where that did not hold.
"""

import argparse
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from xuncha_plan.files.whole import MARK, write_whole

PLAN = Path(__file__).parents[1] / "docs" / "example" / "plan.yaml"
WRITER = """
import sys
from pathlib import Path
from xuncha_plan.files.whole import write_whole
path = Path(sys.argv[1])
print("ready", flush=True)
while True:
    for word in (b"a", b"b"):
        write_whole(path, word * 1_000_000)
"""


def main(arguments: list[str]) -> int:
    """Kills, looks, counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    chance, seen = random.Random(options.seed), Counter[str]()
    with TemporaryDirectory() as folder:
        for i in range(options.kills):
            kill = _kill_writer if i % 2 else _kill_fmt
            seen[kill(Path(folder), chance)] += 1
    for what, count in sorted(seen.items()):
        print(f"{count:6} {what}")
    return 1 if any(what.startswith("FAULT") for what in seen) else 0


def _kill_writer(folder: Path, chance: random.Random) -> str:
    path = folder / "written"
    wholes = {b"a" * 1_000_000, b"b" * 1_000_000}
    command = [sys.executable, "-c", WRITER, path]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.03 + chance.random() * 0.05)
        process.kill()
    if path.read_bytes() not in wholes:
        return "FAULT: a file that was being written is not whole"
    half = _left_over(folder)
    write_whole(path, b"a" * 1_000_000)
    if _left_over(folder):
        return "FAULT: what a killed process left is still there after the next"
    return f"killed while writing: file whole, {'a half file beside it' if half else 'alone'}"


def _kill_fmt(folder: Path, chance: random.Random) -> str:
    path = folder / "plan.yaml"
    good = PLAN.read_bytes()
    slip = good.decode().replace("status: ", "status：").encode()
    path.write_bytes(slip)
    command = [sys.executable, "-m", "xuncha_plan", "fmt", path]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(chance.uniform(0.1, 0.5))
        process.kill()
    outcome = {slip: "still the old file", good: "already the new file"}.get(path.read_bytes())
    if outcome is None:
        return "FAULT: a plan that was being rewritten is neither the old nor the new"
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if path.read_bytes() != good or _left_over(folder):
        return "FAULT: the run after a kill did not finish the work"
    return f"killed during fmt: {outcome}"


def _left_over(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if MARK in path.name]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
