"""Time left of a limit: seconds of the wall, or of work that is the same on every run."""

import time
from collections.abc import Callable


class Work:
    """Seconds of work as solvers count them by their steps, whatever else the machine does."""

    def __init__(self) -> None:
        self._done = 0.0

    def add(self, seconds: float) -> None:
        """So much more was done."""
        self._done += seconds

    def now(self) -> float:
        """What was done so far."""
        return self._done


class Clock:
    """Counts down to an end, in seconds of the monotonic clock or of whatever `now` tells."""

    def __init__(self, end: float, now: Callable[[], float] = time.monotonic) -> None:
        self._end, self._now = end, now

    @classmethod
    def of(cls, seconds: float, work: Work | None = None) -> "Clock":
        """A clock that ends so many seconds from now, or after so much more work."""
        now = time.monotonic if work is None else work.now
        return cls(now() + seconds, now)

    def left(self) -> float:
        """Seconds left, below 0 once it is over."""
        return self._end - self._now()
