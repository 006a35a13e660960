"""What follows each visit: feedback, rectification and its evaluation, the earliest look-back."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from xuncha_plan.model import Plan, Rectification, Visit, Words
from xuncha_plan.model.calendar import Calendar
from xuncha_plan.report.rows import in_order
from xuncha_plan.rules.lookback import Lookback

STEPS: dict[str, Words] = {
    "feedback": Words("反馈", "feedback"),
    "plan": Words("报送整改方案", "rectification plan"),
    "rectified": Words("集中整改到期", "end of rectification"),
    "evaluated": Words("整改评估", "evaluation"),
}
LOOKBACK = Words("最早回头看", "earliest look-back")
REVIEWED = frozenset({"feedback", "plan", "evaluated"})  # what the office itself has to do


@dataclass(frozen=True)
class FollowUp:
    """A visit with the day of each step after it; `lookback` is None where none may follow."""

    visit: Visit
    feedback: date
    plan: date
    rectified: date
    evaluated: date
    lookback: date | None

    def steps(self) -> Iterator[tuple[str, date]]:
        """The steps with a deadline, in their order."""
        for step in STEPS:
            yield step, getattr(self, step)


def follow_ups(plan: Plan) -> list[FollowUp]:
    """Every visit with what follows it, by round, team, target and purpose.

    Days count from the end of the round, by the problem's `rectification`. A deadline on a day
    off moves to the next working day. A target may be looked back at as soon as its look-back
    rule allows, else once its rectification is evaluated.
    """
    calendar = Calendar(plan.problem.calendar)
    periods = plan.problem.rectification or Rectification()
    rules = [rule for rule in plan.problem.rules if isinstance(rule, Lookback)]
    waits = {
        target: rule.after_days for rule in reversed(rules) for target in rule.chosen(plan.problem)
    }
    return [_follow_up(visit, periods, waits, calendar) for visit in in_order(plan)]


def _follow_up(
    visit: Visit, periods: Rectification, waits: dict[str, int], calendar: Calendar
) -> FollowUp:
    ended = visit.round.end
    feedback = _working(ended + timedelta(periods.feedback_days), calendar)
    rectified = _working(months_after(feedback, periods.months), calendar)
    evaluated = _working(rectified + timedelta(periods.evaluation_days), calendar)
    lookback = None
    if visit.purpose == "coverage":
        wait = waits.get(visit.target.id)
        lookback = evaluated if wait is None else ended + timedelta(wait)
    return FollowUp(
        visit,
        feedback,
        _working(feedback + timedelta(periods.plan_days), calendar),
        rectified,
        evaluated,
        lookback,
    )


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _working(day: date, calendar: Calendar) -> date:
    while not calendar.is_working_day(day):
        day += timedelta(1)
    return day


@dataclass(frozen=True)
class Month:
    """How many visits reach each step in a month; `name` is `YYYY-MM`."""

    name: str
    counts: dict[str, int]

    @property
    def load(self) -> int:
        """What the office itself has to do: feedbacks, plans to examine, evaluations."""
        return sum(count for step, count in self.counts.items() if step in REVIEWED)


def months(found: Iterable[FollowUp]) -> list[Month]:
    """The office's months in order, those with nothing to do left out."""
    counts = Counter(
        (f"{day:%Y-%m}", step) for follow_up in found for step, day in follow_up.steps()
    )
    names = sorted({name for name, _ in counts})
    return [Month(name, {step: counts[name, step] for step in STEPS}) for name in names]


def passed(found: Iterable[FollowUp], day: date) -> list[tuple[FollowUp, str, date]]:
    """The steps whose day lies before a day, the oldest first."""
    late = [(f, step, due) for f in found for step, due in f.steps() if due < day]
    return sorted(late, key=lambda item: (item[2], item[0].visit.target.id, item[1]))
