"""`init`: a file to begin with."""

from pathlib import Path
from typing import Annotated

import typer

from xuncha_plan.cli.options import Force, Lang, Quiet
from xuncha_plan.cli.stop import BAD_INPUT, OK, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

ABOUT = Words(
    "写出一个可以着手修改的问题文件：134个对象的样例区。",
    "Writes a problem file to begin with: the reference district of 134 targets.",
)
ONLY_EXAMPLE = Words(
    "目前只能写出样例，请加 --example", "only the reference district can be written: add --example"
)
EXISTS = Words(
    "{path}：已有文件；如要覆盖请加 --force", "{path}: is there already; use --force to replace it"
)
WRITTEN = Words(
    "已写入 {path}；接着：xuncha-plan solve {path} -o plan.yaml",
    "{path} is written; next: xuncha-plan solve {path} -o plan.yaml",
)


def init(
    ctx: typer.Context,
    example: Annotated[
        bool, typer.Option("--example"), Words("样例区的问题文件", "the reference district")
    ] = False,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", metavar="FILE"),
        Words("写入的文件", "the file to write"),
    ] = Path("targets.yaml"),
    force: Force = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Writes the example whole."""
    from xuncha_plan.files.output import prepare_output
    from xuncha_plan.files.whole import write_whole

    voice = Voice(ctx.obj, quiet)
    if not example:
        raise Stop(BAD_INPUT, ONLY_EXAMPLE)
    prepare_output(output, inputs=(), force=True)
    if output.exists() and not force:
        raise Stop(BAD_INPUT, EXISTS, path=output)
    write_whole(output, _example())
    voice.note(WRITTEN, path=output)
    return OK


def _example() -> bytes:
    """The reference district: in the package, or beside it in a source checkout."""
    import xuncha_plan

    package = Path(xuncha_plan.__file__).parent
    packaged, source = package / "files" / "targets.yaml", package.parents[1] / "data/targets.yaml"
    return (packaged if packaged.exists() else source).read_bytes()
