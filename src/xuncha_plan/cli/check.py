"""`check`: whether a problem file is in order, and whether a plan keeps every rule."""

from pathlib import Path
from typing import Annotated

import typer

from xuncha_plan.cli.options import Lang, ProblemArgument, Quiet
from xuncha_plan.cli.stop import BAD_INPUT, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

ABOUT = Words(
    "检查问题文件；给出计划时，检查计划是否遵守每条规则、所称的值是否属实。没有问题退出码为0，有问题为1，读不了为2。",
    "Checks a problem file and, where a plan is given, whether the plan keeps every rule and its "
    "claims are true. Exit code 0: nothing found, 1: findings, 2: unreadable.",
)
NO_FORMAT = Words(
    "没有格式“{format}”；现有 {known}", "there is no format {format}; there are {known}"
)
NO_PATH = Words(
    "--output 应写成 格式=路径，而不是“{text}”", "--output takes FORMAT=PATH, not {text}"
)
FORMATS_HELP = "text|json|sarif|junit|github|summary"


def check(
    ctx: typer.Context,
    file: ProblemArgument = None,
    plan: Annotated[
        Path | None,
        typer.Argument(metavar="PLAN"),
        Words("计划文件；不写则只检查问题文件", "the plan; none: the problem file alone"),
    ] = None,
    form: Annotated[
        str,
        typer.Option("--format", metavar=FORMATS_HELP),
        Words("输出格式", "the output's format"),
    ] = "text",
    output: Annotated[
        list[str] | None,
        typer.Option("--output", metavar="FORMAT=PATH"),
        Words("另以某格式写入文件；可多次", "also write a file in a format; may be repeated"),
    ] = None,
    proof: Annotated[
        Path | None,
        typer.Option("--proof", metavar="PATH"),
        Words("再核实一份证明文件，不用求解器", "also verify a proof file, without a solver"),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option("--strict"),
        Words("有警告也算读不了", "warnings too make the file unreadable"),
    ] = False,
    watch: Annotated[
        bool,
        typer.Option("--watch"),
        Words("文件一变就再检查，Ctrl-C结束", "check again at every change, until Ctrl-C"),
    ] = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Reads, checks, writes what was found."""
    from xuncha_plan.cli.checking import Checking
    from xuncha_plan.cli.opened import problem_path
    from xuncha_plan.cli.watching import watched
    from xuncha_plan.report.findings.formats import FORMATS

    files = tuple(_file(text) for text in output or ())
    for name in (form, *(name for name, _ in files)):
        if name not in FORMATS:
            raise Stop(BAD_INPUT, NO_FORMAT, format=name, known=tuple(FORMATS))
    voice = Voice(ctx.obj, quiet)
    checking = Checking(problem_path(file), plan, form, files, strict, voice, proof=proof)
    return watched(checking) if watch else checking.once()


def _file(text: str) -> tuple[str, Path]:
    name, equals, path = text.partition("=")
    if not (equals and path):
        raise Stop(BAD_INPUT, NO_PATH, text=text)
    return name, Path(path)
