"""Distance: teams are not sent far."""

from fractions import Fraction
from typing import Annotated, Literal

from xuncha_plan.model import SomeWeeks, Words
from xuncha_plan.net.model.rule import InRounds


class Distance(InRounds):
    """How far teams may be sent."""

    title = Words("互派距离", "distance")
    about = Words(
        "互派的两个区县相距不超过 at_most 千米。列入层级时，计各次派出超过的千米数之和；at_most"
        " 为0即总里程。",
        "The districts of a sending are at most `at_most` kilometres apart. In a tier, the "
        "kilometres beyond count, summed over sendings; with 0, all kilometres.",
    )
    breach = Words(
        "{round}{sender}派往{host}，相距{km}千米，超过{most}千米",
        "in {round} {sender} sends to {host}, {km} km away, beyond {most} km",
    )

    rule: Literal["distance"] = "distance"
    at_most: Annotated[SomeWeeks, Words("至多多少千米", "the most kilometres")] = Fraction(0)
