"""What a net is, and what its superior decides: frozen values. No I/O, no solver."""

from xuncha_plan.net.model.decisions import (
    Decisions,
    DecisionsRecord,
    Elevation,
    Order,
    Quota,
    Sending,
    Taking,
)
from xuncha_plan.net.model.district import LEVEL_WORDS, Area, District, Leg, NetRound, Superior
from xuncha_plan.net.model.net import Net
from xuncha_plan.net.model.rule import NetRule
from xuncha_plan.net.model.rules import NET_RULES
from xuncha_plan.net.model.summary import Candidate, Need, OwnRound, OwnTeam, Summary, Worth

__all__ = [
    "LEVEL_WORDS",
    "NET_RULES",
    "Area",
    "Candidate",
    "Decisions",
    "DecisionsRecord",
    "District",
    "Elevation",
    "Leg",
    "Need",
    "Net",
    "NetRound",
    "NetRule",
    "Order",
    "OwnRound",
    "OwnTeam",
    "Quota",
    "Sending",
    "Summary",
    "Superior",
    "Taking",
    "Worth",
]
