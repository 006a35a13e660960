"""`rules`: the catalogue of rules, made from the rules themselves."""

from typing import Annotated

import typer

from xuncha_plan.cli.options import Lang, Quiet
from xuncha_plan.cli.stop import BAD_INPUT, OK, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

ABOUT = Words(
    "列出可用的规则；写明一条时，列出它的参数。",
    "Lists the rules there are; of one rule, its parameters.",
)
UNKNOWN = Words("没有规则“{rule}”；现有 {known}", "there is no rule {rule}; there are {known}")


def rules(
    ctx: typer.Context,
    rule: Annotated[
        str | None, typer.Argument(metavar="RULE"), Words("规则的词，如 milestone", "a rule's word")
    ] = None,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Looks the rule up, prints its page or the list."""
    from xuncha_plan.report.catalogue import catalogue, rule_page
    from xuncha_plan.rules import REGISTRY

    voice = Voice(ctx.obj, quiet)
    width = voice.console().width
    if rule is None:
        voice.result(catalogue(REGISTRY.values(), voice.language, width))
        return OK
    if rule not in REGISTRY:
        raise Stop(BAD_INPUT, UNKNOWN, rule=rule, known=tuple(REGISTRY))
    voice.result(rule_page(REGISTRY[rule], voice.language, width))
    return OK
