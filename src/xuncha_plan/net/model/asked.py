"""What an exchange asks of a district: how many teams it sends and receives, and which it may."""

from fractions import Fraction

from xuncha_plan.net.model.net import Net
from xuncha_plan.net.model.rules import Exchange
from xuncha_plan.net.model.summary import Summary


def sends(net: Net, rule: Exchange, district: str) -> int:
    """Teams that a district is to send in a round; its own number comes first."""
    own = net.district[district].sends
    return rule.sends if own is None else own


def receives(net: Net, rule: Exchange, district: str) -> int:
    """Teams that a district is to receive in a round; its own number comes first."""
    own = net.district[district].receives
    return rule.receives if own is None else own


def lendable(net: Net, summary: Summary, net_round: str) -> dict[str, Fraction]:
    """The teams that a district may send in a round, with their team-weeks there."""
    own, lends = summary.own(net_round), net.district[summary.id].lends
    if own is None:
        return {}
    return {team: k for team, k in own.capacity.items() if lends is None or team in lends}
