"""`fmt`: puts right what is surely a slip of the keyboard or of the encoding."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xuncha_plan.cli.options import Lang, Quiet
from xuncha_plan.cli.stop import BAD_INPUT, NO, OK, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

if TYPE_CHECKING:
    from xuncha_plan.files.repair import Repaired

ABOUT = Words(
    "改正问题文件和计划文件中确定无疑的笔误：当作YAML符号用的全角标点、缩进用的制表符、UTF-8以外的"
    "编码。注释和其余每个字节都不动。--check 只列出，有可改的退出码为1；"
    "改不了的错误照样列出，退出码为2。",
    "Puts right what is surely a slip in a problem or plan file: full-width punctuation used as "
    "YAML, tabs as indentation, encodings other than UTF-8. Comments and every other byte stay. "
    "With --check nothing is written and the exit code is 1 where something would be; faults that "
    "are no slips are said, and the exit code is 2.",
)
TABLE = Words("{file}：只整理YAML和JSON文件", "{file}: only YAML and JSON files are put right")
DONE = Words("已改正{count}处：{file}", "{count} put right: {file}")
WOULD = Words("可改正{count}处：{file}", "{count} can be put right: {file}")
KINDS = frozenset({".yaml", ".yml", ".json"})


def fmt(
    ctx: typer.Context,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE..."),
        Words("问题文件、计划文件", "problem and plan files"),
    ],
    fix: Annotated[
        bool,
        typer.Option("--fix/--check"),
        Words("改正并写回，或只列出", "write what is put right, or only list it"),
    ] = True,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Repairs each file, says what was changed and what is still wrong."""
    from xuncha_plan.files.output import refuse_unwritable
    from xuncha_plan.files.repair import repaired
    from xuncha_plan.files.source import read_bytes
    from xuncha_plan.files.whole import write_whole

    voice = Voice(ctx.obj, quiet)
    codes = [OK]
    for path in files:
        if path.suffix.lower() not in KINDS:
            raise Stop(BAD_INPUT, TABLE, file=path)
        data = read_bytes(path)
        result = repaired(data, path)
        if fix and result.data != data:
            refuse_unwritable(path)
            write_whole(path, result.data)
        codes.append(_said(result, path, fix, voice))
    return max(codes)


def _said(result: "Repaired", path: Path, fix: bool, voice: Voice) -> int:
    from xuncha_plan.report.visible import visible

    for one in result.fixes:
        voice.result(visible(f"{one.place}: {one.words.say(voice.language)}"))
    for fault in result.faults:
        voice.error(fault.say(voice.language))
    if result.fixes:
        voice.note(DONE if fix else WOULD, count=len(result.fixes), file=path)
    if result.faults:
        return BAD_INPUT
    return NO if result.fixes and not fix else OK
