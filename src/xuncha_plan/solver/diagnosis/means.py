"""How long and how hard the searches of a diagnosis may try, and how they are stopped."""

from dataclasses import dataclass, field, replace
from threading import Event

from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.engines.effort import Effort
from xuncha_plan.solver.settings import Settings

FEWEST = 8  # threads below which parts of CP-SAT's portfolio are left out


@dataclass(frozen=True)
class Means:
    """The time left, in seconds of wall clock, and how engines are run."""

    clock: Clock
    settings: Settings = field(default_factory=Settings)
    stop: Event = field(default_factory=Event)

    def left(self) -> float:
        """Seconds left; 0 once it is over."""
        return 0.0 if self.stop.is_set() else max(0.0, self.clock.left())

    def effort(self, share: float = 1.0) -> Effort:
        """A share of the time left, for one engine."""
        workers = self.settings.workers or FEWEST
        return Effort(max(0.05, self.left() * share), workers, self.settings.seed)

    def within(self, share: float) -> "Means":
        """The same, but no longer than a share of the whole time limit."""
        seconds = min(share * self.settings.time_limit, self.left())
        return replace(self, clock=Clock.of(max(0.05, seconds)))


class Either(Event):
    """Set by itself, or by another event."""

    def __init__(self, other: Event) -> None:
        super().__init__()
        self._other = other

    def is_set(self) -> bool:
        """Whether one of the two is."""
        return super().is_set() or self._other.is_set()
