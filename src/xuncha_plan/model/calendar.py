"""Working days in China: published days off and make-up days, and what holds where none are."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated

from xuncha_plan.model.base import Written
from xuncha_plan.model.quantity import Day, Name, Whole
from xuncha_plan.model.words import Words

if TYPE_CHECKING:
    from holidays import HolidayBase


class PublishedYear(Written):
    """One year's days off and make-up days, from the State Council's notice."""

    year: Annotated[Whole, Words("年份", "the year")]
    source: Annotated[Name, Words("通知文号", "the notice they come from")]
    off: Annotated[tuple[Day, ...], Words("放假的工作日", "weekdays off")] = ()
    work: Annotated[tuple[Day, ...], Words("调休上班的周末", "weekend days worked")] = ()


@lru_cache(maxsize=1)
def _statutory() -> "HolidayBase":
    import holidays  # 60 ms, and most problems state their capacities

    return holidays.country_holidays("CN", years=range(2020, 2041))


class Calendar:
    """Counts working days; an overlay year replaces what the library knows of that year."""

    def __init__(self, overlay: Iterable[PublishedYear] = ()) -> None:
        self._overlay = {year.year: year for year in overlay}

    def is_working_day(self, day: date) -> bool:
        """Whether people work on a day."""
        if published := self._overlay.get(day.year):
            return day in published.work or (day.weekday() < 5 and day not in published.off)
        return bool(_statutory().is_working_day(day))

    def working_days(self, first: date, last: date) -> int:
        """Working days between two days, both included."""
        days = (first + timedelta(n) for n in range((last - first).days + 1))
        return sum(map(self.is_working_day, days))

    def is_provisional(self, year: int) -> bool:
        """Whether a year's make-up days are not published yet (推定): its dates may still move.

        The library lists make-up days for published years only; a year without any has none known.
        """
        if year in self._overlay:
            return False
        return not any(day.year == year for day in _statutory().weekend_workdays)
