"""Blackout: selected visits keep clear of a span of days."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from xuncha_plan.model import (
    Count,
    Demand,
    Finding,
    Formulation,
    NotBeforeFrom,
    Plan,
    Round,
    Truth,
    VisitRule,
    Words,
    refuse,
)

MonthDay = tuple[int, int]
_ANY_YEAR = 2028  # a leap year, so that 29 February can be written


def _day(value: Any) -> date | MonthDay:  # as it was read
    text = str(value)
    try:
        if re.fullmatch(r"[0-9]{2}-[0-9]{2}", text):
            day = date.fromisoformat(f"{_ANY_YEAR}-{text}")
            return day.month, day.day
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        return refuse("没有{value}这一天", "there is no day {value}", value=text)
    return refuse(
        "应为日期，例如 2027-06-05；yearly 时为 06-05，而不是{value}",
        "expected a day, such as 2027-06-05, or 06-05 with `yearly`, not {value}",
        value=text,
    )


SpanDay = Annotated[date | MonthDay, BeforeValidator(_day), WithJsonSchema({"type": "string"})]


class Blackout(VisitRule):
    title = Words("禁巡期", "blackout")
    about = Words(
        "考试、汛期、换届等时段内不巡察所选对象：轮次与该时段重叠的天数不得超过 allow_days。"
        "yearly 时每年各算一次，可跨年。列入层级时，每个这样的任务计1。",
        "Selected visits keep clear of examinations, floods, elections: a round overlaps the span "
        "by at most `allow_days`. With `yearly` each year's span counts alone and may wrap over "
        "New Year. In a tier, each such visit counts 1.",
    )
    breach = Words(
        "{target}排在{round}，与禁巡期重叠{days}天",
        "{target} is visited in {round}, {days} days of which lie in the blackout",
    )
    fine_print = (
        Words(
            "首末两日都算。yearly 时各年分别计算，不相加。",
            "Both end days count. With `yearly`, occurrences count one by one and do not add up.",
        ),
        Words(
            "平年的2月29日按28日算。",
            "29 February is the 28th in common years.",
        ),
        Words(
            "不写 purposes 时，回头看和专项也受限。",
            "Without `purposes`, look-backs and specials are bound as well.",
        ),
    )

    rule: Literal["blackout"] = "blackout"
    since: Annotated[SpanDay, Field(alias="from"), Words("首日（含）", "first day, included")]
    until: Annotated[
        SpanDay, Field(alias="to"), NotBeforeFrom, Words("末日（含）", "last day, included")
    ]
    yearly: Annotated[Truth, Words("每年如此，日期写作 MM-DD", "every year; days are MM-DD")] = (
        False
    )
    allow_days: Annotated[Count, Words("允许重叠的天数", "days of overlap allowed")] = 0

    @model_validator(mode="after")
    def _days_as_they_are_said(self) -> Self:
        for day in (self.since, self.until):
            if isinstance(day, date) == self.yearly:
                refuse(
                    "yearly 时日期写作 MM-DD，否则写作 YYYY-MM-DD",
                    "with `yearly` days are MM-DD, else YYYY-MM-DD",
                )
        return self

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        problem = formulation.problem
        closed = frozenset(
            r.id
            for r in problem.rounds
            if any(r.days_within(*span) > self.allow_days for span in self.spans(r))
        )
        yield formulation.load(self.visits(problem).also(rounds=closed)) <= 0

    def spans(self, r: Round) -> Iterator[tuple[date, date]]:
        """The spans that a round can meet; one that wraps begins in the year before."""
        if isinstance(self.since, date) and isinstance(self.until, date):
            yield self.since, self.until
            return
        wraps = self.until < self.since  # type: ignore[operator]  # both are month and day here
        for year in range(r.start.year - 1, r.end.year + 1):
            yield _in_year(year, self.since), _in_year(year + wraps, self.until)

    def check(self, plan: Plan) -> Iterator[Finding]:
        for visit in plan.select(self.visits(plan.problem)):
            if (days := self._overlap(visit.round.start, visit.round.end)) > self.allow_days:
                yield self.finding(
                    1, visit, target=visit.target.title, round=visit.round.title, days=days
                )

    def _overlap(self, start: date, end: date) -> int:
        """The longest stay in one occurrence, counted day by day."""
        longest = run = 0
        last_first: date | None = None
        for n in range((end - start).days + 1):
            day = start + timedelta(n)
            first = self._occurrence(day)
            run = 0 if first is None else run + 1 if first == last_first else 1
            last_first = first
            longest = max(longest, run)
        return longest

    def _occurrence(self, day: date) -> date | None:
        """The first day of the occurrence that a day lies in."""
        if isinstance(self.since, date) and isinstance(self.until, date):
            return self.since if self.since <= day <= self.until else None
        for year in (day.year, day.year - 1):
            first = _in_year(year, self.since)
            last = _in_year(year, self.until)
            if last < first:
                last = _in_year(year + 1, self.until)
            if first <= day <= last:
                return first
        return None


def _in_year(year: int, day: date | MonthDay) -> date:
    """A month and day in a year; 29 February is the 28th in common years."""
    month, number = (day.month, day.day) if isinstance(day, date) else day
    try:
        return date(year, month, number)
    except ValueError:
        return date(year, 2, 28)
