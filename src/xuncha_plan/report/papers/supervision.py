"""What to look at in each target, and the check of its last rectification."""

from collections.abc import Iterator

from xuncha_plan.model import Target, Words, decimal
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.headings import HEADINGS
from xuncha_plan.report.papers.paper import Paper, Row

NAME = Words("监督重点", "Focus")
TITLE = Words(
    "监督重点和上轮整改检查清单", "Focus of supervision and check of the last rectification"
)
FOCUS, CHECK = Words("监督重点", "Focus"), Words("上轮整改检查", "Check of the last rectification")
STATED = ("监督重点", "focus")  # columns of a target table in which an office writes it
RISK = Words("风险{risk}", "risk {risk}")
FIRST = Words("本届前未巡察，无上轮整改可查", "not visited before: nothing to check")
AGAINST = Words("对照{day}巡察反馈的问题检查整改", "against what was found in the visit of {day}")
UNDATED = Words("对照上次巡察反馈的问题检查整改", "against what was found in the last visit")
CLOSELY = Words("{check}；上次评价为“{grade}”，逐条复核", "{check}; graded {grade}: point by point")
POOR = frozenset({"poor", "差"})


def supervision(basis: Basis, year: int | None = None) -> Paper:
    """One row a target visited in the year, or in the term, by round and team."""
    return Paper(
        basis.say(NAME),
        basis.say(TITLE),
        (
            *(basis.say(HEADINGS[key]) for key in ("round_name", "team_name", "target_name")),
            basis.say(FOCUS),
            *(basis.say(HEADINGS[key]) for key in ("last_visit", "last_grade")),
            basis.say(CHECK),
        ),
        list(_rows(basis, year)),
        kept=3,
    )


def _rows(basis: Basis, year: int | None) -> Iterator[Row]:
    for stay in basis.stays:
        visit = stay.visit
        if year in (None, visit.round.year):
            target = visit.target
            yield Row(
                (
                    visit.round.title,
                    basis.team(visit),
                    target.title,
                    focus(basis, target),
                    target.last_visit,
                    basis.grade(target),
                    check(basis, target),
                )
            )


def focus(basis: Basis, target: Target) -> str:
    """What the office wrote, else what the problem knows: tags and risk."""
    for column in STATED:
        if stated := target.columns.get(column):
            return stated
    known = [*target.tags]
    if target.risk is not None:
        known.append(basis.say(RISK, risk=decimal(target.risk)))
    return basis.listed(known)


def check(basis: Basis, target: Target) -> str:
    """How the last rectification is to be examined."""
    if target.last_visit is None and target.last_grade is None:
        return basis.say(FIRST)
    said = (
        basis.say(UNDATED)
        if target.last_visit is None
        else basis.say(AGAINST, day=target.last_visit)
    )
    if is_poor(target):
        return basis.say(CLOSELY, check=said, grade=basis.grade(target))
    return said


def is_poor(target: Target) -> bool:
    """Whether the last rectification was graded poor."""
    return target.last_grade in POOR
