"""The planner's world as frozen values: problem, plan, rule, formulation. No I/O, no solver."""

from xuncha_plan.model.base import Written
from xuncha_plan.model.formulation import Formulation
from xuncha_plan.model.linear import Cost, Demand, Exact, Linear, total
from xuncha_plan.model.modes import CATALOGUE, MODE_WORDS, PURPOSES, TEAMLESS, Mode, ModeId, Purpose
from xuncha_plan.model.place import BadInput, Fault, Place
from xuncha_plan.model.plan import Plan, Visit, sizes
from xuncha_plan.model.problem import (
    Dimension,
    Jurisdiction,
    Over,
    Period,
    Problem,
    Round,
    Target,
    Team,
    Term,
    Tier,
)
from xuncha_plan.model.record import Claim, PlanRecord, PlanStatus, Proof, VisitRecord
from xuncha_plan.model.rule import (
    Finding,
    ModeIds,
    Offer,
    Purposes,
    Refers,
    RoundsField,
    RoundSpan,
    Rule,
    Selector,
    TargetIds,
    TargetRule,
    TeamIds,
    VisitRule,
    rounds_of,
)
from xuncha_plan.model.selection import Ids, Selection
from xuncha_plan.model.where import Where, number
from xuncha_plan.model.words import Language, Words, decimal
