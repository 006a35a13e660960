"""Milestone: coverage of the whole net by a day."""

from typing import Annotated, Literal

from xuncha_plan.model import Bound, Day, Selector, Words
from xuncha_plan.net.model.rule import NetRule


class Milestone(NetRule):
    """Coverage over all districts together, reached by a day."""

    title = Words("全网进度节点", "milestone over the net")
    about = Words(
        "到 by 这天为止结束的轮次中，各区县所选对象的全覆盖任务合计达到 at_least；百分比以各区"
        "县所选对象合计为底数。"
        "列入层级时，计不足的数量。",
        "Coverage visits of the selected targets of all districts together, in rounds that end on "
        "or before `by`, reach `at_least`; a share is of the selected targets of all districts. In "
        "a tier, what is short counts.",
    )
    breach = Words(
        "到{by}全网覆盖{done}，应达到{wanted}，还差{short}",
        "{done} are covered over the net by {by}, where {wanted} are wanted: {short} short",
    )

    rule: Literal["milestone"] = "milestone"
    where: Selector = None
    by: Annotated[Day, Words("截止日期（含）", "the day, included")]
    at_least: Annotated[Bound, Words("至少多少", "least coverage")]
    unit: Annotated[Literal["count", "workload"], Words("个数或工作量", "count or workload")] = (
        "count"
    )
