"""Known vulnerabilities of every pinned package: `python -m tests.supply.audit` (make audit).

pip-audit asks the vulnerability service of the package index. Where that does not answer, or does
not know a package, this is said and passed over; a vulnerability that was found ends with 1.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

PINS = Path(__file__).parents[2] / "constraints.txt"
COMMAND = [
    sys.executable, "-m", "pip_audit", "--requirement", str(PINS), "--no-deps", "--disable-pip",
    "--progress-spinner", "off", "--timeout", "10", "--format", "json",
]  # fmt: skip


class Verdict(NamedTuple):
    """What to say, and the exit code."""

    lines: tuple[str, ...]
    code: int


def main() -> int:
    """Asks, says what came of it, and returns 1 where a vulnerability was found."""
    try:
        asked = subprocess.run(COMMAND, capture_output=True, text=True, timeout=300, check=False)
        lines, code = verdict(asked.stdout, asked.stderr)
    except subprocess.TimeoutExpired:
        lines, code = _passed_over("no answer within five minutes"), 0
    print(*lines, sep="\n")
    return code


def verdict(answer: str, errors: str = "") -> Verdict:
    """What pip-audit's answer means; one that is no report is passed over with its last error."""
    try:
        packages = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        why = (errors.strip().splitlines() or ["it said nothing"])[-1]
        return Verdict(_passed_over(why), 0)
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    found = [line for package in packages for line in _found(package)]
    if packages and len(unknown) == len(packages):
        return Verdict(_passed_over("the index knows no vulnerabilities of any package"), 0)
    known = len(packages) - len(unknown)
    told = f"audit: {known} of {len(packages)} pins examined, {len(found)} vulnerabilities found"
    passed = (f"passed over, not known there: {', '.join(unknown)}",) if unknown else ()
    return Verdict((told, *found, *passed), 1 if found else 0)


def _found(package: dict[str, object]) -> Sequence[str]:
    holes = package.get("vulns") or ()
    assert isinstance(holes, Sequence)
    return [
        f"{package['name']} {package['version']}: {hole['id']}, mended in "
        f"{', '.join(hole['fix_versions']) or 'no version'}"
        for hole in holes
    ]


def _passed_over(why: str) -> tuple[str, ...]:
    return (f"audit: passed over, no vulnerability service answered ({why})",)


if __name__ == "__main__":
    sys.exit(main())
