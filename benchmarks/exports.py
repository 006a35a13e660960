"""Measures the exports and writes what was seen to benchmarks/RESULTS-exports.md.

Each is asked for as a planner does, in a process of its own: a plan of the reference district, and
ten of it as one. Seconds are of the wall clock, the middle of three; processor seconds do not
depend on what else the machine does. The page is opened in Chromium, where there is one.
"""

import os
import platform
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import yaml
from explain import REFERENCE, ROOT, tenfold
from xlsxwriter import Workbook

FORMATS = ("csv", "xlsx", "docx", "ics", "html")
TIMES = 3
FOLD = 800  # pixels of a screen of 1280 x 800
HEADINGS = {
    "id": "对象编号", "name": "巡察对象", "kind": "类别", "sector": "行业领域",
    "region": "地域", "workload": "工作量", "risk": "风险等级",
}  # fmt: skip


@dataclass(frozen=True)
class Run:
    """One call of the program: seconds of the clock and of the processor."""

    clock: float
    processor: float


def called(*arguments: str | Path) -> Run:
    """The middle of three calls; a call that fails ends the measurement."""
    command = [sys.executable, "-m", "xuncha_plan", *map(str, arguments)]
    runs = []
    for _ in range(TIMES):
        start, before = time.monotonic(), os.times()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        spent, after = time.monotonic() - start, os.times()
        own = after.children_user + after.children_system
        runs.append(Run(spent, own - before.children_user - before.children_system))
    return Run(median(run.clock for run in runs), median(run.processor for run in runs))


def measured(problem: Path, plan: Path, folder: Path) -> Iterator[str]:
    """The rows of one plan: every format, then the page in a browser."""
    raw = yaml.safe_load(problem.read_text(encoding="utf-8"))
    yield from (f"## {problem.stem}: {len(raw['targets'])} targets, {len(raw['teams'])} teams", "")
    yield from ("| format | seconds | processor | bytes |", "|---|---|---|---|")
    for form in FORMATS:
        path = folder / f"{problem.stem}.{form}"
        run = called("export", plan, "--problem", problem, "-o", path, "--accept-stale", "--force")
        size = path.stat().st_size
        yield f"| {form} | {run.clock:.2f} | {run.processor:.2f} | {size:,} |"
    yield from ("", *opened(folder / f"{problem.stem}.html"), "")


def opened(page: Path) -> Iterator[str]:
    """When the page can be used, with its script run, and where its first picture ends."""
    sys.path.insert(0, str(ROOT))
    from tests.browser.chromium import PROGRAM, Browser, Page

    if PROGRAM is None:
        yield "No Chromium: the page was not opened."
        return
    with TemporaryDirectory() as profile:
        browser = Browser(Path(profile))
        shown = Page(browser)
        seen = []
        for _ in range(TIMES + 1):  # the first also starts the browser
            shown.open(page)
            seen.append(shown.run("performance.getEntriesByType('navigation')[0].toJSON()"))
        bottom = shown.run("document.querySelector('figure svg').getBoundingClientRect().bottom")
        browser.close()
    ready = median(one["domContentLoadedEventEnd"] for one in seen[1:]) / 1000
    loaded = median(one["loadEventEnd"] for one in seen[1:]) / 1000
    yield (
        f"The page in Chromium: usable after {ready:.2f} s, laid out after {loaded:.2f} s; at "
        f"1280 x 800 the first picture ends {bottom:.0f} pixels down (the fold is at {FOLD})."
    )


def listed(problem: Path, folder: Path) -> Iterator[str]:
    """A list of an office's own, read and made a problem file."""
    raw = yaml.safe_load(problem.read_text(encoding="utf-8"))
    path = folder / "名单.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet("名单")
        sheet.write_row(0, 0, HEADINGS.values())
        for i, target in enumerate(raw["targets"], 1):
            sheet.write_row(i, 0, [target.get(key, "") for key in HEADINGS])
    run = called("init", "--from", path, "-o", folder / "草稿.yaml", "--force")
    yield (
        f"A list of {len(raw['targets']):,} rows (XLSX) is read and drafted by `init` in "
        f"{run.clock:.2f} s (processor {run.processor:.2f} s)."
    )


def main() -> None:
    """Measure the reference district and ten of it as one, and what is named beside them."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("plan", type=Path, help="a plan of data/targets.yaml")
    parser.add_argument("--also", type=Path, nargs=2, metavar=("PROBLEM", "PLAN"))
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "RESULTS-exports.md")
    args = parser.parse_args()
    load = os.getloadavg()[0]
    lines = [
        "<!-- made by: python benchmarks/exports.py PLAN -->",
        "# Exports, measured",
        "",
        f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}; load "
        f"{load:.1f} when it began.",
        "",
    ]
    with TemporaryDirectory() as name:
        folder = Path(name)
        many = tenfold(REFERENCE, args.plan, folder)
        lines += measured(REFERENCE, args.plan, folder)
        lines += measured(*many, folder)
        if args.also:
            lines += measured(args.also[0], args.also[1], folder)
        lines += listed(many[0], folder)
    text = "\n".join([*lines, ""])
    print(text)
    args.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
