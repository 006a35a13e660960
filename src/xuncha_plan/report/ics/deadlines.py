"""Events of days that must not be missed: milestones, and the steps after each round."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from xuncha_plan.model import Words, decimal
from xuncha_plan.report.figures import milestones
from xuncha_plan.report.follow_up import LOOKBACK, STEPS, FollowUp
from xuncha_plan.report.ics.lines import Event
from xuncha_plan.report.papers.basis import Basis

MILESTONE = Words("进度节点", "milestone")
MILESTONE_SUMMARY = Words("进度节点：{name}", "milestone: {name}")
REACHED = Words("应达到{wanted}，计划达到{done}", "wanted {wanted}, planned {done}")
DEADLINE = Words("整改时限", "after the round")
STEP_SUMMARY = Words("{step}：{round}（{count}个对象）", "{step}: {round} ({count} targets)")


def milestone_events(basis: Basis, year: int | None) -> Iterator[Event]:
    """One event a milestone, on its day."""
    owner = basis.problem.jurisdiction.name
    for number, reached in enumerate(milestones(basis.plan), 1):
        if year not in (None, reached.by.year):
            continue
        yield Event(
            ("milestone", owner, reached.name, str(number)),
            reached.by,
            reached.by,
            basis.say(MILESTONE_SUMMARY, name=reached.name),
            (basis.say(REACHED, wanted=decimal(reached.wanted), done=decimal(reached.done)),),
            basis.say(MILESTONE),
        )


def deadlines(basis: Basis, year: int | None) -> Iterator[Event]:
    """One event a round, step and day, with the targets in the description."""
    owner = basis.problem.jurisdiction.name
    for r in basis.problem.ordered:
        if year not in (None, r.year):
            continue
        found = [after for after in basis.follow_ups if after.visit.round.id == r.id]
        for (step, day), targets in _by_day(found).items():
            words = STEPS.get(step, LOOKBACK)
            summary = basis.say(STEP_SUMMARY, step=words, round=r.title, count=len(targets))
            key = ("step", owner, r.id, step, *(targets if step == "lookback" else ()))
            yield Event(key, day, day, summary, tuple(targets.values()), basis.say(DEADLINE))


def _by_day(found: list[FollowUp]) -> dict[tuple[str, date], dict[str, str]]:
    """The targets, by id with their names, of each step and day."""
    days: dict[tuple[str, date], dict[str, str]] = defaultdict(dict)
    for after in found:
        steps = [*after.steps(), *([("lookback", after.lookback)] if after.lookback else [])]
        for step, day in steps:
            days[step, day][after.visit.target.id] = after.visit.target.title
    return dict(sorted(days.items(), key=lambda item: (item[0][1], item[0][0])))
