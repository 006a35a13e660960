"""`workbook`: a problem file as a workbook to fill in, and a workbook as a problem file."""

from pathlib import Path
from typing import Annotated

import typer

from xuncha_plan.cli.options import Force, Lang, ProblemArgument, Quiet
from xuncha_plan.cli.stop import BAD_INPUT, OK, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

ABOUT = Words(
    "把问题文件写成一个可在 Excel、WPS 中填写的工作簿（-o 名称.xlsx），或把这样的工作簿写成问题文件"
    "（-o 名称.yaml），内容不多不少。各命令也可直接读这样的工作簿。",
    "Writes a problem file as a workbook to fill in with Excel or WPS (-o NAME.xlsx), or such a "
    "workbook as a problem file (-o NAME.yaml); nothing is lost. Every command also reads such a "
    "workbook where a problem file is due.",
)
BAD_NAME = Words(
    "-o 应为 .xlsx（写成工作簿）或 .yaml（写成问题文件），而不是“{path}”",
    "-o takes a name that ends in .xlsx (a workbook) or .yaml (a problem file), not {path}",
)
EXISTS = Words(
    "{path}：已有文件；如要覆盖请加 --force", "{path}: is there already; use --force to replace it"
)
ELSEWHERE = Words(
    "规则“{rule}”用到的原计划“{file}”要放在{folder}中",
    "the rule {rule} needs the earlier plan {file} in {folder}",
)
TO_BOOK = Words(
    "已写入 {path}；填好后：xuncha-plan check {path}",
    "{path} is written; once it is filled in: xuncha-plan check {path}",
)
TO_FILE = Words(
    "已写入 {path}；接着：xuncha-plan solve {path} -o plan.yaml",
    "{path} is written; next: xuncha-plan solve {path} -o plan.yaml",
)
BOOKS, FILES = frozenset({".xlsx"}), frozenset({".yaml", ".yml"})


def workbook(
    ctx: typer.Context,
    file: ProblemArgument = None,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE"),
        Words("写入的文件：.xlsx 或 .yaml", "the file to write: .xlsx or .yaml"),
    ] = Path("targets.xlsx"),
    force: Force = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Reads the problem in one form, writes it whole in the other."""
    from xuncha_plan.cli.opened import problem_path, warn
    from xuncha_plan.files.output import prepare_output
    from xuncha_plan.files.problem_file import read_problem
    from xuncha_plan.files.problem_text import problem_text
    from xuncha_plan.files.stated import stated
    from xuncha_plan.files.whole import write_whole

    voice = Voice(ctx.obj, quiet)
    kind = output.suffix.lower()
    if kind not in BOOKS | FILES:
        raise Stop(BAD_INPUT, BAD_NAME, path=output)
    path = problem_path(file)
    prepare_output(output, inputs=(path,), force=True)
    if output.exists() and not force:
        raise Stop(BAD_INPUT, EXISTS, path=output)
    reading = read_problem(path)
    warn(voice, reading.warnings)
    if kind in BOOKS:
        from xuncha_plan.report.problem_book import problem_book

        data = problem_book(reading.problem, voice.language, output)
    else:
        data = problem_text(stated(reading.problem)).encode()
    write_whole(output, data)
    for rule in reading.problem.rules:
        if rule.earlier_plan is not None and not (output.parent / rule.earlier_plan).exists():
            blanks = {"rule": rule.title_or_name, "file": rule.earlier_plan}
            voice.note(ELSEWHERE, folder=output.resolve().parent, **blanks)
    voice.note(TO_BOOK if kind in BOOKS else TO_FILE, path=output)
    return OK
