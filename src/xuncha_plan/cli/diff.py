"""`diff`: what moved between two plans."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from xuncha_plan.cli.options import InPlaceOfScreen, Lang, Quiet, TextJsonOrCsv
from xuncha_plan.cli.stop import NO, OK
from xuncha_plan.cli.voice import Voice
from xuncha_plan.cli.written import Form, written
from xuncha_plan.model import Words

if TYPE_CHECKING:
    from xuncha_plan.files.problem_file import Reading
    from xuncha_plan.report.diff.changes import Diff, Side
    from xuncha_plan.report.rows import Header

ABOUT = Words(
    "比较两份计划：哪些任务改了轮次、方式或巡察组，哪些是新增或取消的，各年、各组、各层级变了多少。",
    "Compares two plans: which visits changed round, mode or team, which are new or dropped, and "
    "what this comes to by year, team and tier.",
)


def diff(
    ctx: typer.Context,
    old: Annotated[Path, typer.Argument(metavar="A"), Words("原来的计划", "the plan as it was")],
    new: Annotated[Path, typer.Argument(metavar="B"), Words("现在的计划", "the plan as it is")],
    problem: Annotated[
        Path | None,
        typer.Option("--problem", metavar="FILE"),
        Words("B的问题文件；不写则取计划中记录的", "the problem of B; none: the one it records"),
    ] = None,
    form: TextJsonOrCsv = "text",
    output: InPlaceOfScreen = None,
    header: Annotated[
        Literal["ids", "zh", "en"] | None,
        typer.Option("--header"),
        Words(
            "CSV 的表头：ids 为文件中的编号；不写随界面语言",
            "headings of the CSV: ids as in the files; none: the language's",
        ),
    ] = None,
    exit_code: Annotated[
        bool,
        typer.Option("--exit-code"),
        Words("有变动则退出码为1", "exit with 1 if the plans differ"),
    ] = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Reads both plans, prints or writes what differs."""
    from xuncha_plan.files.output import prepare_output
    from xuncha_plan.report.diff.changes import compared

    voice = Voice(ctx.obj, quiet)
    if output is not None:
        prepare_output(output, inputs=[old, new, *([problem] if problem else [])], force=True)
    found = compared(_side(old, None), _side(new, problem))
    if output is not None:
        text = _document(found, form, header or voice.language, voice)
        written(voice, text, form, output)
    elif form == "text":
        _show(voice, found)
    else:
        voice.document(_document(found, form, header or voice.language, voice).rstrip())
    return NO if exit_code and found.moves else OK


def _side(path: Path, stated: Path | None) -> "Side":
    """A plan with the problem that is stated or recorded, if that is to be found."""
    from xuncha_plan.cli.opened import recorded
    from xuncha_plan.files.digest import digest
    from xuncha_plan.files.plan_file import read_plan
    from xuncha_plan.report.diff.changes import Side

    record = read_plan(path)
    reading = _read(stated or recorded(path, record))
    if reading is None:
        return Side(str(path), record, None)
    is_current = record.sha256 in ("", digest(reading.problem))
    return Side(str(path), record, reading.problem, is_current)


def _read(path: Path | None) -> "Reading | None":
    from xuncha_plan.files.problem_file import read_problem

    return None if path is None else read_problem(path)


def _show(voice: Voice, found: "Diff") -> None:
    from xuncha_plan.report.diff.text import show_diff

    show_diff(voice.console(), found, voice.language)


def _document(found: "Diff", form: Form, header: "Header", voice: Voice) -> str:
    match form:
        case "json":
            from xuncha_plan.report.diff.json import diff_json

            return diff_json(found, voice.language) + "\n"
        case "csv":
            from xuncha_plan.report.diff.csv import diff_csv

            return diff_csv(found, header)
        case "text":
            from xuncha_plan.report.diff.text import diff_text

            return diff_text(found, voice.language)
