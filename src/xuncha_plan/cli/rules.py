"""`rules`: the catalogue of rules, made from the rules themselves."""

from typing import Annotated

import typer

from xuncha_plan.cli.options import Lang, Quiet
from xuncha_plan.cli.stop import BAD_INPUT, OK, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

ABOUT = Words(
    "列出可用的规则，以及检查结果中的代码；写明一条时，列出它的参数或含义。",
    "Lists the rules there are, and the codes that findings have; of one, its parameters or what "
    "it means.",
)
UNKNOWN = Words(
    "没有规则或代码“{rule}”；现有 {known}", "there is no rule or code {rule}; there are {known}"
)


def rules(
    ctx: typer.Context,
    rule: Annotated[
        str | None,
        typer.Argument(metavar="RULE"),
        Words("规则的词，如 milestone；或代码，如 capacity", "a rule's word, or a code"),
    ] = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Looks the rule up, prints its page or the list."""
    from xuncha_plan.report.catalogue import catalogue, rule_page
    from xuncha_plan.report.findings.code_list import code_list, code_page
    from xuncha_plan.report.findings.codes import DEFECTS
    from xuncha_plan.rules import REGISTRY

    voice = Voice(ctx.obj, quiet)
    width = voice.console().width
    if rule is None:
        listed = catalogue(REGISTRY.values(), voice.language, width)
        voice.result(f"{listed}\n\n{code_list(voice.language, width)}")
    elif rule in REGISTRY:
        voice.result(rule_page(REGISTRY[rule], voice.language, width))
    elif rule in DEFECTS:
        voice.result(code_page(rule, voice.language))
    else:
        raise Stop(BAD_INPUT, UNKNOWN, rule=rule, known=(*REGISTRY, *DEFECTS))
    return OK
