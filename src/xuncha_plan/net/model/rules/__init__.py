"""The superior's rules, one file each; what each finds is in `net.check`."""

from xuncha_plan.net.model.rule import NetRule
from xuncha_plan.net.model.rules.balance import Balance
from xuncha_plan.net.model.rules.campaign import Campaign, Joint, Synchronized
from xuncha_plan.net.model.rules.distance import Distance
from xuncha_plan.net.model.rules.elevated import Elevated
from xuncha_plan.net.model.rules.exchange import Exchange
from xuncha_plan.net.model.rules.milestone import Milestone
from xuncha_plan.net.model.rules.pairing import Pairing
from xuncha_plan.net.model.rules.recusal import Recusal

NET_RULES: dict[str, type[NetRule]] = {
    "exchange": Exchange,
    "pairing": Pairing,
    "distance": Distance,
    "recusal": Recusal,
    "joint": Joint,
    "synchronized": Synchronized,
    "elevated": Elevated,
    "milestone": Milestone,
    "balance": Balance,
}

__all__ = [
    "NET_RULES",
    "Balance",
    "Campaign",
    "Distance",
    "Elevated",
    "Exchange",
    "Joint",
    "Milestone",
    "Pairing",
    "Recusal",
    "Synchronized",
]
