"""Days laid out from left to right: months, days off, rounds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from xuncha_plan.model import Language
from xuncha_plan.model.calendar import Calendar
from xuncha_plan.report.page.markup import Element, e


@dataclass(frozen=True)
class Scale:
    """Where a day lies: `left` and `width` in the picture's own units."""

    first: date
    last: date
    left: float
    width: float

    def x(self, day: date) -> float:
        """The left edge of a day."""
        days = (self.last - self.first).days + 1
        return self.left + self.width * (day - self.first).days / days

    def span(self, first: date, last: date) -> tuple[float, float]:
        """Left edge and width of some days, as far as they are in the picture."""
        begin, end = max(first, self.first), min(last, self.last)
        x = self.x(begin)
        return x, max(self.x(end + timedelta(1)) - x, 0)

    def shows(self, first: date, last: date) -> bool:
        """Whether any of the days is in the picture."""
        return first <= self.last and last >= self.first

    def days(self) -> Iterator[date]:
        """Every day of the picture."""
        return (self.first + timedelta(n) for n in range((self.last - self.first).days + 1))


def months(scale: Scale, top: float, bottom: float, language: Language) -> Iterator[Element]:
    """A line and a name at the beginning of every month."""
    for day in scale.days():
        if day.day == 1 or day == scale.first:
            x = scale.x(day)
            name = f"{day.month}月" if language == "zh" else f"{day:%m}"
            yield e("line", x1=x, x2=x, y1=top, y2=bottom, class_="month")
            yield e("text", name, x=x + 3, y=top + 11, class_="tick")


def days_off(
    scale: Scale, calendar: Calendar, top: float, bottom: float, weekends: bool
) -> Iterator[Element]:
    """The days off as shaded columns; without weekends the holidays alone."""
    for off, run in groupby(scale.days(), lambda day: not calendar.is_working_day(day)):
        days = list(run)
        if off and (weekends or _is_holiday(days)):
            x, width = scale.span(days[0], days[-1])
            yield e(
                "rect", x=x, y=top, width=width, height=bottom - top,
                class_="holiday" if _is_holiday(days) else "weekend",
            )  # fmt: skip


def _is_holiday(days: list[date]) -> bool:
    """Whether a run of days off holds more than a weekend."""
    return any(day.weekday() < 5 for day in days)


def clipped(
    x: float, y: float, width: float, height: float, text: str, kind: str, line: float | None = None
) -> Element:
    """Text that ends where its box does; `line` is where it stands, if not at the top."""
    inner = e("svg", x=x, y=y, width=max(width, 0), height=height)
    inner.append(e("text", text, x=3, y=12 if line is None else line - y, class_=kind))
    return inner
