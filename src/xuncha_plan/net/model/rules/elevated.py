"""Elevated: targets that the superior's own teams take."""

from typing import Annotated, Literal

from xuncha_plan.model import Count, Purpose, Selector, SomeWeeks, Truth, Words
from xuncha_plan.net.model.rule import InRounds


class Elevated(InRounds):
    """The superior takes so many of the selected targets itself."""

    title = Words("提级巡察", "elevated targets")
    about = Words(
        "所选对象中，每个区县 each 个（不写为全部）由上级提级巡察，轮次由上级在这些轮次中选定；"
        "上级每轮至多"
        " at_most 个、投入不超过 strength 组周。counts_for_host 为真时计作区县的全覆盖，为假时"
        "区县仍须自己覆盖。"
        "列入层级时，计少或多的对象数与超出的组周之和。",
        "Of the selected targets, `each` in each district (none: all) are taken by the "
        "superior, in rounds that it chooses among these; in a round at most `at_most` of them "
        "and `strength` team-weeks. They count as the host's coverage if `counts_for_host`; if "
        "not, the host still covers them itself. In a tier, targets short or over and team-weeks "
        "over count.",
    )
    breach = Words("{what}：{count}，应{wanted}", "{what}: {count}, where {wanted} are wanted")

    rule: Literal["elevated"] = "elevated"
    where: Selector = None
    each: Annotated[
        Count | None, Words("每个区县几个；不写为全部", "targets of each district; none: all")
    ] = None
    at_most: Annotated[
        Count | None, Words("每轮至多几个对象", "most targets in a round over the net")
    ] = None
    strength: Annotated[
        SomeWeeks | None,
        Words("上级每轮可投入的组周", "the superior's team-weeks in a round; none: no limit"),
    ] = None
    counts_for_host: Annotated[
        Truth, Words("计作所在区县的全覆盖", "whether they count as the host's coverage")
    ] = True

    @property
    def purpose(self) -> Purpose:
        """What a visit of the superior's is to the host: its coverage, or one beside it."""
        return "coverage" if self.counts_for_host else "special"
