"""After the rounds (后半篇文章): every visit's deadlines, and the office's months."""

from xuncha_plan.model import Rectification, Words
from xuncha_plan.report.follow_up import LOOKBACK, STEPS, months
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.headings import HEADINGS
from xuncha_plan.report.papers.paper import Paper, Row

NAME = Words("整改时限", "After the rounds")
TITLE = Words("巡察反馈和整改时限一览表", "Feedback and rectification of every visit")
NOTE = Words(
    "轮次结束后{feedback_days}天反馈，反馈后{plan_days}天报送整改方案、{months}个月集中整改到期，"
    "到期后{evaluation_days}天评估；遇休息日顺延。天数为参数，可在问题文件 rectification 中改。",
    "Feedback {feedback_days} days after the round; plan {plan_days} days and end of rectification "
    "{months} months after the feedback; evaluation {evaluation_days} days later; days off move "
    "to the next working day. The periods are parameters: `rectification` in the problem file.",
)
MONTHS = Words("月度工作量", "Office by month")
MONTHS_TITLE = Words("巡察办各月反馈、整改审核和评估任务", "What the office has to do each month")
MONTH, SUM = Words("月份", "Month"), Words("巡察办任务数", "Tasks of the office")
MONTHS_NOTE = Words(
    "巡察办任务数为反馈、审核整改方案、评估之和。",
    "Tasks of the office: feedbacks, plans to examine, evaluations.",
)


def after_rounds(basis: Basis, year: int | None = None) -> Paper:
    """One row a visit of the year's rounds, or of all: the day of every step after it."""
    periods = basis.problem.rectification or Rectification()
    keys = ("round_name", "target", "target_name", "purpose", "end")
    return Paper(
        basis.say(NAME),
        basis.say(TITLE),
        (
            *(basis.say(HEADINGS[key]) for key in keys),
            *(basis.say(words) for words in (*STEPS.values(), LOOKBACK)),
        ),
        [
            Row(
                (
                    after.visit.round.title,
                    after.visit.target.id,
                    after.visit.target.title,
                    basis.naming.purpose(after.visit.purpose),
                    after.visit.round.end,
                    *(day for _, day in after.steps()),
                    after.lookback,
                )
            )
            for after in basis.follow_ups
            if year in (None, after.visit.round.year)
        ],
        (basis.say(NOTE, **dict(periods)),),
        kept=3,
    )


def by_month(basis: Basis) -> Paper:
    """One row a month with anything to do."""
    return Paper(
        basis.say(MONTHS),
        basis.say(MONTHS_TITLE),
        (
            basis.say(MONTH),
            *(basis.say(words) for words in STEPS.values()),
            basis.say(SUM),
        ),
        [
            Row((month.name, *(count or None for count in month.counts.values()), month.load))
            for month in months(basis.follow_ups)
        ],
        (basis.say(MONTHS_NOTE),),
    )
