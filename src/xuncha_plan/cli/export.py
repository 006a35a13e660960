"""`export`: the papers that are handed in and read."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from xuncha_plan.cli.options import Force, Lang, PlanArgument, ProblemOption, Quiet
from xuncha_plan.cli.stop import BAD_INPUT, NO, OK, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

if TYPE_CHECKING:
    from xuncha_plan.cli.opened import Opened

ABOUT = Words(
    "把计划导出为表：每个任务一行。计划做出之后问题文件有变的，不予导出。",
    "Writes a plan as a table, one row a visit. A plan whose problem has changed is refused.",
)
FORMATS = ("csv",)
NO_FORMAT = Words(
    "不能导出为“{format}”；现有 {known}", "cannot export to {format}; there are {known}"
)
NO_YEAR = Words("没有{year}年的轮次；现有 {known}", "no round is in {year}; there are {known}")
BOTH = Words("--year 与 --split-years 只能写一个", "write either --year or --split-years")
ACCEPT = Words(
    "{doubt}；仍要导出请加 --accept-stale", "{doubt}; --accept-stale exports it all the same"
)
FOREIGN = Words(
    "{path}：已有文件，且不是本程序导出的；如要覆盖请加 --force",
    "{path}: a file is there that is no export of ours; use --force to replace it",
)
NO_FOLDER = Words(
    "{path}：是文件，--split-years 要写入文件夹", "{path}: is a file; --split-years needs a folder"
)
WRITTEN = Words("已写入 {path}", "{path} is written")


def export(
    ctx: typer.Context,
    plan: PlanArgument,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="PATH"),
        Words("写入的文件；分年时为文件夹", "the file to write; with --split-years a folder"),
    ],
    to: Annotated[
        str, typer.Option("--to", metavar="csv"), Words("导出的格式", "the format")
    ] = "csv",
    year: Annotated[
        int | None, typer.Option("--year", metavar="YEAR"), Words("只导出一年", "one year alone")
    ] = None,
    split_years: Annotated[
        bool, typer.Option("--split-years"), Words("每年一个文件", "a file a year")
    ] = False,
    header: Annotated[
        Literal["ids", "zh", "en"] | None,
        typer.Option("--header"),
        Words(
            "表头与名称：ids 为文件中的编号；不写随界面语言",
            "headings and names: ids as in the files; none: the language's",
        ),
    ] = None,
    encoding: Annotated[
        Literal["utf-8-sig", "gb18030", "utf-8"],
        typer.Option("--encoding"),
        Words("CSV 的编码", "the CSV's encoding"),
    ] = "utf-8-sig",
    problem: ProblemOption = None,
    accept_stale: Annotated[
        bool,
        typer.Option("--accept-stale"),
        Words("问题文件有变也导出", "export although the problem has changed"),
    ] = False,
    force: Force = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Reads the plan and its problem, writes the files whole."""
    from xuncha_plan.cli.opened import opened
    from xuncha_plan.files.whole import write_whole
    from xuncha_plan.report.csv_file import csv_file

    voice = Voice(ctx.obj, quiet)
    if to not in FORMATS:
        raise Stop(BAD_INPUT, NO_FORMAT, format=to, known=FORMATS)
    if year is not None and split_years:
        raise Stop(BAD_INPUT, BOTH)
    found = opened(plan, problem, voice)
    _refuse_doubtful(found, accept_stale, voice)
    files = _files(found, output, year, split_years)
    for path, _ in files:
        _prepare(path, found, force)
    for path, one_year in files:
        write_whole(path, csv_file(found.plan, header or voice.language, encoding, one_year))
        voice.note(WRITTEN, path=path)
    return OK


def _refuse_doubtful(found: "Opened", accept: bool, voice: Voice) -> None:
    for doubt in found.doubts():
        if not accept:
            raise Stop(NO, ACCEPT, doubt=doubt.say(voice.language))
        voice.note(doubt.words, **doubt.blanks)


def _files(
    found: "Opened", output: Path, year: int | None, split: bool
) -> list[tuple[Path, int | None]]:
    years = found.problem.years
    if year is not None and year not in years:
        raise Stop(BAD_INPUT, NO_YEAR, year=year, known=years)
    if not split:
        return [(output, year)]
    if output.exists() and not output.is_dir():
        raise Stop(BAD_INPUT, NO_FOLDER, path=output)
    output.mkdir(parents=True, exist_ok=True)
    return [(output / f"{found.path.stem}-{one}.csv", one) for one in years]


def _prepare(path: Path, found: "Opened", force: bool) -> None:
    from xuncha_plan.files.output import prepare_output
    from xuncha_plan.report.csv_file import is_ours

    prepare_output(path, inputs=(found.path, found.problem_path), force=True)
    if not force and path.exists() and not is_ours(path.read_bytes()):
        raise Stop(BAD_INPUT, FOREIGN, path=path)
