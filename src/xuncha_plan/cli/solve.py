"""`solve`: the best plan, and how far it can be from best."""

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xuncha_plan.cli.options import Force, Lang, ProblemArgument, Quiet, Seed, TimeLimit, Workers
from xuncha_plan.cli.proving import ProofOption
from xuncha_plan.cli.solving import STOPPED, filled, refuse_settings, refuse_wrong, without_plan
from xuncha_plan.cli.stop import BAD_INPUT, OK, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import PlanRecord, Problem, VisitRecord, Words

if TYPE_CHECKING:
    from xuncha_plan.solver import Outcome, Settings

ABOUT = Words(
    "求最好的计划。按 Ctrl-C 停止并保留已有的最好计划。"
    "退出码：0有计划，1证明无解，2输入有误，3时限内没有找到，4故障。",
    "Finds the best plan. Ctrl-C stops and keeps the best so far. Exit code 0: a plan, 1: proved "
    "that none exists, 2: bad input, 3: none found in the time, 4: a fault.",
)
BAD_GAP = Words("--gap 应为百分数或小数，例如 1%", "--gap takes a share, such as 1%")
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

OutputOption = Annotated[
    Path,
    typer.Option("--output", "-o", metavar="PLAN"),
    Words("写入的计划文件", "the plan file to write"),
]
GapOption = Annotated[
    str,
    typer.Option("--gap", metavar="SHARE"),
    Words("差距不超过此即止，如 1%", "stop where the gap is no larger, such as 1%"),
]
WarmOption = Annotated[
    Path | None,
    typer.Option("--warm", metavar="PLAN"),
    Words("从这份计划开始，接着求更好的", "begin with this plan and better it"),
]
VerboseOption = Annotated[
    bool, typer.Option("--verbose"), Words("显示模型规模", "show the sizes of the model")
]


def solve(
    ctx: typer.Context,
    file: ProblemArgument = None,
    output: OutputOption = Path("plan.yaml"),
    time_limit: TimeLimit = 60,
    workers: Workers = 0,
    seed: Seed = 1,
    gap: GapOption = "0",
    warm: WarmOption = None,
    proof: ProofOption = None,
    verbose: VerboseOption = False,
    force: Force = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Reads, solves, checks, writes, shows."""
    from xuncha_plan.cli.hopeless import counted_out, say_conflict
    from xuncha_plan.cli.opened import problem_path, warn
    from xuncha_plan.cli.proving import with_proofs
    from xuncha_plan.cli.solver_version import refuse_missing_solver
    from xuncha_plan.files.output import prepare_output
    from xuncha_plan.files.plan_file import write_plan
    from xuncha_plan.files.problem_file import read_problem
    from xuncha_plan.files.proof_file import prepare_proof
    from xuncha_plan.solver import Settings

    voice = Voice(ctx.obj, quiet)
    refuse_settings(time_limit, workers, seed)
    share, path = _share(gap), problem_path(file)
    prepare_output(output, inputs=(path,), force=force)
    if proof is not None:
        prepare_proof(proof, inputs=(path, output), force=force)
    reading = read_problem(path)
    warn(voice, reading.warnings)
    refuse_missing_solver()
    if (code := counted_out(voice, reading.problem, path)) is not None:
        return code
    begin = () if warm is None else _begin_with(warm)
    settings = Settings(time_limit, workers, seed, share, begin)
    outcome = _outcome(voice, reading.problem, settings)
    if verbose:
        sizes = [SIZE[name].say(voice.language, n=n) for name, n in outcome.sizes.items()]
        voice.error(SIZES.say(voice.language, sizes=sizes))
    if outcome.record is None:
        code = without_plan(voice, outcome)
        if outcome.kind == "infeasible":
            say_conflict(voice, reading.problem, path, settings)
        return code
    record = filled(outcome.record, reading.problem, path, output, settings)
    refuse_wrong(reading.problem, record, voice)
    write_plan(output, record, force=force)
    if proof is not None:
        record = with_proofs(voice, reading.problem, record, proof, settings)
        write_plan(output, record, force=force)
    if remark := outcome.words or STOPPED.get(outcome.kind):
        voice.note(remark)
    _show(voice, reading.problem, record)
    voice.note(WRITTEN, path=output, seconds=f"{outcome.seconds:.1f}")
    return OK


def _begin_with(warm: Path) -> tuple[VisitRecord, ...]:
    """The visits of an earlier plan, by whatever problem; BadInput where it cannot be read."""
    from xuncha_plan.files.plan_file import read_plan

    return read_plan(warm).visits


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
    from xuncha_plan.report.screen.progress import Watch
    from xuncha_plan.solver import solve as solved

    if voice.quiet:
        return solved(problem, settings, lambda progress: None)
    with Watch(voice.error_console(), voice.language, problem.tiers) as watch:
        return solved(problem, settings, watch)


def _show(voice: Voice, problem: Problem, record: PlanRecord) -> None:
    from xuncha_plan.check import plan_of
    from xuncha_plan.report.findings.text import line
    from xuncha_plan.report.screen.plan import show_summary
    from xuncha_plan.report.screen.too_late import notes

    if voice.quiet:
        return
    plan = plan_of(problem, record)
    show_summary(voice.console(), plan, record, voice.language)
    for note in notes(plan):
        voice.error(line(note, voice.language))
