"""The plan by years and rounds, and what it does at each milestone."""

from collections.abc import Iterator
from itertools import groupby

from rich.table import Table
from rich.text import Text

from xuncha_plan.model import Language, Over, Plan, Words, decimal
from xuncha_plan.report.figures import Stretch, milestones, percent, stretches, weeks
from xuncha_plan.report.grid import Cell, grid, shown
from xuncha_plan.report.naming import Naming

PERIOD = Words("年度与轮次", "year, round")
STRETCH = (
    Words("任务", "visits"),
    Words("累计覆盖", "covered"),
    Words("比例", "share"),
    Words("回头看", "back"),
    Words("专项", "special"),
    Words("投入/力量", "load/capacity"),
    Words("负荷", "used"),
)
MILESTONE = (
    Words("进度节点", "milestone"),
    Words("结论", "verdict"),
    Words("截止", "by"),
    Words("应达", "wanted"),
    Words("计划", "planned"),
)
REACHED, SHORT = Words("达到", "ok"), Words("不足", "short")


def periods_table(plan: Plan, language: Language, over: tuple[Over, ...]) -> Table:
    """One line a year, a round, or each year with its rounds below."""
    lines = {s.name: s for s in stretches(plan, "round")}
    years = {s.name: s for s in stretches(plan, "year")}
    naming = Naming(plan.problem, language)
    rows = []
    for year, rounds in groupby(_by_year(plan), key=lambda pair: pair[0]):
        if "year" in over:
            style = "bold" if "round" in over else ""
            rows.append([shown(year, style), *_figures(years[year], style)])
        if "round" in over:
            indent = "  " if "year" in over else ""
            rows += [
                [shown(indent + naming.both("round", r)), *_figures(lines[r], "")]
                for _, r in rounds
            ]
    headings = [PERIOD.say(language), *(words.say(language) for words in STRETCH)]
    return grid(headings, rows)


def _by_year(plan: Plan) -> list[tuple[str, str]]:
    return sorted(
        ((str(r.year), r.id) for r in plan.problem.ordered), key=lambda pair: int(pair[0])
    )


def _figures(stretch: Stretch, style: str) -> list[Text]:
    used = percent(stretch.load, stretch.capacity)
    over = stretch.load > stretch.capacity
    return [
        Text(str(stretch.visits), style),
        Text(str(stretch.covered), style),
        Text(percent(stretch.covered, stretch.wanted), style),
        Text(str(stretch.lookbacks or "-"), style),
        Text(str(stretch.specials or "-"), style),
        Text(f"{weeks(stretch.load)}/{weeks(stretch.capacity)}", style),
        Text(used, "red" if over else style),
    ]


def milestone_table(plan: Plan, language: Language) -> Table | None:
    """One line a milestone; None where the problem has none."""
    rows = list(_milestones(plan, language))
    headings = [words.say(language) for words in MILESTONE]
    return grid(headings, rows, words=2) if rows else None


def _milestones(plan: Plan, language: Language) -> Iterator[list[Cell]]:
    for reached in milestones(plan):
        words, style = (REACHED, "green") if reached.is_reached else (SHORT, "red")
        yield [
            reached.name,
            Text(words.say(language), style),
            reached.by.isoformat(),
            decimal(reached.wanted),
            decimal(reached.done),
        ]
