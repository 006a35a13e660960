"""`solve`: the best plan, and how far it can be from best."""

import os
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xuncha_plan.cli.options import Force, Lang, ProblemArgument, Quiet
from xuncha_plan.cli.stop import BAD_INPUT, FAULT, INTERRUPTED, NO, NO_TIME, OK, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import PlanRecord, Problem, Words

if TYPE_CHECKING:
    from xuncha_plan.solver import Outcome, Settings

ABOUT = Words(
    "求最好的计划。按 Ctrl-C 停止并保留已有的最好计划。"
    "退出码：0有计划，1证明无解，2输入有误，3时限内没有找到，4故障。",
    "Finds the best plan. Ctrl-C stops and keeps the best so far. Exit code 0: a plan, 1: proved "
    "that none exists, 2: bad input, 3: none found in the time, 4: a fault.",
)
BAD_TIME = Words("--time-limit 应为大于0的秒数", "--time-limit takes a number of seconds above 0")
BAD_COUNT = Words("{option} 应为不小于0的整数", "{option} takes a whole number of at least 0")
BAD_GAP = Words("--gap 应为百分数或小数，例如 1%", "--gap takes a share, such as 1%")
WRONG = Words(
    "求解器给出的计划没有通过检查，未写入：{finding}",
    "the solver's plan does not pass the check and is not written: {finding}",
)
ENDS = {
    "infeasible": (NO, Words("已证明没有可行的计划", "it is proved that no plan exists")),
    "no_plan": (NO_TIME, Words("时限内没有找到计划", "no plan was found in the time")),
    "interrupted": (INTERRUPTED, Words("已中断，没有计划", "interrupted without a plan")),
    "fault": (FAULT, Words("求解器故障，可以重试", "a fault of the solver; try again")),
}
STOPPED = {
    "interrupted": Words("已中断，保留已有的最好计划", "interrupted; the best plan so far is kept"),
    "fault": Words(
        "求解器中途故障，保留已有的最好计划", "the solver failed; the best plan is kept"
    ),
}
WRITTEN = Words("用时{seconds}秒，已写入 {path}", "{path} is written after {seconds} s")
SIZES = Words("规模：{sizes}", "sizes: {sizes}")
SIZE = {
    "targets": Words("对象{n}", "{n} targets"),
    "classes": Words("同类{n}", "{n} classes"),
    "counts": Words("计数变量{n}", "{n} counts"),
    "booleans": Words("逐个对象则需布尔变量{n}", "{n} Booleans were it one a target"),
    "variables": Words("变量{n}", "{n} variables"),
    "rows": Words("约束{n}", "{n} rows"),
}
DETAIL = Words("{end}：{words}", "{end}: {words}")


def solve(
    ctx: typer.Context,
    file: ProblemArgument = None,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="PLAN"),
        Words("写入的计划文件", "the plan file to write"),
    ] = Path("plan.yaml"),
    time_limit: Annotated[
        float, typer.Option("--time-limit", metavar="SECONDS"), Words("时限（秒）", "time limit")
    ] = 60,
    workers: Annotated[
        int,
        typer.Option("--workers", metavar="N"),
        Words("并行数；0由求解器决定", "threads; 0: the solver decides"),
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", metavar="N"), Words("随机种子", "random seed")] = 1,
    gap: Annotated[
        str,
        typer.Option("--gap", metavar="SHARE"),
        Words("差距不超过此即止，如 1%", "stop where the gap is no larger, such as 1%"),
    ] = "0",
    verbose: Annotated[
        bool, typer.Option("--verbose"), Words("显示模型规模", "show the sizes of the model")
    ] = False,
    force: Force = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Reads, solves, checks, writes, shows."""
    from xuncha_plan.cli.opened import problem_path, warn
    from xuncha_plan.cli.solver_version import refuse_missing_solver
    from xuncha_plan.files.output import prepare_output
    from xuncha_plan.files.plan_file import write_plan
    from xuncha_plan.files.problem_file import read_problem
    from xuncha_plan.solver import Settings

    voice = Voice(ctx.obj, quiet)
    _refuse_settings(time_limit, workers, seed)
    share, path = _share(gap), problem_path(file)
    prepare_output(output, inputs=(path,), force=force)
    reading = read_problem(path)
    warn(voice, reading.warnings)
    refuse_missing_solver()
    settings = Settings(time_limit=time_limit, workers=workers, seed=seed, gap=share)
    outcome = _outcome(voice, reading.problem, settings)
    if verbose:
        sizes = [SIZE[name].say(voice.language, n=n) for name, n in outcome.sizes.items()]
        voice.error(SIZES.say(voice.language, sizes=sizes))
    if outcome.record is None:
        return _end(voice, outcome)
    record = _filled(outcome.record, reading.problem, path, output, settings)
    _refuse_wrong(reading.problem, record, voice)
    write_plan(output, record, force=force)
    if remark := outcome.words or STOPPED.get(outcome.kind):
        voice.note(remark)
    _show(voice, reading.problem, record)
    voice.note(WRITTEN, path=output, seconds=f"{outcome.seconds:.1f}")
    return OK


def _refuse_settings(time_limit: float, workers: int, seed: int) -> None:
    if not 0 < time_limit < float("inf"):  # and so no NaN
        raise Stop(BAD_INPUT, BAD_TIME)
    for option, value in (("--workers", workers), ("--seed", seed)):
        if not 0 <= value < 2**31:
            raise Stop(BAD_INPUT, BAD_COUNT, option=option)


def _share(text: str) -> Fraction:
    from pydantic import TypeAdapter, ValidationError

    from xuncha_plan.model import Share
    from xuncha_plan.model.quantity import Plain

    try:
        share: Fraction = TypeAdapter(Share).validate_python(Plain(text))
    except ValidationError:
        raise Stop(BAD_INPUT, BAD_GAP) from None
    return share


def _outcome(voice: Voice, problem: Problem, settings: "Settings") -> "Outcome":
    from xuncha_plan.report.progress import Watch
    from xuncha_plan.solver import solve as solved

    if voice.quiet:
        return solved(problem, settings, lambda progress: None)
    with Watch(voice.error_console(), voice.language, problem.tiers) as watch:
        return solved(problem, settings, watch)


def _end(voice: Voice, outcome: "Outcome") -> int:
    """Says why there is no plan; `optimal` and `feasible` without one are the solver's fault."""
    code, words = ENDS.get(outcome.kind, ENDS["fault"])
    if outcome.words is None:
        voice.error(words.say(voice.language))
    else:
        voice.error(DETAIL.say(voice.language, end=words, words=outcome.words))
    return code


def _filled(
    record: PlanRecord, problem: Problem, path: Path, output: Path, settings: "Settings"
) -> PlanRecord:
    """The record with what the solver does not know: whose it is, and how it was made."""
    from xuncha_plan import __version__
    from xuncha_plan.files.digest import digest

    stated: dict[str, object] = {
        "time_limit": settings.time_limit,
        "workers": settings.workers,
        "seed": settings.seed,
    }
    if settings.gap:
        stated |= {"gap": settings.gap}
    return replace(
        record,
        jurisdiction=problem.jurisdiction.name,
        problem_file=_relative(path, output),
        sha256=digest(problem),
        program=f"xuncha-plan {__version__}",
        settings=stated,
    )


def _relative(path: Path, output: Path) -> str:
    """The problem as seen from the plan's folder; absolute only where no such path exists."""
    try:
        return Path(os.path.relpath(path.resolve(), output.resolve().parent)).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()


def _refuse_wrong(problem: Problem, record: PlanRecord, voice: Voice) -> None:
    """A solver's word is a claim: only what the checker has nothing against is written."""
    from xuncha_plan.check import findings
    from xuncha_plan.report.findings import breaches
    from xuncha_plan.report.findings_text import line

    for remark in breaches(findings(problem, record, record.sha256)):
        raise Stop(FAULT, WRONG, finding=line(remark, voice.language))


def _show(voice: Voice, problem: Problem, record: PlanRecord) -> None:
    from xuncha_plan.check import plan_of
    from xuncha_plan.report.screen import show_summary

    if not voice.quiet:
        show_summary(voice.console(), plan_of(problem, record), record, voice.language)
