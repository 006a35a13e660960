"""Explains a plan: what another place for a visit would cost, and what each rule costs.

Importing it costs nothing; ortools is loaded in the other process.
"""

from xuncha_plan.solver.explanation.answers import (
    Answer,
    Lifting,
    Placing,
    Question,
    Sifting,
    Standing,
    TierAnswer,
)
from xuncha_plan.solver.explanation.asking import Explainer

__all__ = [
    "Answer",
    "Explainer",
    "Lifting",
    "Placing",
    "Question",
    "Sifting",
    "Standing",
    "TierAnswer",
]
