"""What a measured process tells while it works: one line of JSON an event, written at once.

So what was seen is not lost with a process that dies or is killed. Times are seconds since the
problem was read.
"""

import json
import time
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from xuncha_plan.model import VisitRecord

Figure = Fraction | float | int


class Teller:
    """Writes down what happens, with the time."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8", buffering=1)
        self._start = time.monotonic()
        self._last: dict[str, tuple[float | None, float | None]] = {}
        self.visits: tuple[VisitRecord, ...] | None = None

    def seconds(self) -> float:
        """Since the problem was read."""
        return time.monotonic() - self._start

    def values(self, values: Mapping[str, Figure]) -> None:
        """A plan was found with these values of the tiers."""
        for tier, value in values.items():
            self.tier(tier, value=value)

    def tier(self, tier: str, value: Figure | None = None, bound: Figure | None = None) -> None:
        """A tier as it stands; what is None has not changed."""
        old = self._last.get(tier, (None, None))
        new = (
            old[0] if value is None else float(value),
            old[1] if bound is None else float(bound),
        )
        if new != old:
            self._last[tier] = new
            self._write(tier=tier, value=new[0], bound=new[1])

    def plan(self, visits: Iterable[VisitRecord]) -> None:
        """The best plan so far; it is checked once the time is over."""
        self.visits = tuple(visits)

    def sizes(self, **sizes: int) -> None:
        """How large its program is."""
        self._write(sizes=sizes)

    def note(self, words: str) -> None:
        """Something that a reader of the table should know."""
        self._write(note=words)

    def end(self, kind: str) -> None:
        """The search is over."""
        self._write(end=kind)

    def checked(self, breaches: int, values: Mapping[str, Figure]) -> None:
        """What the checker says of the last plan."""
        self._write(breaches=breaches, checked={t: float(x) for t, x in values.items()})

    def _write(self, **what: Any) -> None:
        print(json.dumps({"t": round(self.seconds(), 3), **what}), file=self._file)
