"""What follows the rounds on a terminal: the office's months, what is overdue, what comes next."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from rich.table import Table
from rich.text import Text

from xuncha_plan.model import Language, Plan, Rectification, Words
from xuncha_plan.report.follow_up import STEPS, FollowUp, follow_ups, months
from xuncha_plan.report.grid import Cell, grid
from xuncha_plan.report.naming import DIMENSIONS
from xuncha_plan.report.papers.after_rounds import MONTH, NOTE, SUM

Step = tuple[FollowUp, str, date]

TARGET, STEP, DUE = Words("对象", "target"), Words("步骤", "step"), Words("应完成", "due")
STATE = Words("情况", "state")
OVERDUE = Words("逾期{days}天", "{days} days overdue")
SOON = Words("还有{days}天", "in {days} days")
TODAY = Words("当天到期", "due that day")
NOTHING = Words(
    "截至{day}没有逾期，之后{within}天内也没有到期的",
    "nothing is overdue on {day}, nor due within {within} days",
)
COUNTS = Words(
    "截至{day}：逾期{late}项，之后{within}天内到期{soon}项",
    "on {day}: {late} overdue, {soon} due within {within} days",
)


def periods(plan: Plan, language: Language) -> Text:
    """How the days are counted."""
    parameters = plan.problem.rectification or Rectification()
    return Text(NOTE.say(language, **dict(parameters)))


def month_table(plan: Plan, language: Language) -> Table:
    """One line a month with anything to do."""
    rows: list[list[Cell]] = [
        [month.name, *(str(n or "-") for n in month.counts.values()), str(month.load)]
        for month in months(follow_ups(plan))
    ]
    headings = [MONTH, *STEPS.values(), SUM]
    return grid([words.say(language) for words in headings], rows)


def open_steps(plan: Plan, done: Collection[tuple[str, str, str | None]], day: date) -> list[Step]:
    """The steps of rounds that have ended before a day and are not done, the oldest first.

    What is done is told by target, step and round; a round of None is any.
    """
    found = [
        (after, step, due)
        for after in follow_ups(plan)
        if after.visit.round.end < day
        for step, due in after.steps()
        if not {(after.visit.target.id, step, r) for r in (after.visit.round.id, None)} & set(done)
    ]
    return sorted(found, key=lambda one: (one[2], one[0].visit.target.id, one[1]))


def due_table(
    steps: Iterable[Step], day: date, within: int, language: Language
) -> list[Text | Table]:
    """A line of counts, then one line a step that is overdue or soon due."""
    last = day + timedelta(within)
    shown = [(after, step, due) for after, step, due in steps if due <= last]
    late = sum(1 for _, _, due in shown if due < day)
    blanks = {"day": day, "within": within, "late": late, "soon": len(shown) - late}
    if not shown:
        return [Text(NOTHING.say(language, **blanks))]
    headings = (STATE, STEP, TARGET, DIMENSIONS["round"], DUE)
    rows: list[list[Cell]] = [
        [
            _state((due - day).days, language),
            STEPS[step].say(language),
            f"{after.visit.target.id} {after.visit.target.title}",
            after.visit.round.title,
            due.isoformat(),
        ]
        for after, step, due in shown
    ]
    table = grid([words.say(language) for words in headings], rows, words=4)
    return [Text(COUNTS.say(language, **blanks)), table]


def _state(days: int, language: Language) -> Text:
    if days < 0:
        return Text(OVERDUE.say(language, days=-days), "red")
    return Text(SOON.say(language, days=days) if days else TODAY.say(language))
