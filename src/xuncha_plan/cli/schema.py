"""`schema`: the JSON Schema of the problem file, for editors."""

import typer

from xuncha_plan.cli.options import Lang, Quiet
from xuncha_plan.cli.stop import OK
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

ABOUT = Words(
    "输出问题文件的 JSON Schema，供编辑器补全与提示。",
    "Prints the JSON Schema of the problem file, for completion in editors.",
)


def schema(ctx: typer.Context, lang: Lang = None, quiet: Quiet = False) -> int:
    """Prints the schema; it holds the words of both languages."""
    import json

    from xuncha_plan.report.schema import problem_schema
    from xuncha_plan.rules import REGISTRY

    document = problem_schema(REGISTRY.values())
    Voice(ctx.obj, quiet).document(json.dumps(document, ensure_ascii=False, indent=2))
    return OK
