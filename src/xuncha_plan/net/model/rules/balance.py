"""Balance: what the superior asks of each district is its share."""

from fractions import Fraction
from typing import Annotated, Literal

from xuncha_plan.model import Bound, Words
from xuncha_plan.model.quantity import Amount
from xuncha_plan.net.model.rule import InRounds


class Balance(InRounds):
    """Equal burden between districts."""

    title = Words("区县负担均衡", "balance between districts")
    about = Words(
        "每个时段内，上级交给各区县的事（sent 派出组数、received 接收组数、visits 联动同步提级"
        "的对象数、"
        "distance 派出里程）与应分的份额相差不超过 allow；份额按区县平分，或按力量（届内组周）分。"
        "列入层级时，计超出 allow 的部分之和。",
        "In every period, what is asked of each district (teams `sent`, `received`, `visits` that "
        "are joint, synchronised or elevated, `distance` of sendings) differs from its share by at "
        "most `allow`; shares are equal, or by strength in team-weeks of the term. In a tier, what "
        "lies beyond `allow` counts, summed.",
    )
    breach = Words(
        "{district}在{period}的{what}为{value}，应分{share}",
        "{what} of {district} in {period}: {value}, where {share} is its share",
    )

    rule: Literal["balance"] = "balance"
    of: Annotated[
        Literal["sent", "received", "visits", "distance"], Words("比什么", "what is compared")
    ]
    over: Annotated[Literal["year", "round", "term"], Words("时段", "the period")] = "term"
    share: Annotated[Literal["equal", "strength"], Words("份额怎样定", "how shares are made")] = (
        "equal"
    )
    allow: Annotated[
        Bound, Words("不计的差额，数或占份额的比例", "a band without cost, or a share of the share")
    ] = Amount(Fraction(0))
