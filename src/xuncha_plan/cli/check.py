"""`check`: whether a problem file is in order, and whether a plan keeps every rule."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xuncha_plan.cli.options import Lang, ProblemArgument, Quiet
from xuncha_plan.cli.stop import BAD_INPUT, NO, OK, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

if TYPE_CHECKING:
    from xuncha_plan.report.findings import Report

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


def check(
    ctx: typer.Context,
    file: ProblemArgument = None,
    plan: Annotated[
        Path | None,
        typer.Argument(metavar="PLAN"),
        Words("计划文件；不写则只检查问题文件", "the plan; none: the problem file alone"),
    ] = None,
    form: Annotated[
        str, typer.Option("--format", metavar="text|json"), Words("输出格式", "the output's format")
    ] = "text",
    output: Annotated[
        list[str] | None,
        typer.Option("--output", metavar="FORMAT=PATH"),
        Words("另以某格式写入文件；可多次", "also write a file in a format; may be repeated"),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option("--strict"),
        Words("有警告也算读不了", "warnings too make the file unreadable"),
    ] = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Reads, checks, writes what was found."""
    from xuncha_plan.cli.opened import problem_path
    from xuncha_plan.report.formats import FORMATS

    voice = Voice(ctx.obj, quiet)
    files = [_file(text) for text in output or ()]
    for name in (form, *(name for name, _ in files)):
        if name not in FORMATS:
            raise Stop(BAD_INPUT, NO_FORMAT, format=name, known=tuple(FORMATS))
    report = _report(problem_path(file), plan, [path for _, path in files])
    for name, path in files:
        _write(path, FORMATS[name](report, voice.language))  # type: ignore[index] # looked up above
    if form == "text":
        voice.result(FORMATS["text"](report, voice.language))
    else:
        voice.document(FORMATS[form](report, voice.language))  # type: ignore[index]
    if strict and report.warnings:
        return BAD_INPUT
    return NO if report.findings else OK


def _file(text: str) -> tuple[str, Path]:
    name, equals, path = text.partition("=")
    if not (equals and path):
        raise Stop(BAD_INPUT, NO_PATH, text=text)
    return name, Path(path)


def _report(problem_file: Path, plan_file: Path | None, outputs: list[Path]) -> "Report":
    from xuncha_plan.check import findings, plan_of, tier_values
    from xuncha_plan.files.digest import digest
    from xuncha_plan.files.output import prepare_output
    from xuncha_plan.files.plan_file import read_plan
    from xuncha_plan.files.problem_file import read_problem
    from xuncha_plan.report.findings import Report, breaches, warnings

    inputs = [path for path in (problem_file, plan_file) if path is not None]
    for path in outputs:
        prepare_output(path, inputs=inputs, force=True)
    reading = read_problem(problem_file)
    odd = warnings(reading.warnings)
    if plan_file is None:
        return Report(warnings=odd)
    record = read_plan(plan_file)
    found = findings(reading.problem, record, digest(reading.problem))
    return Report(
        breaches(found),
        odd,
        tier_values(plan_of(reading.problem, record)),
        titles={tier.id: tier.title for tier in reading.problem.tiers},
        rules=len(reading.problem.rules),
        visits=len(record.visits),
    )


def _write(path: Path, text: str) -> None:
    from xuncha_plan.files.whole import write_whole

    write_whole(path, f"{text}\n".encode())
