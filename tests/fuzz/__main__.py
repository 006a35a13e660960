"""The long run: `python -m tests.fuzz --minutes 10`; ends with a report of what was tried."""

import argparse
import json
import platform
import sys
import time
import traceback
from collections import Counter
from hashlib import sha256
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings

from tests.fuzz.inputs import KINDS
from tests.fuzz.targets import TARGETS

SHARE = 250  # inputs of one kind before it is the next kind's turn


def main(arguments: list[str]) -> int:
    """Tries every kind in turn until the time is over; 1 where a fault was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0, help="where the random numbers start")
    parser.add_argument("--kinds", nargs="*", choices=sorted(KINDS), default=sorted(KINDS))
    parser.add_argument("--report", type=Path, default=Path("out/fuzz.json"))
    parser.add_argument("--found", type=Path, default=Path("out/fuzz"), help="inputs that failed")
    options = parser.parse_args(arguments)
    tried: dict[str, Counter[str]] = {kind: Counter() for kind in options.kinds}
    faults: dict[str, str] = {}
    start, share = time.monotonic(), options.seed
    while time.monotonic() - start < options.minutes * 60:
        for kind in options.kinds:
            faults |= _share(kind, share, tried[kind], options.found)
        share += 1
    report = _report(tried, faults, time.monotonic() - start, options.seed, share)
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    _print(report, options.report)
    return 1 if faults else 0


def _share(kind: str, share: int, tried: Counter[str], found: Path) -> dict[str, str]:
    """One share of a kind; a fault is shrunk, kept as a file and told by where it arose."""
    last = [b""]

    @seed(share)
    @settings(
        max_examples=SHARE, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(KINDS[kind])
    def one(data: bytes) -> None:
        last[0] = data
        tried["all"] += 1
        tried[TARGETS[kind](data)] += 1

    try:
        one()
    except Exception as error:
        tried["faults"] += 1
        found.mkdir(parents=True, exist_ok=True)
        path = found / f"{kind}-{sha256(last[0]).hexdigest()[:12]}"
        path.write_bytes(last[0])
        where = "".join(traceback.format_tb(error.__traceback__)[-3:])
        return {str(path): f"{where}{type(error).__name__}: {str(error)[:200]}"}
    return {}


def _report(
    tried: dict[str, Counter[str]], faults: dict[str, str], seconds: float, first: int, last: int
) -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "seconds": round(seconds),
        "seeds": [first, last - 1],
        "inputs": sum(counts["all"] for counts in tried.values()),
        "faults": faults,
        "kinds": {kind: dict(counts.most_common()) for kind, counts in tried.items()},
    }


def _print(report: dict[str, object], path: Path) -> None:
    kinds = report["kinds"]
    assert isinstance(kinds, dict)
    for kind, counts in kinds.items():
        print(f"{kind:14} {counts.get('all', 0):8} inputs, {counts.get('faults', 0)} faults")
    print(f"{report['inputs']} inputs in {report['seconds']} s; the report is in {path}")
    faults = report["faults"]
    assert isinstance(faults, dict)
    for where, how in faults.items():
        print(f"\n{where}\n{how}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
