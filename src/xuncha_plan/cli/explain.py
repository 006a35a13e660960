"""`explain`: why a visit is where it is, what another place would cost, what a rule costs."""

from pathlib import Path
from typing import Annotated

import typer

from xuncha_plan.cli.options import Lang, PlanArgument, Quiet, Seed, TextOrJson, Workers
from xuncha_plan.cli.stop import BAD_INPUT, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Purpose, Words

ABOUT = Words(
    "说明计划：一个任务受哪些规则约束，换一轮、换方式、换组各要多少代价（分“只挪这一个”和“其余重排”），"
    "或者一条规则让计划付出多少代价。",
    "Explains a plan: which rules bind a visit, what each other round, mode or team would cost, "
    "moved alone and with the rest re-arranged; or what a rule costs the plan.",
)
ONE = Words(
    "请写明对象，或 --rule 规则，或 --prices；三者只写一个",
    "name a target, or a rule with --rule, or --prices; one of the three",
)
NO_TARGET = Words(
    "--purpose、--round、--mode、--team、--alone 要与对象同写",
    "--purpose, --round, --mode, --team and --alone go with a target",
)

FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE"), Words("问题文件", "the problem file")
]
TargetArgument = Annotated[
    str | None,
    typer.Argument(metavar="TARGET"),
    Words("对象的编号或名称", "a target's id or name"),
]
PurposeOption = Annotated[
    Purpose | None,
    typer.Option("--purpose"),
    Words("哪种任务；不写则有什么说什么，先说全覆盖", "which visit; none: what there is"),
]
InRoundOption = Annotated[
    str | None,
    typer.Option("--round", metavar="ID"),
    Words("为什么不在这一轮", "why not in this round"),
]
ModeOption = Annotated[
    str | None,
    typer.Option("--mode", metavar="MODE"),
    Words("为什么不用这种方式", "why not in this mode"),
]
TeamOption = Annotated[
    str | None,
    typer.Option("--team", metavar="ID"),
    Words("为什么不由这个组", "why not by this team"),
]
AloneOption = Annotated[
    bool,
    typer.Option("--alone"),
    Words("只算“只挪这一个”，不用求解器", "moved alone only: no solver"),
]
RuleOption = Annotated[
    str | None,
    typer.Option("--rule", metavar="NAME"),
    Words("这条规则的代价；规则的名称，或如 limit#17", "a rule's price; its name, or limit#17"),
]
PricesOption = Annotated[
    bool,
    typer.Option("--prices"),
    Words("全部规则的代价，由大到小", "the price of every rule, dearest first"),
]
TimeLimitOption = Annotated[
    float | None,
    typer.Option("--time-limit", metavar="SECONDS"),
    Words(
        "求解器每一问的时限（秒）；不写：任务4秒，规则20秒",
        "seconds for each of the solver's answers; none: 4 for a place, 20 for a rule",
    ),
]


def explain(
    ctx: typer.Context,
    file: FileArgument,
    plan: PlanArgument,
    target: TargetArgument = None,
    purpose: PurposeOption = None,
    in_round: InRoundOption = None,
    mode: ModeOption = None,
    team: TeamOption = None,
    alone: AloneOption = False,
    rule: RuleOption = None,
    prices: PricesOption = False,
    form: TextOrJson = "text",
    time_limit: TimeLimitOption = None,
    workers: Workers = 0,
    seed: Seed = 1,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Reads the problem and the plan, asks, shows."""
    from xuncha_plan.cli.explaining import Asked, Explaining

    voice = Voice(ctx.obj, quiet)
    if (target is not None) + (rule is not None) + prices != 1:
        raise Stop(BAD_INPUT, ONE)
    if target is None and (purpose or in_round or mode or team or alone):
        raise Stop(BAD_INPUT, NO_TARGET)
    limits = Asked(time_limit, workers, seed, form == "json", alone)
    explaining = Explaining(file, plan, voice, limits)
    if target is None:
        return explaining.prices(rule)
    stated = {"target": target, "round": in_round, "mode": mode, "team": team}
    return explaining.visit({key: x for key, x in stated.items() if x is not None}, purpose)
