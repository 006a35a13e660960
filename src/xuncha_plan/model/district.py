"""What a planner lists: the district and its term, rounds, teams, targets, tiers."""

from datetime import date
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, Field

from xuncha_plan.model.base import Written
from xuncha_plan.model.modes import ModeId, Purpose
from xuncha_plan.model.quantity import (
    Count,
    Day,
    Identifier,
    Name,
    PositiveWeeks,
    Ratio,
    Share,
    SomeWeeks,
    Text,
    Whole,
    as_list,
)
from xuncha_plan.model.words import Words

_ids = BeforeValidator(as_list)


class Jurisdiction(Written):
    """Whose plan it is."""

    name: Annotated[Name, Words("辖区名称", "the district's name")]
    superior: Annotated[Name | None, Words("上级", "its superior")] = None


class Term(Written):
    """The term, by default of five years."""

    name: Annotated[Name | None, Words("届期名称", "the term's name")] = None
    start: Annotated[Day, Words("首日", "first day")]
    end: Annotated[Day, Words("末日", "last day")]


class Round(Written):
    """One campaign with dates; it belongs to one year."""

    id: Annotated[Identifier, Words("编号", "id")]
    name: Annotated[Name | None, Words("名称", "name")] = None
    start: Annotated[Day, Words("首日", "first day")]
    end: Annotated[Day, Words("末日（含）", "last day, included")]
    modes: Annotated[
        tuple[ModeId, ...], _ids, Words("可用的方式", "modes that coverage may use")
    ] = ("self_run",)
    purposes: Annotated[
        tuple[Purpose, ...] | None, _ids, Words("可做的任务性质；不写则不限", "purposes; none: all")
    ] = None
    stated_year: Annotated[
        Whole | None,
        Field(alias="year"),
        Words("所属年份；不写为首日之年", "year; none: the start's"),
    ] = None

    @property
    def year(self) -> int:
        """The year that the round belongs to."""
        return self.start.year if self.stated_year is None else self.stated_year

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.id

    def days_within(self, first: date, last: date) -> int:
        """How many of its days lie in a span, both ends included."""
        return max(0, (min(self.end, last) - max(self.start, first)).days + 1)

    def lies_within(self, first: date | None, last: date | None) -> bool:
        """Whether the whole round lies in a span; None leaves a side open."""
        return (first is None or first <= self.start) and (last is None or self.end <= last)

    def takes(self, purpose: Purpose, mode: ModeId) -> bool:
        """Whether visits of a purpose may use a mode in it, directives aside."""
        if self.purposes is not None and purpose not in self.purposes:
            return False
        return purpose != "coverage" or mode in self.modes


class Team(Written):
    """A team: so many team-weeks a round, in the rounds where it is present."""

    id: Annotated[Identifier, Words("编号", "id")]
    name: Annotated[Name | None, Words("名称", "name")] = None
    home: Annotated[
        Text | None,
        Words("来自的地域；辖区外可写任何词", "home region, or any word for one outside"),
    ] = None
    capacity: Annotated[
        SomeWeeks | None,
        Words("每轮的组周数；不写为该轮工作日除以5", "team-weeks a round; none: working days by 5"),
    ] = None
    rounds: Annotated[
        frozenset[str] | None,
        _ids,
        Words("参加的轮次；不写为全部", "rounds of presence; none: all"),
    ] = None

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.id


class Target(Written):
    """An organisation to be inspected."""

    id: Annotated[Identifier, Words("编号", "id")]
    name: Annotated[Name | None, Words("名称", "name")] = None
    kind: Annotated[Text | None, Words("类别", "kind")] = None
    sector: Annotated[Text | None, Words("行业领域", "sector")] = None
    region: Annotated[Text | None, Words("地域", "region")] = None
    workload: Annotated[PositiveWeeks, Words("工作量（组周）", "team-weeks that a visit takes")]
    risk: Annotated[Ratio | None, Words("风险", "risk")] = None
    tags: Annotated[tuple[Text, ...], _ids, Words("标签", "tags")] = ()
    parent: Annotated[Text | None, Words("所属对象", "the target it goes with")] = None
    not_before: Annotated[Day | None, Words("此日起才可巡察", "no visit before")] = None
    not_after: Annotated[Day | None, Words("此日后不再巡察", "no visit after")] = None
    last_visit: Annotated[Day | None, Words("上次巡察日期", "day of the last visit")] = None
    last_grade: Annotated[Text | None, Words("上次整改评价", "grade of the last rectification")] = (
        None
    )
    columns: Annotated[
        dict[str, str], Words("对象表中的其他列", "other columns of a target table")
    ] = Field(default_factory=dict, exclude_if=lambda columns: not columns)

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.id

    def values(self, field: str) -> tuple[str | Fraction, ...]:
        """What it has in a field: tags may be many, the others are one or none."""
        if field == "tag":
            return self.tags
        value = getattr(self, field, None) if field in _FIELDS else self.columns.get(field)
        return () if value is None else (value,)


_FIELDS = frozenset({"id", "kind", "sector", "region", "workload", "risk", "parent", "last_grade"})


class Tier(Written):
    """A group of soft rules, minimised before every tier after it."""

    id: Annotated[Identifier, Words("编号", "id")]
    name: Annotated[Name | None, Words("名称", "name")] = None
    tolerance: Annotated[
        Share, Words("后面的层级最多使本层级变差的比例", "how much later tiers may worsen this one")
    ] = Fraction(0)

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.id


class Rectification(Written):
    """What follows a round, in days and months; papers count their dates from it, no rule does."""

    feedback_days: Annotated[
        Count, Words("轮次结束到反馈的天数", "days from the end of the round to the feedback")
    ] = 45
    plan_days: Annotated[
        Count,
        Words("反馈到报送整改方案的天数", "days from the feedback to the rectification plan"),
    ] = 30
    months: Annotated[
        Count,
        Words("反馈之后集中整改的月数", "months of rectification after the feedback"),
    ] = 6
    evaluation_days: Annotated[
        Count,
        Words("集中整改结束到评估的天数", "days from the end of rectification to its evaluation"),
    ] = 30
