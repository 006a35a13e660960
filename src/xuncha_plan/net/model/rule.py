"""What the superior's rules have in common: which districts, which rounds of the net."""

from typing import Annotated

from xuncha_plan.model import RoundsField, RoundSpan, Rule, Where, Words
from xuncha_plan.net.model.district import NetRound

Districts = Annotated[Where | None, Words("哪些区县；不写为全部", "the districts; none: all")]


class NetRule(Rule):
    """One requirement of the superior's: hard, or soft in one of its tiers.

    Its amount is worked out by `net.check`; `net.coordination` keeps or minimises it.
    """

    districts: Districts = None


class InRounds(NetRule):
    """A rule about rounds of the net."""

    rounds: RoundsField = None

    def chosen(self, rounds: tuple[NetRound, ...]) -> tuple[NetRound, ...]:
        """The rounds of the net that the rule is about, in order."""
        match self.rounds:
            case None:
                return rounds
            case RoundSpan() as span:
                return tuple(
                    r
                    for r in rounds
                    if span.year in (None, r.year)
                    and (span.since is None or span.since <= r.start)
                    and (span.until is None or r.end <= span.until)
                )
            case ids:
                return tuple(r for r in rounds if r.id in ids)
