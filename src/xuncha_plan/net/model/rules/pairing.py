"""Pairing: no mutual visits in a round, no pair again too soon."""

from typing import Annotated, Literal

from xuncha_plan.model import Count, Truth, Words
from xuncha_plan.net.model.rule import InRounds


class Pairing(InRounds):
    """Which districts may not be paired in the exchange."""

    title = Words("避免互巡", "pairing")
    about = Words(
        "互派时，同一轮不互巡（甲派给乙、乙又派给甲）；同一派出、接收区县在序号相差小于 no_repe"
        "at_within 的"
        "轮次中不重复。三个以上区县成环不算互巡。列入层级时，每对不符计1。",
        "In the exchange, in one round not both from a to b and from b to a; the same sender and "
        "host not again in a round whose index differs by less than `no_repeat_within`. Rings of "
        "three or more are allowed. In a tier, each such pair counts 1.",
    )
    breach = Words(
        "{first}与{second}不合配对要求（{sender}、{host}）",
        "{first} and {second} break the pairing of {sender} and {host}",
    )

    rule: Literal["pairing"] = "pairing"
    no_mutual: Annotated[Truth, Words("不互巡", "no mutual sendings in a round")] = True
    no_repeat_within: Annotated[
        Count,
        Words("序号相差小于多少时不重复", "no repeat in rounds that differ by less than this"),
    ] = 0
