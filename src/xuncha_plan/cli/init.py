"""`init`: a file to begin with."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from xuncha_plan.cli.options import Force, Lang, Quiet
from xuncha_plan.cli.stop import BAD_INPUT, OK, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

ABOUT = Words(
    "按对象表（CSV、XLSX）起草一个问题文件，或写出134个对象的样例区。",
    "Drafts a problem file from a table of targets (CSV, XLSX), or writes the reference district "
    "of 134 targets.",
)
ONE = Words(
    "请写明对象表，或加 --example 写出样例；两者只写一个",
    "name a table of targets, or write the reference district with --example; one of the two",
)
NO_YEAR = Words("--first-year 应在2000与2090之间", "--first-year is between 2000 and 2090")
EXISTS = Words(
    "{path}：已有文件；如要覆盖请加 --force", "{path}: is there already; use --force to replace it"
)
ASSUMED = Words(
    "轮次和巡察组是假定的（{rounds}轮、{teams}组、每组每轮{capacity}组周），请改成本地的安排",
    "rounds and teams are assumed ({rounds} rounds, {teams} teams of {capacity} team-weeks a "
    "round): put yours in their place",
)
HOMELESS = Words(
    "有{count}个对象在假定的轮次中都排不进（{targets}）：请改轮次，或改它们的起止日期",
    "{count} targets fit none of the assumed rounds ({targets}): change the rounds or their days",
)
FEW = 5  # targets that a message lists
WRITTEN = Words(
    "已写入 {path}；接着：xuncha-plan solve {path} -o plan.yaml",
    "{path} is written; next: xuncha-plan solve {path} -o plan.yaml",
)


def init(
    ctx: typer.Context,
    table: Annotated[
        Path | None,
        typer.Argument(metavar="TABLE"),
        Words(
            "对象表：每行一个对象，至少有“编号”“工作量”两列",
            "targets, one a row, with the headings id and workload at least",
        ),
    ] = None,
    example: Annotated[
        bool, typer.Option("--example"), Words("样例区的问题文件", "the reference district")
    ] = False,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE"),
        Words("写入的文件", "the file to write"),
    ] = Path("targets.yaml"),
    first_year: Annotated[
        int | None,
        typer.Option("--first-year", metavar="YEAR"),
        Words("届期的第一年；不写为明年", "the term's first year; none: next year"),
    ] = None,
    force: Force = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Writes the draft or the example whole."""
    from xuncha_plan.files.output import prepare_output
    from xuncha_plan.files.whole import write_whole

    voice = Voice(ctx.obj, quiet)
    if (table is None) is not example:
        raise Stop(BAD_INPUT, ONE)
    if first_year is not None and not 2000 <= first_year <= 2090:
        raise Stop(BAD_INPUT, NO_YEAR)
    prepare_output(output, inputs=() if table is None else (table,), force=True)
    if output.exists() and not force:
        raise Stop(BAD_INPUT, EXISTS, path=output)
    data = _example() if table is None else _draft(table, output, first_year or _next_year(), voice)
    write_whole(output, data)
    voice.note(WRITTEN, path=output)
    return OK


def _next_year() -> int:
    return date.today().year + 1


def _example() -> bytes:
    """The reference district: in the package, or beside it in a source checkout."""
    import xuncha_plan

    package = Path(xuncha_plan.__file__).parent
    packaged, source = package / "files" / "targets.yaml", package.parents[1] / "data/targets.yaml"
    return (packaged if packaged.exists() else source).read_bytes()


def _draft(table: Path, output: Path, first_year: int, voice: Voice) -> bytes:
    """A file for the table's targets; what is odd or assumed is said."""
    from xuncha_plan.cli.opened import warn
    from xuncha_plan.files.target_list import read_target_list
    from xuncha_plan.report.starter import starter
    from xuncha_plan.report.strength import strength

    targets, warnings = read_target_list(table)
    warn(voice, warnings)
    assumed = strength(targets, first_year)
    rounds, teams, capacity = len(assumed.rounds), assumed.teams, assumed.capacity
    voice.note(ASSUMED, rounds=rounds, teams=teams, capacity=capacity)
    if homeless := assumed.homeless:
        some = tuple(target.title for target in homeless[:FEW])
        voice.note(HOMELESS, count=len(homeless), targets=some)
    beside = _beside(table, output)
    return starter(targets, assumed, table.name, beside, voice.language).encode()


def _beside(table: Path, output: Path) -> str | None:
    """The table as the problem file may name it; None outside its folder, where it may not."""
    folder = output.resolve().parent
    real = table.resolve()
    return real.relative_to(folder).as_posix() if real.is_relative_to(folder) else None
