"""`export`: the papers that are handed in and read."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from xuncha_plan.cli.options import Force, Lang, PlanArgument, ProblemOption, Quiet
from xuncha_plan.cli.stop import BAD_INPUT, NO, OK, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Plan, Words

if TYPE_CHECKING:
    from xuncha_plan.cli.opened import Opened
    from xuncha_plan.report.exports import Format

ABOUT = Words(
    "导出计划：CSV（每个任务一行）、XLSX（各种台账和表）、DOCX（五年规划，--year 则为年度计划）、"
    "ICS（日历）、HTML（可以调整的图表页）。计划做出之后问题文件有变的，不予导出。",
    "Writes a plan as CSV (one row a visit), XLSX (every ledger and sheet), DOCX (the five-year "
    "plan, or with --year that year's), ICS (calendar), HTML (charts that can be edited). A plan "
    "whose problem has changed is refused.",
)
NO_FORMAT = Words(
    "不能导出为“{format}”；现有 {known}", "cannot export to {format}; there are {known}"
)
NO_YEAR = Words("没有{year}年的轮次；现有 {known}", "no round is in {year}; there are {known}")
BOTH = Words("--year 与 --split-years 只能写一个", "write either --year or --split-years")
ONLY_FOR = Words("{option} 只用于 {format}", "{option} is for {format} alone")
COMPANIONS = {"docx": "--template", "html": "--compare"}
LOST = Words(
    "{plan}：有{count}个任务所指的对象、轮次或巡察组在问题文件中没有，不参加对照",
    "{plan}: {count} visits name a target, round or team that the problem lacks; they are left out",
)
ACCEPT = Words(
    "{doubt}；仍要导出请加 --accept-stale", "{doubt}; --accept-stale exports it all the same"
)
FOREIGN = Words(
    "{path}：已有文件，且不是本程序导出的，或导出后有改动；如要覆盖请加 --force",
    "{path}: a file is there that is no export of ours, or was edited since; use --force to "
    "replace it",
)
NO_FOLDER = Words(
    "{path}：是文件；写多个文件时须为文件夹", "{path}: is a file; several files need a folder"
)
WRITTEN = Words("已写入 {path}", "{path} is written")

OutputOption = Annotated[
    Path,
    typer.Option("--output", "-o", metavar="PATH"),
    Words(
        "写入的文件；多种格式或分年时为文件夹",
        "the file to write; for several formats or years a folder",
    ),
]
ToOption = Annotated[
    str | None,
    typer.Option("--to", metavar="FORMAT,..."),
    Words(
        "格式：csv、xlsx、docx、ics、html，可写几种，用逗号隔开；不写则随文件名",
        "csv, xlsx, docx, ics, html, or several with commas; none: as the file's name says",
    ),
]
YearOption = Annotated[
    int | None, typer.Option("--year", metavar="YEAR"), Words("只导出一年", "one year alone")
]
SplitYearsOption = Annotated[
    bool, typer.Option("--split-years"), Words("每年一个文件", "a file a year")
]
HeaderOption = Annotated[
    Literal["ids", "zh", "en"] | None,
    typer.Option("--header"),
    Words(
        "CSV 的表头与名称：ids 为文件中的编号；不写随界面语言",
        "the CSV's headings and names: ids as in the files; none: the language's",
    ),
]
EncodingOption = Annotated[
    Literal["utf-8-sig", "gb18030", "utf-8"],
    typer.Option("--encoding"),
    Words("CSV 的编码", "the CSV's encoding"),
]
DatesOption = Annotated[
    bool,
    typer.Option("--dates"),
    Words(
        "CSV 末尾加进驻、撤点、反馈、整改等日期",
        "end the CSV's rows with entry, departure, feedback and rectification",
    ),
]
TemplateOption = Annotated[
    Path | None,
    typer.Option("--template", metavar="FILE"),
    Words(
        "DOCX 的模板：自己的红头文件，正文放在 {{{{正文}}}} 处",
        "a DOCX to fill: your letterhead, the text where it says {{{{body}}}}",
    ),
]
CompareOption = Annotated[
    Path | None,
    typer.Option("--compare", metavar="PLAN"),
    Words("HTML 中与之对照的原计划", "an earlier plan to lay under the HTML's"),
]
AcceptStaleOption = Annotated[
    bool,
    typer.Option("--accept-stale"),
    Words("问题文件有变也导出", "export although the problem has changed"),
]


def export(
    ctx: typer.Context,
    plan: PlanArgument,
    output: OutputOption,
    to: ToOption = None,
    year: YearOption = None,
    split_years: SplitYearsOption = False,
    header: HeaderOption = None,
    encoding: EncodingOption = "utf-8-sig",
    dates: DatesOption = False,
    template: TemplateOption = None,
    compare: CompareOption = None,
    problem: ProblemOption = None,
    accept_stale: AcceptStaleOption = False,
    force: Force = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Reads the plan and its problem, writes the files whole."""
    from xuncha_plan.cli.opened import opened
    from xuncha_plan.files.whole import write_whole
    from xuncha_plan.report.exports import Wanted, exported

    voice = Voice(ctx.obj, quiet)
    formats = _formats(to, output)
    _refuse_misplaced(formats, year, split_years, {"docx": template, "html": compare})
    found = opened(plan, problem, voice)
    _refuse_doubtful(found, accept_stale, voice)
    wanted = Wanted(
        found.plan,
        found.record,
        voice.language,
        header,
        encoding,
        with_dates=dates,
        template=template,
        earlier=_earlier(compare, found, voice),
    )
    papers = _papers(found, output, formats, year, split_years)
    for paper in papers:
        _prepare(paper, found, (template, compare), force)
    made = [exported(paper.to, replace(wanted, year=paper.year)) for paper in papers]
    for paper, data in zip(papers, made, strict=True):
        write_whole(paper.path, data)
        voice.note(WRITTEN, path=paper.path)
    return OK


@dataclass(frozen=True)
class _Paper:
    """One file to write; a year of None is the term."""

    path: Path
    to: "Format"
    year: int | None


def _formats(to: str | None, output: Path) -> "list[Format]":
    """The formats that are asked for, else the one that the file's name says."""
    from xuncha_plan.report.exports import FORMATS

    known: dict[str, Format] = {name: name for name in FORMATS}
    if to is None:
        return [known.get(output.suffix.lower().lstrip("."), "csv")]
    asked = dict.fromkeys(part.strip().lower() for part in to.replace("，", ",").split(","))
    for name in asked:
        if name not in known:
            raise Stop(BAD_INPUT, NO_FORMAT, format=name, known=FORMATS)
    return [known[name] for name in asked]


def _refuse_misplaced(
    formats: "list[Format]", year: int | None, split: bool, companions: "dict[Format, Path | None]"
) -> None:
    if year is not None and split:
        raise Stop(BAD_INPUT, BOTH)
    for name, path in companions.items():
        if path is not None and name not in formats:
            raise Stop(BAD_INPUT, ONLY_FOR, option=COMPANIONS[name], format=name)


def _earlier(path: Path | None, found: "Opened", voice: Voice) -> Plan | None:
    """The plan to compare with, as far as the problem has the names of its visits."""
    if path is None:
        return None
    from xuncha_plan.check import plan_of
    from xuncha_plan.files.plan_file import read_plan

    record = read_plan(path)
    plan = plan_of(found.problem, record)
    if lost := len(record.visits) - len(plan.visits):
        voice.note(LOST, plan=path, count=lost)
    return plan


def _refuse_doubtful(found: "Opened", accept: bool, voice: Voice) -> None:
    for doubt in found.doubts():
        if not accept:
            raise Stop(NO, ACCEPT, doubt=doubt.say(voice.language))
        voice.note(doubt.words, **doubt.blanks)


def _papers(
    found: "Opened", output: Path, formats: "list[Format]", year: int | None, split: bool
) -> list[_Paper]:
    years = found.problem.years
    if year is not None and year not in years:
        raise Stop(BAD_INPUT, NO_YEAR, year=year, known=years)
    if not split and len(formats) == 1:
        return [_Paper(output, formats[0], year)]
    if output.exists() and not output.is_dir():
        raise Stop(BAD_INPUT, NO_FOLDER, path=output)
    output.mkdir(parents=True, exist_ok=True)
    return [
        _Paper(output / f"{found.path.stem}{'' if one is None else f'-{one}'}.{to}", to, one)
        for to in formats
        for one in (years if split else (year,))
    ]


def _prepare(paper: _Paper, found: "Opened", others: tuple[Path | None, ...], force: bool) -> None:
    from xuncha_plan.files.output import prepare_output
    from xuncha_plan.report.exports import is_ours

    inputs = [found.path, found.problem_path, *filter(None, others)]
    prepare_output(paper.path, inputs=inputs, force=True)
    if force or not paper.path.exists():
        return
    if not is_ours(paper.to, paper.path.read_bytes()):
        raise Stop(BAD_INPUT, FOREIGN, path=paper.path)
