"""`after`: what follows the rounds, and what of it is overdue."""

from pathlib import Path
from typing import Annotated

import typer

from xuncha_plan.cli.days import as_of_day
from xuncha_plan.cli.options import Lang, PlanArgument, ProblemOption, Quiet
from xuncha_plan.cli.stop import BAD_INPUT, OK, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

ABOUT = Words(
    "巡察之后的工作：反馈、整改方案、集中整改到期、评估，逐月有多少；写明 --as-of 则列出到这天"
    "逾期的和快到期的。期限在问题文件的 rectification 中改。",
    "What follows the rounds: feedback, rectification plan, end of rectification, evaluation, by "
    "month; with --as-of what is overdue on that day and what is due soon. The periods are "
    "`rectification` in the problem file.",
)
NEEDS_DAY = Words("--done 要与 --as-of 一起写", "--done goes with --as-of")


def after(
    ctx: typer.Context,
    plan: PlanArgument,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE"),
        Words("列出到这天逾期的和快到期的", "list what is overdue or due soon on that day"),
    ] = None,
    within: Annotated[
        int,
        typer.Option("--within", metavar="DAYS", min=0, max=3660),
        Words("快到期是多少天之内", "how many days ahead is soon"),
    ] = 30,
    done: Annotated[
        Path | None,
        typer.Option("--done", metavar="FILE"),
        Words(
            "已完成的步骤：CSV 或 XLSX，列为对象编号、步骤，可加轮次",
            "finished steps: CSV or XLSX with target, step, and round if wanted",
        ),
    ] = None,
    problem: ProblemOption = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Reads the plan and its problem, prints the months, or what is due."""
    from xuncha_plan.cli.opened import opened
    from xuncha_plan.files.done_table import read_done
    from xuncha_plan.report.follow_up import STEPS
    from xuncha_plan.report.screen.after import due_table, month_table, open_steps, periods
    from xuncha_plan.report.screen.plan import print_parts

    voice = Voice(ctx.obj, quiet)
    day = None if as_of is None else as_of_day(as_of)
    if done is not None and day is None:
        raise Stop(BAD_INPUT, NEEDS_DAY)
    found = opened(plan, problem, voice)
    for doubt in found.doubts():
        voice.note(doubt.words, **doubt.blanks)
    if day is None:
        print_parts(
            voice.console(),
            [month_table(found.plan, voice.language), "", periods(found.plan, voice.language)],
        )
        return OK
    finished = read_done(done, found.problem, STEPS) if done else ()
    known = {(one.target, one.step, one.round) for one in finished}
    steps = open_steps(found.plan, known, day)
    print_parts(voice.console(), due_table(steps, day, within, voice.language))
    return OK
