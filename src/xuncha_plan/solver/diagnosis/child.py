"""Where the diagnosing process begins: what it needs is loaded there, not where it is asked for."""

from threading import Event

from xuncha_plan.model import Problem
from xuncha_plan.model.diagnosis import Sized
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.news import Ended
from xuncha_plan.solver.process.child import Tell
from xuncha_plan.solver.settings import Settings


def in_child(problem: Problem, settings: Settings, clock: Clock, tell: Tell, stop: Event) -> Ended:
    """Diagnoses and tells; half a second goes by until the engines are loaded."""
    from xuncha_plan.solver.diagnosis.searching import diagnose

    return diagnose(problem, settings, clock, tell, stop)


def size_in_child(
    what: Sized, problem: Problem, settings: Settings, clock: Clock, tell: Tell, stop: Event
) -> Ended:
    """Finds the least size and tells."""
    from xuncha_plan.solver.diagnosis.least_size import find_least

    return find_least(what, problem, settings, clock, tell, stop)
