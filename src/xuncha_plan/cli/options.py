"""Options and arguments that several commands take."""

from pathlib import Path
from typing import Annotated, Literal

from typer import Argument, Option

from xuncha_plan.model import Words

Lang = Annotated[
    Literal["zh", "en"] | None,
    Option("--lang"),
    Words("界面语言；不写则随系统", "language; none: the system's"),
]
Quiet = Annotated[
    bool, Option("--quiet"), Words("只输出结果和错误", "only results and errors are shown")
]
Force = Annotated[
    bool,
    Option("--force"),
    Words("覆盖已有的其他文件", "replace a file that is not this program's"),
]
ProblemArgument = Annotated[
    Path | None,
    Argument(metavar="FILE"),
    Words(
        "问题文件；不写则为当前文件夹中的 targets.yaml，或 data/targets.yaml",
        "the problem file; none: targets.yaml, or data/targets.yaml, in the current folder",
    ),
]
ProblemOption = Annotated[
    Path | None,
    Option("--problem", metavar="FILE"),
    Words(
        "问题文件；不写则取计划中记录的", "the problem file; none: the one that the plan records"
    ),
]
PlanArgument = Annotated[
    Path, Argument(metavar="PLAN"), Words("计划文件，或每行一个任务的表", "a plan file, or a table")
]
TimeLimit = Annotated[
    float, Option("--time-limit", metavar="SECONDS"), Words("时限（秒）", "time limit")
]
Workers = Annotated[
    int,
    Option("--workers", metavar="N"),
    Words("并行数；0由求解器决定", "threads; 0: the solver decides"),
]
Seed = Annotated[int, Option("--seed", metavar="N"), Words("随机种子", "random seed")]
TextOrJson = Annotated[
    Literal["text", "json"], Option("--format"), Words("输出格式", "the output's format")
]
TextJsonOrCsv = Annotated[
    Literal["text", "json", "csv"], Option("--format"), Words("输出格式", "the output's format")
]
InPlaceOfScreen = Annotated[
    Path | None,
    Option("--output", "-o", metavar="PATH"),
    Words("写入文件，而不在屏幕上显示", "write to a file in place of the screen"),
]
