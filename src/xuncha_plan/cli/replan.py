"""`replan`: the world has changed; what has begun stays, and as little else as can be changes."""

from pathlib import Path
from typing import Annotated

import typer

from xuncha_plan.cli.options import (
    Force,
    Lang,
    ProblemArgument,
    Quiet,
    Seed,
    TextOrJson,
    TimeLimit,
    Workers,
)
from xuncha_plan.cli.solving import refuse_counts, refuse_settings
from xuncha_plan.cli.stop import BAD_INPUT, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

ABOUT = Words(
    "情况变了，在原计划上改：已开始的轮次不动，变动最少（给出证明），再按各层级求最好，并说明每处变动的"
    "原因。FILE 是现在的情况，--from 是原计划。--stress 则抽取若干突发情况，看计划经不经得起。",
    "Changes a plan for a changed world: what has begun stays, the change is least (proved), then "
    "the tiers are made best, and each move has its reason. FILE is the world as it is now, --from "
    "the plan as it was. --stress draws disruptions instead and tells how the plan survives them.",
)
NEEDS_OUTPUT = Words("缺少 -o：写入的新计划", "-o is missing: the new plan to write")
BAD_KIND = Words(
    "--stress-kind 没有“{kind}”；可写：{known}", "--stress-kind: there is no {kind}; known: {known}"
)
KINDS = ("team", "round", "specials")

PlanOption = Annotated[
    Path, typer.Option("--from", metavar="PLAN"), Words("原计划", "the plan as it was")
]
AsOfOption = Annotated[
    str,
    typer.Option("--as-of", metavar="DATE"),
    Words("截至这一天已开始的轮次不动", "rounds that have begun by this day stay"),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="NEW"),
    Words("写入的新计划", "the new plan to write"),
]
FreezeYearOption = Annotated[
    list[int] | None,
    typer.Option("--freeze-year", metavar="YEAR"),
    Words("这一年的任务不动；可多次", "a year that stays as it is; may be repeated"),
]
FiledYearOption = Annotated[
    list[int] | None,
    typer.Option("--filed-year", metavar="YEAR"),
    Words("已报备的年度，少动为好；可多次", "a year filed already, to be spared; may be repeated"),
]
FiledCostOption = Annotated[
    str,
    typer.Option("--filed-cost", metavar="N"),
    Words("动一个已报备年度的任务计多少", "what a change that touches a filed year counts"),
]
CostOption = Annotated[
    list[str] | None,
    typer.Option("--cost", metavar="PART=N"),
    Words(
        "变动怎样计：target 按任务，或 round、mode、team 按项；可多次；不写为 target=1",
        "what a change counts: by target, or by round, mode, team; may be repeated; none: target=1",
    ),
]
RenamedOption = Annotated[
    list[str] | None,
    typer.Option("--renamed", metavar="OLD=NEW"),
    Words(
        "改了编号或被合并的对象、轮次、巡察组；可多次",
        "a target, round or team with a new id, or merged into another; may be repeated",
    ),
]
PinsOption = Annotated[
    Path | None,
    typer.Option("--pins", metavar="FILE"),
    Words(
        "在 HTML 页面上调整后存下的 pins.yaml：这些任务排在所放之处",
        "the pins.yaml that was saved from the HTML page: its visits stay where they were put",
    ),
]
GiveWayOption = Annotated[
    bool,
    typer.Option("--give-way"),
    Words("做不到的规则让步，让步最少", "rules that cannot hold give way, as little as can be"),
]
StressOption = Annotated[
    int,
    typer.Option("--stress", metavar="N"),
    Words(
        "不写计划，抽取N次突发情况各重排一次",
        "write nothing, draw N disruptions and re-plan each",
    ),
]
StressKindOption = Annotated[
    list[str] | None,
    typer.Option("--stress-kind", metavar="KIND"),
    Words(
        "突发情况：team 一个组缺席一轮，round 取消一轮，specials 一轮十个专项；不写为全部",
        "team: one misses a round, round: one is cancelled, specials: ten in one; none: all",
    ),
]
JobsOption = Annotated[
    int,
    typer.Option("--jobs", metavar="N"),
    Words(
        "--stress 时同时求解几个；0为每核一个",
        "with --stress: how many at a time; 0: one a core",
    ),
]


def replan(
    ctx: typer.Context,
    plan: PlanOption,
    as_of: AsOfOption,
    file: ProblemArgument = None,
    output: OutputOption = None,
    freeze_year: FreezeYearOption = None,
    filed_year: FiledYearOption = None,
    filed_cost: FiledCostOption = "10",
    cost: CostOption = None,
    renamed: RenamedOption = None,
    pins: PinsOption = None,
    give_way: GiveWayOption = False,
    stress: StressOption = 0,
    stress_kind: StressKindOption = None,
    form: TextOrJson = "text",
    time_limit: TimeLimit = 60,
    workers: Workers = 0,
    seed: Seed = 1,
    jobs: JobsOption = 0,
    force: Force = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Reads, then re-plans once or for each disruption that is drawn."""
    from xuncha_plan.cli.opened import problem_path
    from xuncha_plan.cli.replanning import Job, Wish
    from xuncha_plan.cli.stress import stressed
    from xuncha_plan.files.output import prepare_output
    from xuncha_plan.solver import Settings

    voice = Voice(ctx.obj, quiet)
    refuse_settings(time_limit, workers, seed)
    refuse_counts({"--stress": stress, "--jobs": jobs})
    for kind in stress_kind or ():
        if kind not in KINDS:
            raise Stop(BAD_INPUT, BAD_KIND, kind=kind, known=KINDS)
    path = problem_path(file)
    if output is not None:
        prepare_output(output, inputs=(path, plan, *([pins] if pins else ())), force=force)
    elif not stress:
        raise Stop(BAD_INPUT, NEEDS_OUTPUT)
    wish = Wish(
        as_of, tuple(freeze_year or ()), tuple(filed_year or ()), filed_cost, tuple(cost or ()),
        tuple(renamed or ()), give_way, pins,
    )  # fmt: skip
    settings = Settings(time_limit=time_limit, workers=workers, seed=seed)
    job = Job.read(voice, path, plan, wish, settings)
    if stress:
        return stressed(job, stress, tuple(stress_kind or ()), jobs, form)
    return job.run(output or path, form, force=force)
