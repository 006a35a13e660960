"""Exchange: in these rounds districts send teams to each other."""

from typing import Annotated, Literal

from xuncha_plan.model import Count, Words
from xuncha_plan.net.model.rule import InRounds


class Exchange(InRounds):
    """How many teams each district sends and receives in each round."""

    title = Words("交叉互派", "exchange")
    about = Words(
        "在这些轮次，所选区县之间互派巡察组：每个区县派出 sends 个组、接收 receives 个组（区县"
        "自己写明的优先），"
        "不派给自己，同一轮同一对区县之间至多一个组。列入层级时，每多派、少派、多收、少收一个组"
        "计1。",
        "In these rounds the selected districts send teams to each other: each sends `sends` and "
        "receives `receives` teams (its own numbers come first), never to itself, and at most one "
        "team from one district to another in a round. In a tier, each team sent or received too "
        "many or too few counts 1.",
    )
    breach = Words(
        "{district}在{round}{what}{count}个组，应为{wanted}个",
        "{district} {what} {count} teams in {round}, where {wanted} are wanted",
    )

    rule: Literal["exchange"] = "exchange"
    sends: Annotated[Count, Words("每个区县派出几个组", "teams that each district sends")] = 1
    receives: Annotated[Count, Words("每个区县接收几个组", "teams that each district receives")] = 1
    visits: Annotated[
        Count, Words("每个派来组至少巡察几个对象", "least targets that each team visits there")
    ] = 1
