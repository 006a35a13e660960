"""`init`: a file to begin with."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xuncha_plan.cli.asking import Answers, ask, can_ask
from xuncha_plan.cli.options import Force, Lang, Quiet
from xuncha_plan.cli.stop import BAD_INPUT, OK, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

if TYPE_CHECKING:
    from xuncha_plan.files.target_list import TargetList

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
TAKEN = Words("认出的列：{columns}", "columns: {columns}")
OTHERS = Words(
    "其余的列照原样保留：{columns}；要另作他用，加 --column 项=列，如 --column 标签={first}",
    "other columns are kept: {columns}; to take one for something, add --column FIELD=HEADING, "
    "such as --column tags={first}",
)
BAD_COLUMN = Words(
    "--column 应写成 项=列，项为{known}之一，而不是“{text}”",
    "--column takes FIELD=HEADING, where FIELD is one of {known}, not {text}",
)
FEW = 5  # targets that a message lists
WRITTEN = Words(
    "已写入 {path}；接着：xuncha-plan solve {path} -o plan.yaml",
    "{path} is written; next: xuncha-plan solve {path} -o plan.yaml",
)


TableArgument = Annotated[
    Path | None,
    typer.Argument(metavar="TABLE"),
    Words(
        "对象表：每行一个对象，至少有“编号”“工作量”两列；在终端上不写则逐项询问",
        "targets, one a row, with the headings id and workload at least; none, on a terminal: "
        "questions are asked",
    ),
]
FromOption = Annotated[
    Path | None, typer.Option("--from", metavar="TABLE"), Words("同 TABLE", "same as TABLE")
]
ExampleOption = Annotated[
    bool, typer.Option("--example"), Words("样例区的问题文件", "the reference district")
]
OutputOption = Annotated[
    Path, typer.Option("--output", "-o", metavar="FILE"), Words("写入的文件", "the file to write")
]
ColumnOption = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=HEADING"),
    Words(
        "指定哪一列是什么，如 名称=单位简称；可多次",
        "which column is what, such as name=Unit; may be repeated",
    ),
]
DistrictOption = Annotated[
    str | None,
    typer.Option("--district", metavar="NAME"),
    Words("辖区名称", "the district's name"),
]
FirstYearOption = Annotated[
    int | None,
    typer.Option("--first-year", metavar="YEAR"),
    Words("届期的第一年；不写为明年", "the term's first year; none: next year"),
]


def init(
    ctx: typer.Context,
    table: TableArgument = None,
    source: FromOption = None,
    example: ExampleOption = False,
    output: OutputOption = Path("targets.yaml"),
    column: ColumnOption = None,
    district: DistrictOption = None,
    first_year: FirstYearOption = None,
    force: Force = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Writes the draft or the example whole."""
    from xuncha_plan.files.output import prepare_output
    from xuncha_plan.files.whole import write_whole

    voice = Voice(ctx.obj, quiet)
    if first_year is not None and not 2000 <= first_year <= 2090:
        raise Stop(BAD_INPUT, NO_YEAR)
    wanted = Answers(table or source, district, first_year or _next_year(), output)
    if table is None and source is None and not example and can_ask():
        wanted = ask(voice, wanted)
    elif (wanted.table is None) is not example or (table is not None and source is not None):
        raise Stop(BAD_INPUT, ONE)
    named = dict(_named(text) for text in column or ())
    inputs = () if wanted.table is None else (wanted.table,)
    prepare_output(wanted.output, inputs=inputs, force=True)
    if wanted.output.exists() and not force:
        raise Stop(BAD_INPUT, EXISTS, path=wanted.output)
    data = _example() if wanted.table is None else _draft(wanted.table, wanted, named, voice)
    write_whole(wanted.output, data)
    voice.note(WRITTEN, path=wanted.output)
    return OK


def _named(text: str) -> tuple[str, str]:
    """A field and the heading that is to be taken for it."""
    from xuncha_plan.files.target_table import HEADINGS

    name, _, heading = (part.strip() for part in text.replace("＝", "=", 1).partition("="))
    for key, known in HEADINGS.items():
        if name.casefold() in {one.casefold() for one in (key, *known)} and heading:
            return key, heading
    raise Stop(BAD_INPUT, BAD_COLUMN, text=text, known=tuple(x[0] for x in HEADINGS.values()))


def _next_year() -> int:
    return date.today().year + 1


def _example() -> bytes:
    """The reference district: in the package, or beside it in a source checkout."""
    import xuncha_plan

    package = Path(xuncha_plan.__file__).parent
    packaged, source = package / "files" / "targets.yaml", package.parents[1] / "data/targets.yaml"
    return (packaged if packaged.exists() else source).read_bytes()


def _draft(table: Path, wanted: Answers, named: Mapping[str, str], voice: Voice) -> bytes:
    """A file for the table's targets; what is odd, assumed, or taken for what is said.

    Where columns are named, the file holds the targets: it could not find them by their headings.
    """
    from xuncha_plan.cli.opened import warn
    from xuncha_plan.files.target_list import read_target_list
    from xuncha_plan.report.starter import starter
    from xuncha_plan.report.strength import strength

    found = read_target_list(table, named)
    warn(voice, found.warnings)
    _say_columns(found, voice)
    assumed = strength(found.targets, wanted.first_year)
    rounds, teams, capacity = len(assumed.rounds), assumed.teams, assumed.capacity
    voice.note(ASSUMED, rounds=rounds, teams=teams, capacity=capacity)
    if homeless := assumed.homeless:
        some = tuple(target.title for target in homeless[:FEW])
        voice.note(HOMELESS, count=len(homeless), targets=some)
    beside = None if named else _beside(table, wanted.output)
    return starter(
        found.targets, assumed, table.name, beside, voice.language, wanted.district
    ).encode()


def _say_columns(found: "TargetList", voice: Voice) -> None:
    """Says which column was taken for what, and which were not taken for anything."""
    from xuncha_plan.files.target_table import HEADINGS

    taken = []
    for key, heading in found.columns.items():
        name = HEADINGS[key][0] if voice.language == "zh" else key
        taken.append(name if name == heading else f"{name}←{heading}")
    voice.note(TAKEN, columns=tuple(taken))
    if found.others:
        voice.note(OTHERS, columns=found.others, first=found.others[0])


def _beside(table: Path, output: Path) -> str | None:
    """The table as the problem file may name it; None outside its folder, where it may not."""
    folder = output.resolve().parent
    real = table.resolve()
    return real.relative_to(folder).as_posix() if real.is_relative_to(folder) else None
