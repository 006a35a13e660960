"""`show`: a plan on the terminal."""

from dataclasses import replace
from typing import Annotated, Literal

import typer

from xuncha_plan.cli.named import by_ids, refuse_unknown
from xuncha_plan.cli.options import Lang, PlanArgument, ProblemOption, Quiet
from xuncha_plan.cli.stop import OK
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

ABOUT = Words(
    "在终端上看计划：总览，或按年度、轮次、巡察组、地域、行业领域看，或逐个列出任务。",
    "Shows a plan: as a whole, by year, round, team, region or sector, or visit by visit.",
)

ByOption = Annotated[
    Literal["year", "round", "team", "region", "sector"] | None,
    typer.Option("--by"),
    Words("只看一个方面", "one view alone"),
]
YearOption = Annotated[
    str | None,
    typer.Option("--year", metavar="YEAR"),
    Words("列出该年的任务", "list the year's visits"),
]
InRoundOption = Annotated[
    str | None,
    typer.Option("--round", metavar="ID"),
    Words("列出该轮的任务", "list the round's visits"),
]
TeamOption = Annotated[
    str | None,
    typer.Option("--team", metavar="ID"),
    Words("列出该组的任务", "list the team's visits"),
]
TargetOption = Annotated[
    str | None,
    typer.Option("--target", metavar="ID"),
    Words("一个对象的情况与任务", "one target's history"),
]
RegionOption = Annotated[
    str | None,
    typer.Option("--region", metavar="ID"),
    Words("列出该地域的任务", "list the region's visits"),
]
SectorOption = Annotated[
    str | None,
    typer.Option("--sector", metavar="ID"),
    Words("列出该行业领域的任务", "list the sector's visits"),
]
TooLateOption = Annotated[
    bool,
    typer.Option("--too-late"),
    Words("列出排得太晚、届期内无法回头看的对象", "list what no look-back can follow"),
]


def show(
    ctx: typer.Context,
    plan: PlanArgument,
    problem: ProblemOption = None,
    by: ByOption = None,
    year: YearOption = None,
    in_round: InRoundOption = None,
    team: TeamOption = None,
    target: TargetOption = None,
    region: RegionOption = None,
    sector: SectorOption = None,
    too_late: TooLateOption = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Reads the plan and its problem, prints the view that is asked for."""
    from xuncha_plan.cli.filed import filing_notes
    from xuncha_plan.cli.opened import opened
    from xuncha_plan.report.screen.plan import show_plan, show_too_late, show_visits
    from xuncha_plan.report.screen.visit_list import Filter

    voice = Voice(ctx.obj, quiet)
    found = opened(plan, problem, voice)
    for doubt in found.doubts():
        voice.note(doubt.words, **doubt.blanks)
    for words, blanks in filing_notes(plan):
        voice.note(words, **blanks)
    asked = Filter(year, in_round, team, target, region, sector)
    asked = replace(asked, **by_ids(found.problem, asked.stated()))
    refuse_unknown(found.problem, asked.stated())
    if too_late:
        show_too_late(voice.console(), found.plan, voice.language)
    elif any(asked.stated()):
        show_visits(voice.console(), found.plan, voice.language, asked)
    else:
        show_plan(voice.console(), found.plan, found.record, voice.language, by)
    return OK
