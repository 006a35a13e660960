"""Which of a district's rounds lies in which round of the net."""

from collections.abc import Iterable

from xuncha_plan.model import Round
from xuncha_plan.net.model.district import NetRound


def overlap(net_round: NetRound, own: Round) -> int:
    """Days that both rounds have."""
    return own.days_within(net_round.start, net_round.end)


def mapped(rounds: Iterable[NetRound], own: Iterable[Round]) -> dict[str, str]:
    """The net's rounds, each with the district's round of the same id, else of most common days.

    A district's round serves one round of the net: those of one id first, then by start.
    """
    free = {r.id: r for r in own}
    waiting = sorted(rounds, key=lambda r: (r.start, r.id))
    found = {r.id: r.id for r in waiting if r.id in free}
    for net_round in waiting:
        if net_round.id in found:
            free.pop(net_round.id)
    for net_round in waiting:
        near = [r for r in free.values() if overlap(net_round, r)]
        if net_round.id not in found and near:
            best = max(near, key=lambda r: (overlap(net_round, r), -r.start.toordinal(), r.id))
            found[net_round.id] = best.id
            free.pop(best.id)
    return found
