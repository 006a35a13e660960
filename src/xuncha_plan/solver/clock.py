"""Time left of a limit."""

import time


class Clock:
    """Counts down to an end on the monotonic clock, in seconds."""

    def __init__(self, end: float) -> None:
        self._end = end

    @classmethod
    def of(cls, seconds: float) -> "Clock":
        """A clock that ends so many seconds from now."""
        return cls(time.monotonic() + seconds)

    def left(self) -> float:
        """Seconds left, below 0 once it is over."""
        return self._end - time.monotonic()
