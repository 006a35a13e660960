"""The solver: alone in knowing one. Importing it costs nothing; ortools is loaded in the child."""

from xuncha_plan.solver.outcome import Outcome, Progress
from xuncha_plan.solver.process.run import solve
from xuncha_plan.solver.settings import Settings

__all__ = ["Outcome", "Progress", "Settings", "solve"]
