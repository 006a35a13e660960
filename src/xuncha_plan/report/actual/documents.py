"""Progress for programs and spreadsheets: JSON with all figures, CSV with one row a visit."""

import csv
import io
from collections.abc import Iterator

from xuncha_plan.model import Language, VisitRecord, Words, decimal
from xuncha_plan.report.actual.states import STATES, Fate, Progress
from xuncha_plan.report.actual.sums import BYS, at_milestones, groups
from xuncha_plan.report.actual.text import counts
from xuncha_plan.report.csv_file import harmless
from xuncha_plan.report.json_text import json_text
from xuncha_plan.report.naming import Naming

COLUMNS = (
    Words("对象编号", "Target id"),
    Words("巡察对象", "Target"),
    Words("任务性质", "Purpose"),
    Words("情况", "State"),
    Words("计划轮次编号", "Planned round id"),
    Words("计划轮次", "Planned round"),
    Words("计划巡察组", "Planned team"),
    Words("实际轮次编号", "Actual round id"),
    Words("实际轮次", "Actual round"),
    Words("实际巡察组", "Actual team"),
)


def progress_json(found: Progress) -> str:
    """Counts, groups, milestones and visits, by ids."""
    document = {
        "format_version": 1,
        "as_of": found.as_of.isoformat(),
        "counts": counts(found),
        "groups": {
            by: [
                {"name": group.name, "planned": group.planned, **group.states}
                for group in groups(found, by)
            ]
            for by in BYS
        },
        "milestones": [
            {
                "name": one.name,
                "by": one.by,
                "standing": one.standing,
                "wanted": decimal(one.wanted),
                "done": decimal(one.done),
                "coming": decimal(one.coming),
                "short": decimal(one.short),
            }
            for one in at_milestones(found)
        ],
        "visits": [
            {
                "target": fate.visit.target,
                "purpose": fate.visit.purpose,
                "state": fate.state,
                "planned": _place(fate.planned),
                "actual": _place(fate.actual),
            }
            for fate in found.fates
        ],
    }
    return json_text(document)


def _place(visit: VisitRecord | None) -> dict[str, str | None] | None:
    if visit is None:
        return None
    return {"round": visit.round, "mode": visit.mode, "team": visit.team}


def progress_csv(found: Progress, language: Language) -> str:
    """One row a visit, in the order of the plan."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([words.say(language) for words in COLUMNS])
    naming = Naming(found.problem, language)
    for fate in found.fates:
        writer.writerow(map(harmless, _row(found, fate, naming)))
    return text.getvalue()


def _row(found: Progress, fate: Fate, naming: Naming) -> Iterator[str]:
    target = found.problem.target.get(fate.visit.target)
    purposes = {"coverage", "lookback", "special"}
    purpose = fate.visit.purpose
    yield fate.visit.target
    yield target.title if target else ""
    yield naming.purpose(purpose) if purpose in purposes else purpose  # type: ignore[arg-type]
    yield STATES[fate.state].say(naming.language)
    for visit in (fate.planned, fate.actual):
        if visit is None:
            yield from ("", "", "")
        else:
            yield visit.round
            yield naming.value("round", visit.round)
            yield naming.value("team", visit.team) if visit.team else ""
