"""Coverage as the rounds go by, and what each milestone asks for."""

from collections.abc import Iterator
from dataclasses import replace

from xuncha_plan.model import Words
from xuncha_plan.report.figures import Reached, milestones, stretches
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.headings import EMPTY_RULE, HEADINGS
from xuncha_plan.report.papers.paper import Chart, Paper, Percent, Row, share
from xuncha_plan.report.screen.overview import REACHED, SHORT
from xuncha_plan.rules.milestone import Milestone

PROGRESS = Words("覆盖进度", "Coverage")
PROGRESS_TITLE = Words("各轮覆盖进度", "Coverage by round")
NEW, SO_FAR = Words("本轮覆盖", "Covered"), Words("累计覆盖", "Covered so far")
SHARE, WANTED = Words("累计覆盖率", "Share so far"), Words("节点要求", "Milestone")
NAME = Words("进度节点", "Milestones")
TITLE = Words("进度节点对照表", "Milestones and what the plan reaches")
MILESTONE, BY = Words("节点", "Milestone"), Words("截止日期", "By")
ASKED, PLANNED = Words("应达到", "Wanted"), Words("计划达到", "Planned")
GAP, VERDICT = Words("余（+）缺（-）", "Over (+), short (-)"), Words("结论", "Verdict")


def progress(basis: Basis) -> Paper:
    """One row a round: what it covers, what is covered by its end, what a milestone wants then."""
    rows = list(_rounds(basis))
    headings = (
        basis.say(HEADINGS["round_name"]),
        basis.say(HEADINGS["end"]),
        *(basis.say(words) for words in (NEW, SO_FAR, SHARE, WANTED)),
    )
    chart = Chart(basis.say(PROGRESS_TITLE), 0, (4, 5), range(len(rows)))
    return Paper(
        basis.say(PROGRESS),
        basis.say(PROGRESS_TITLE),
        headings,
        rows,
        filtered=False,
        chart=chart if rows else None,
    )


def _rounds(basis: Basis) -> Iterator[Row]:
    wanted, before = wanted_by_round(basis), 0
    for r, stretch in zip(basis.problem.ordered, stretches(basis.plan, "round"), strict=True):
        covered = share(stretch.covered, stretch.wanted)
        asked = wanted.get(r.id)
        yield Row(
            (r.title, r.end, stretch.covered - before, stretch.covered, covered, asked),
            alarm=asked is not None and covered is not None and covered < asked,
        )
        before = stretch.covered


def whole_milestones(basis: Basis) -> Iterator[Reached]:
    """The milestones over all targets by their count, as shares."""
    whole = len(basis.problem.targets)
    rules = (rule for rule in basis.problem.rules if isinstance(rule, Milestone))
    for rule, reached in zip(rules, milestones(basis.plan), strict=True):
        if whole and not rule.where and not rule.targets and rule.unit == "count":
            yield replace(reached, wanted=reached.wanted / whole, done=reached.done / whole)


def wanted_by_round(basis: Basis) -> dict[str, Percent]:
    """The share that milestones over all targets want by the last round that they count."""
    found: dict[str, Percent] = {}
    for milestone in whole_milestones(basis):
        ended = [r for r in basis.problem.ordered if r.end <= milestone.by]
        if ended:
            last = max(ended, key=lambda r: r.end)
            found[last.id] = Percent(max(milestone.wanted, found.get(last.id, Percent(0))))
    return found


def against_milestones(basis: Basis) -> Paper:
    """One row a milestone."""
    rows = [_milestone(basis, reached) for reached in milestones(basis.plan)]
    return Paper(
        basis.say(NAME),
        basis.say(TITLE),
        tuple(basis.say(words) for words in (MILESTONE, BY, ASKED, PLANNED, GAP, VERDICT)),
        rows,
        () if rows else (basis.say(EMPTY_RULE),),
    )


def _milestone(basis: Basis, reached: Reached) -> Row:
    return Row(
        (
            reached.name,
            reached.by,
            reached.wanted,
            reached.done,
            reached.done - reached.wanted,
            basis.say(REACHED if reached.is_reached else SHORT),
        ),
        alarm=not reached.is_reached,
    )
