"""Joint and synchronised campaigns: one sector in one round, in many districts at once."""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator

from xuncha_plan.model import (
    Bound,
    Count,
    ModeId,
    Selector,
    SomeWeeks,
    Target,
    Text,
    Truth,
    Words,
    as_list,
)
from xuncha_plan.model.quantity import Amount
from xuncha_plan.net.model.district import NetRound
from xuncha_plan.net.model.rule import InRounds

ALL = Amount(Fraction(1), is_share=True)
EVERYTHING = ""  # the choice of a campaign that names no sectors


class Campaign(InRounds):
    """The superior chooses rounds and sectors; the districts visit targets of the sector there."""

    where: Selector = None
    sectors: Annotated[
        tuple[Text, ...] | None,
        BeforeValidator(as_list),
        Words("候选的行业领域；不写则所选对象为一项", "sectors to choose from; none: all as one"),
    ] = None
    times: Annotated[Count, Words("每个时段安排几次", "so many in each period")] = 1
    per: Annotated[Literal["year", "term"], Words("时段", "the period")] = "year"
    repeat: Annotated[
        Truth, Words("同一行业届期内可再次安排", "whether a sector may come again in the term")
    ] = False
    at_least: Annotated[
        Bound, Words("每个参加区县至少几个对象，或占比", "least targets of each district")
    ] = Amount(Fraction(1))
    at_most: Annotated[
        Bound | None, Words("每个参加区县至多几个对象，或占比", "most targets of each district")
    ] = None
    districts_at_least: Annotated[
        Bound, Words("至少多少区县参加，或占比", "least districts that take part")
    ] = ALL

    @property
    def mode(self) -> ModeId:
        """The mode in which the targets are visited."""
        return "joint" if self.word == "joint" else "synchronized"

    @property
    def choices(self) -> tuple[str, ...]:
        """The sectors that may be chosen, or the one choice of all that is selected."""
        return (EVERYTHING,) if self.sectors is None else self.sectors

    def takes(self, target: Target, choice: str) -> bool:
        """Whether a target belongs to a choice."""
        return choice in (EVERYTHING, target.sector) and (
            self.where is None or self.where.takes(target)
        )

    def period(self, r: NetRound) -> str:
        """The period that a round belongs to."""
        return str(r.year) if self.per == "year" else "term"


class Joint(Campaign):
    """A sector taken jointly with the superior."""

    title = Words("市区联动", "joint campaign")
    about = Words(
        "上级在这些轮次中选定轮次和行业，各区县以联动方式同时巡察该行业的对象：每个时段恰好 tim"
        "es 次，"
        "参加的区县不少于 districts_at_least，各区县的对象数在 at_least 与 at_most 之间，上级每"
        "轮投入不超过"
        " strength。列入层级时，计次数多少、区县缺数、力量超出之和。",
        "Among these rounds the superior chooses rounds and sectors that the districts visit "
        "jointly: exactly `times` in each period, at least `districts_at_least` districts take "
        "part, each with targets between `at_least` and `at_most`, and the superior's own part "
        "stays within `strength` in a round. In a tier, what is short or over counts.",
    )
    breach = Words("{what}：{count}，应{wanted}", "{what}: {count}, where {wanted} are wanted")

    rule: Literal["joint"] = "joint"
    strength: Annotated[
        SomeWeeks | None,
        Words("上级每轮可投入的组周", "the superior's team-weeks in a round; none: no limit"),
    ] = None


class Synchronized(Campaign):
    """A sector taken by all districts in one window, each by itself."""

    title = Words("系统同步", "synchronised campaign")
    about = Words(
        "上级在这些轮次中选定轮次和行业，各区县在同一轮以同步方式巡察该行业的对象，参数同 joint，"
        "不占上级力量。"
        "列入层级时，计次数多少、区县缺数之和。",
        "Among these rounds the superior chooses rounds and sectors that the districts visit in "
        "the same round, each by itself; parameters as in `joint`, without the superior's own "
        "strength. In a tier, what is short or over counts.",
    )
    breach = Joint.breach

    rule: Literal["synchronized"] = "synchronized"
