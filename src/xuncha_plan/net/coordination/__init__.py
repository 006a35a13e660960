"""The superior's decisions as a CP-SAT program, with every district's capacity in view."""

from xuncha_plan.net.coordination.conflict import Conflict
from xuncha_plan.net.coordination.cuts import Cut, cut_of
from xuncha_plan.net.coordination.run import (
    Coordinated,
    Coordination,
    NoDecision,
    Settings,
    Undecided,
    coordinate,
)

__all__ = [
    "Conflict",
    "Coordinated",
    "Coordination",
    "Cut",
    "NoDecision",
    "Settings",
    "Undecided",
    "coordinate",
    "cut_of",
]
