"""The look-back list: who is visited again, how long after, by whom."""

from collections.abc import Iterator

from xuncha_plan.model import Visit, Words
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.headings import EMPTY, HEADINGS
from xuncha_plan.report.papers.paper import Cell, Paper, Row

NAME = Words("回头看", "Look-backs")
TITLE = Words("回头看任务一览表", "Look-backs")
COVERED_IN = Words("全覆盖轮次", "Covered in")
COVERED_BY = Words("全覆盖巡察组", "Covered by")
ENDED = Words("该轮结束", "Round ended")
BACK_IN = Words("回头看轮次", "Look-back in")
BACK_BY = Words("回头看巡察组", "Look-back by")
DAYS = Words("相隔天数", "Days between")


def lookbacks(basis: Basis) -> Paper:
    """One row a look-back, beside the coverage visit that it follows."""
    rows = list(_rows(basis))
    return Paper(
        basis.say(NAME),
        basis.say(TITLE),
        (
            *(basis.say(HEADINGS[key]) for key in ("target", "target_name", "last_grade")),
            *(basis.say(words) for words in (COVERED_IN, COVERED_BY, ENDED)),
            *(basis.say(HEADINGS[key]) for key in ("rectified", "lookback")),
            *(basis.say(words) for words in (BACK_IN, BACK_BY)),
            *(basis.say(HEADINGS[key]) for key in ("entry", "departure")),
            basis.say(DAYS),
        ),
        rows,
        () if rows else (basis.say(EMPTY),),
        kept=2,
    )


def _rows(basis: Basis) -> Iterator[Row]:
    for stay in basis.stays:
        visit = stay.visit
        if visit.purpose != "lookback":
            continue
        first = next(iter(basis.plan.of(visit.target.id, "coverage")), None)
        followed = _followed(basis, first)
        days = (visit.round.start - first.round.end).days if first else None
        early = followed[-1]
        yield Row(
            (
                visit.target.id,
                visit.target.title,
                basis.grade(visit.target),
                *followed,
                visit.round.title,
                basis.team(visit),
                stay.entry,
                stay.departure,
                days,
            ),
            alarm=early is None or visit.round.start < early,  # type: ignore[operator]  # a day
        )


def _followed(basis: Basis, first: Visit | None) -> tuple[Cell, ...]:
    if first is None:
        return ("", "", None, None, None)
    after = next(f for f in basis.follow_ups if f.visit is first)
    return (
        first.round.title,
        basis.team(first),
        first.round.end,
        after.rectified,
        after.lookback,
    )
