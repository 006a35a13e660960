"""`diagnose`: why no plan exists, what would let one exist, and how many teams would do."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from xuncha_plan.cli.options import (
    Force,
    Lang,
    ProblemArgument,
    Quiet,
    Seed,
    TextOrJson,
    TimeLimit,
    Workers,
)
from xuncha_plan.cli.proving import ProofOption
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

ABOUT = Words(
    "说明为什么排不出计划：哪几条规则不能同时成立（缺一不可），按代价列出最便宜的出路；"
    "--apply 把一条出路写成新文件，--size 求最少要几个组（轮、组周）。"
    "退出码：0有计划，1没有，2输入有误，3时限内没有查明，4故障。",
    "Says why no plan exists: the few rules that cannot hold together, and the cheapest ways out; "
    "--apply writes one as a new file, --size finds how many teams (rounds, team-weeks) would do. "
    "Exit code 0: a plan exists, 1: none does, 2: bad input, 3: not found out, 4: a fault.",
)

ApplyOption = Annotated[
    int | None,
    typer.Option("--apply", metavar="N"),
    Words("把第N条出路写成新的问题文件", "write the N-th way out as a new problem file"),
]
SizeOption = Annotated[
    Literal["teams", "rounds", "weeks"] | None,
    typer.Option("--size"),
    Words(
        "求最少要几个组、几轮，或每组每轮多少组周",
        "the least number of teams, rounds, or team-weeks of a team in a round",
    ),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="PATH"),
    Words(
        "写入的文件：--apply 为问题文件，--size 为图（SVG）",
        "the file to write: with --apply a problem file, with --size a picture (SVG)",
    ),
]


def diagnose(
    ctx: typer.Context,
    file: ProblemArgument = None,
    form: TextOrJson = "text",
    apply: ApplyOption = None,
    size: SizeOption = None,
    output: OutputOption = None,
    proof: ProofOption = None,
    time_limit: TimeLimit = 60,
    workers: Workers = 0,
    seed: Seed = 1,
    force: Force = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Reads, diagnoses, shows or writes."""
    from xuncha_plan.cli.diagnosing import Asked, Diagnosing

    asked = Asked(form, time_limit, workers, seed, output, force, proof)
    diagnosing = Diagnosing(file, Voice(ctx.obj, quiet), asked)
    if size is not None:
        return diagnosing.size(size)
    return diagnosing.apply(apply) if apply is not None else diagnosing.show()
