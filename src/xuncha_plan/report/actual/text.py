"""Progress for the eye: what is done, by groups, at the milestones, and what slipped."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from xuncha_plan.model import Language, Words
from xuncha_plan.report.actual.states import STATES, Fate, Progress, State
from xuncha_plan.report.actual.sums import (
    BYS,
    STANDINGS,
    AtMilestone,
    By,
    Group,
    at_milestones,
    groups,
)
from xuncha_plan.report.figures import weeks
from xuncha_plan.report.grid import Cell, grid, shown, title
from xuncha_plan.report.naming import DIMENSIONS, Naming

SUMMARY = Words(
    "截至{day}：计划{planned}项，完成{done}项（提前{early}、推后{late}），未完成{slipped}项，"
    "进行中{running}项，未到期{ahead}项；另有计划外{extra}项",
    "on {day}: {planned} planned, {done} done ({early} early, {late} late), {slipped} slipped, "
    "{running} under way, {ahead} ahead; {extra} not planned",
)
PLANNED = Words("计划", "planned")
COLUMNS: tuple[State, ...] = ("done", "early", "late", "slipped", "running", "ahead", "extra")
MILESTONES = Words("进度节点", "Milestones")
NAME, BY, WANTED, DONE, COMING, SHORT, STANDING = (
    Words("节点", "milestone"),
    Words("截止", "by"),
    Words("应完成", "wanted"),
    Words("已完成", "done"),
    Words("还将", "to come"),
    Words("缺", "short"),
    Words("情况", "standing"),
)
MOVED = Words("与计划不同的任务", "Visits that went otherwise")
TARGET, STATE, WAS, NOW = (
    Words("对象", "target"),
    Words("情况", "state"),
    Words("计划", "planned"),
    Words("实际", "actual"),
)
_ALARMING = frozenset({"slipped", "at risk", "missed"})


def progress_parts(found: Progress, language: Language) -> Iterator[RenderableType]:
    """What is printed, part by part."""
    yield Text(SUMMARY.say(language, day=found.as_of, **counts(found)))
    for by in BYS:
        if its := groups(found, by):
            yield title(DIMENSIONS[by].say(language))
            yield _groups(found, by, its, language)
    if its_milestones := at_milestones(found):
        yield title(MILESTONES.say(language))
        yield _milestones(its_milestones, language)
    if moved := [fate for fate in found.fates if fate.state not in {"done", "running", "ahead"}]:
        yield title(MOVED.say(language))
        yield _moved(found, moved, language)


def counts(found: Progress) -> dict[str, int]:
    """How many visits are in each state; `done` counts the early and the late as well."""
    states = {str(state): sum(1 for x in found.fates if x.state == state) for state in STATES}
    planned = len(found.fates) - states["extra"]
    done = states["done"] + states["early"] + states["late"]
    return {**states, "planned": planned, "done": done}


def _groups(found: Progress, by: By, its: list[Group], language: Language) -> RenderableType:
    naming = Naming(found.problem, language)
    states = [s for s in COLUMNS if any(group.states.get(s) for group in its)]
    headings = [DIMENSIONS[by], PLANNED, *(STATES[state] for state in states)]
    rows: list[list[Cell]] = [
        [
            naming.value(by, group.name),
            str(group.planned),
            *(_count(group.states.get(state, 0), state) for state in states),
        ]
        for group in its
    ]
    return grid([words.say(language) for words in headings], rows)


def _count(count: int, state: str) -> Text:
    return Text(str(count or "-"), "red" if count and state in _ALARMING else "")


def _milestones(its: list[AtMilestone], language: Language) -> RenderableType:
    headings = (NAME, STANDING, BY, WANTED, DONE, COMING, SHORT)
    rows: list[list[Cell]] = [
        [
            one.name,
            shown(STANDINGS[one.standing].say(language), _style(one.standing)),
            one.by,
            *(weeks(x) for x in (one.wanted, one.done, one.coming, one.short)),
        ]
        for one in its
    ]
    return grid([words.say(language) for words in headings], rows, words=2)


def _style(word: str) -> str:
    return "red" if word in _ALARMING else ""


def _moved(found: Progress, moved: list[Fate], language: Language) -> RenderableType:
    naming = Naming(found.problem, language)
    rows: list[list[Cell]] = []
    for fate in moved:
        target = found.problem.target.get(fate.visit.target)
        was, now = (
            naming.value("round", visit.round) if visit else "-"
            for visit in (fate.planned, fate.actual)
        )
        name = fate.visit.target if target is None else f"{target.id} {target.title}"
        rows.append([shown(STATES[fate.state].say(language), _style(fate.state)), name, was, now])
    headings = (STATE, TARGET, WAS, NOW)
    return grid([words.say(language) for words in headings], rows, words=4)
