"""Certificates: a bound or a conflict proved by adding up rows, in exact arithmetic.

No solver is asked: the rows are made anew from the problem, and the checker adds them up.
"""

from xuncha_plan.check.proofs.relaxed import Relaxed, pose
from xuncha_plan.check.proofs.verified import Verified, Wrong, bound_of, excess_of, stale, verified

__all__ = ["Relaxed", "Verified", "Wrong", "bound_of", "excess_of", "pose", "stale", "verified"]
