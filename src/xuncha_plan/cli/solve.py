"""`solve`: the best plan, and how far it can be from best."""

from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from xuncha_plan.cli.options import Force, Lang, ProblemArgument, Quiet, Seed, TimeLimit, Workers
from xuncha_plan.cli.proving import ProofOption
from xuncha_plan.cli.stop import BAD_INPUT, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

ABOUT = Words(
    "求最好的计划。按 Ctrl-C 停止并保留已有的最好计划。"
    "退出码：0有计划，1证明无解，2输入有误，3时限内没有找到，4故障。",
    "Finds the best plan. Ctrl-C stops and keeps the best so far. Exit code 0: a plan, 1: proved "
    "that none exists, 2: bad input, 3: none found in the time, 4: a fault.",
)
EITHER = Words("--warm 与 --resume 只能写一个", "give either --warm or --resume")
BAD_MEMORY = Words("--memory 应为不小于0的 MiB 数", "--memory takes a number of MiB of at least 0")
BAD_GAP = Words("--gap 应为百分数或小数，例如 1%", "--gap takes a share, such as 1%")
OutputOption = Annotated[
    Path,
    typer.Option("--output", "-o", metavar="PLAN"),
    Words("写入的计划文件", "the plan file to write"),
]
GapOption = Annotated[
    str,
    typer.Option("--gap", metavar="SHARE"),
    Words("差距不超过此即止，如 1%", "stop where the gap is no larger, such as 1%"),
]
WarmOption = Annotated[
    Path | None,
    typer.Option("--warm", metavar="PLAN"),
    Words("从这份计划开始，接着求更好的", "begin with this plan and better it"),
]
ResumeOption = Annotated[
    bool,
    typer.Option("--resume"),
    Words(
        "从磁盘上已有的最好计划接着求，同一问题已证明的界保留",
        "go on from the best plan on disk; what was proved of the same problem stays",
    ),
]
MemoryOption = Annotated[
    float,
    typer.Option("--memory", metavar="MIB"),
    Words(
        "求解进程最多占用的内存；0为本机内存的九成",
        "memory that the solving process may hold; 0: most of the machine's",
    ),
]
ReproducibleOption = Annotated[
    bool,
    typer.Option("--reproducible"),
    Words(
        "同一版本、同类机器上每次得到同一份计划；时限按求解的步数折算，较慢",
        "the same plan on every run of one version on one kind of machine; the time limit counts "
        "steps of work, and it is slower",
    ),
]
VerboseOption = Annotated[
    bool, typer.Option("--verbose"), Words("显示模型规模", "show the sizes of the model")
]


def solve(
    ctx: typer.Context,
    file: ProblemArgument = None,
    output: OutputOption = Path("plan.yaml"),
    time_limit: TimeLimit = 60,
    workers: Workers = 0,
    seed: Seed = 1,
    gap: GapOption = "0",
    warm: WarmOption = None,
    resume: ResumeOption = False,
    proof: ProofOption = None,
    memory: MemoryOption = 0,
    reproducible: ReproducibleOption = False,
    verbose: VerboseOption = False,
    force: Force = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Reads, solves, checks, writes, shows."""
    from xuncha_plan.cli.planning import Asked, Planning

    if warm is not None and resume:
        raise Stop(BAD_INPUT, EITHER)
    if not 0 <= memory < float("inf"):
        raise Stop(BAD_INPUT, BAD_MEMORY)
    asked = Asked(
        output=output,
        time_limit=time_limit,
        workers=workers,
        seed=seed,
        gap=_share(gap),
        memory=memory,
        reproducible=reproducible,
        warm=warm,
        resume=resume,
        proof=proof,
        verbose=verbose,
        force=force,
    )
    return Planning(file, Voice(ctx.obj, quiet), asked).run()


def _share(text: str) -> Fraction:
    from pydantic import TypeAdapter, ValidationError

    from xuncha_plan.model import Share
    from xuncha_plan.model.quantity import Plain

    try:
        share: Fraction = TypeAdapter(Share).validate_python(Plain(text))
    except ValidationError:
        raise Stop(BAD_INPUT, BAD_GAP) from None
    return share
