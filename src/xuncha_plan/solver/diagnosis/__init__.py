"""Why no plan exists, and what would help: conflicts, ways out, sizes.

Importing it costs nothing; engines are loaded in the child alone.
"""

from xuncha_plan.solver.diagnosis.run import counted, diagnose, opinion
from xuncha_plan.solver.diagnosis.sizing import size

__all__ = ["counted", "diagnose", "opinion", "size"]
