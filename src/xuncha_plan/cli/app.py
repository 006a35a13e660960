"""The program as typer sees it: every command of the folder, in one language."""

from collections.abc import Callable
from importlib import import_module
from typing import Annotated, Any, get_type_hints

import typer
from typer.main import get_command

from xuncha_plan import __version__
from xuncha_plan.cli.help_page import Command, Group
from xuncha_plan.cli.options import Lang
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Language, Words

COMMANDS = (
    "init",
    "workbook",
    "solve",
    "check",
    "show",
    "export",
    "after",
    "progress",
    "diff",
    "explain",
    "replan",
    "scenarios",
    "diagnose",
    "file",
    "fmt",
    "rules",
    "schema",
)  # as help lists them
ABOUT = Words(
    "巡察全覆盖计划：求出最好的计划并给出证明，由不知道求解器的部分另行检查。"
    "各命令的说明见：xuncha-plan 命令 --help",
    "Plans inspection coverage: the best plan with its proof, checked by a part that knows nothing "
    "of the solver. For one command: xuncha-plan COMMAND --help",
)


def program(language: Language) -> Any:  # a typer group, whose base is private
    """The program, every word of its help in one language."""
    app = typer.Typer(
        cls=Group,
        rich_markup_mode=None,
        invoke_without_command=True,
        pretty_exceptions_enable=False,
    )
    app.callback(help=ABOUT.say(language))(_start)
    abouts: dict[str, Words] = {}
    functions: dict[str, Callable[..., int]] = {}
    for name in COMMANDS:
        module = import_module(f"xuncha_plan.cli.{name}")
        functions[name], abouts[name] = getattr(module, name), module.ABOUT
        app.command(name, cls=Command)(functions[name])
    group: Any = get_command(app)
    _speak(group, _start, language)
    for name, command in group.commands.items():
        command.help = abouts[name].say(language)
        _speak(command, functions[name], language)
    return group


def _start(
    ctx: typer.Context,
    lang: Lang = None,
    version: Annotated[
        bool, typer.Option("--version"), Words("显示版本", "show the version")
    ] = False,
) -> None:
    if ctx.invoked_subcommand is None:
        voice = Voice(ctx.obj)
        voice.result(f"xuncha-plan {__version__}" if version else ctx.get_help())


def _speak(command: Any, function: Callable[..., Any], language: Language) -> None:
    """Gives each parameter the help that its annotation holds."""
    words = {
        name: part
        for name, hint in get_type_hints(function, include_extras=True).items()
        for part in getattr(hint, "__metadata__", ())
        if isinstance(part, Words)
    }
    for param in command.params:
        if param.name in words:
            param.help = words[param.name].say(language)
