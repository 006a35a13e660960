"""`file`: records that a plan was filed: by whom, when, and exactly which text."""

import os
from datetime import UTC, datetime
from typing import Annotated

import typer

from xuncha_plan.cli.options import Lang, PlanArgument, ProblemOption, Quiet
from xuncha_plan.cli.stop import BAD_INPUT, FAULT, NO, OK, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

ABOUT = Words(
    "报备：检查计划，没有问题的，在计划旁的“计划文件名.filed”中记下报备人、时间和计划内容的摘要。"
    "此后计划被改动，check 与 show 都会指出。",
    "Files a plan: checks it and, where nothing is found, records signer, time and a digest of its "
    "text beside it, in `PLAN.filed`. From then on `check` and `show` tell if the plan is changed.",
)
NO_NAME = Words("--by 应写报备人的姓名", "--by takes the signer's name")
BAD_EPOCH = Words(
    "环境变量SOURCE_DATE_EPOCH应为秒数，而不是“{value}”",
    "the environment variable SOURCE_DATE_EPOCH is a number of seconds, not {value}",
)
NOT_FILED = Words("有{count}个问题，没有报备", "{count} found; it was not filed")
MOVED = Words(
    "{plan}在检查时被改动，没有报备；请重试", "{plan} was changed during the check; try again"
)
DONE = Words(
    "已报备：{plan}，{by}，{at}，摘要{digest}；记录在{record}",
    "filed: {plan}, {by}, {at}, digest {digest}; recorded in {record}",
)


def file(
    ctx: typer.Context,
    plan: PlanArgument,
    by: Annotated[str, typer.Option("--by", metavar="NAME"), Words("报备人", "the signer's name")],
    problem: ProblemOption = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Checks the plan, then adds a line to its record."""
    from xuncha_plan.cli.checking import Checking
    from xuncha_plan.cli.opened import opened
    from xuncha_plan.files.filing import add_filing, record_path, text_digest
    from xuncha_plan.files.lock import Held
    from xuncha_plan.files.output import refuse_unwritable
    from xuncha_plan.report.visible import visible

    voice = Voice(ctx.obj, quiet)
    name = _name(by)
    now = _now()
    refuse_unwritable(record_path(plan))
    digest = text_digest(plan)
    found = opened(plan, problem, Voice(ctx.obj, quiet=True))
    report = Checking(found.problem_path, plan, "text", (), False, voice, is_filing=True).report()
    if report.findings:
        from xuncha_plan.report.findings.text import findings_text

        voice.result(findings_text(report, voice.language))
        raise Stop(NO, NOT_FILED, count=len(report.findings))
    try:
        if text_digest(plan) != digest:
            raise Stop(FAULT, MOVED, plan=plan)
        add_filing(plan, digest, name, now, found.digest)
    except Held as error:
        raise Stop(FAULT, error.words, **error.blanks) from error
    blanks = {"plan": plan, "by": visible(name), "at": now, "digest": digest[:12]}
    voice.result(visible(DONE.say(voice.language, **blanks, record=record_path(plan))))
    return OK


def _name(by: str) -> str:
    from xuncha_plan.report.visible import visible

    if not by.strip() or visible(by) != by or len(by) > 200:
        raise Stop(BAD_INPUT, NO_NAME)
    return by.strip()


def _now() -> str:
    """The moment with its zone, to the second; SOURCE_DATE_EPOCH stands in for the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now().astimezone().isoformat(timespec="seconds")
    if not epoch.isdecimal() or len(epoch) > 11:
        raise Stop(BAD_INPUT, BAD_EPOCH, value=epoch)
    return datetime.fromtimestamp(int(epoch), UTC).isoformat(timespec="seconds")
