"""Help in the reader's language: typer's own is English, and cuts long Chinese lines."""

from collections.abc import Iterator
from shutil import get_terminal_size
from typing import Any

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from xuncha_plan.model import Language, Words

USAGE = Words("用法：{line}", "Usage: {line}")
ARGUMENTS, OPTIONS = Words("参数", "Arguments"), Words("选项", "Options")
COMMANDS = Words("命令", "Commands")
OPTIONS_PIECE, COMMAND_PIECE = Words("[选项]", "[OPTIONS]"), Words("命令", "COMMAND")
DEFAULT = Words("{help}（默认：{default}）", "{help} (default: {default})")
BUILT_IN = {
    "help": Words("显示本说明", "show this page"),
    "install_completion": Words("为当前的命令行外壳安装补全", "install completion for this shell"),
    "show_completion": Words("打印补全脚本", "print the completion script"),
}
LEFT = 26  # cells of the left column at most; what is longer has a line to itself
WIDEST = 100


class Command(TyperCommand):
    """A command whose help speaks the language in the context's object."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # typer's private types
        """Writes the help page."""
        formatter.write(page(self, ctx))


class Group(TyperGroup):
    """The program, whose help lists the commands."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # typer's private types
        """Writes the help page."""
        formatter.write(page(self, ctx))


def page(command: Command | Group, ctx: Any) -> str:  # typer's private type
    """Usage, what it does, arguments, options and commands, as wide as the terminal."""
    language: Language = "en" if ctx.obj == "en" else "zh"
    width = min(get_terminal_size((80, 24)).columns, WIDEST)
    lines = [USAGE.say(language, line=_usage(command, ctx.command_path, language)), ""]
    lines += _wrapped(command.help or "", width)
    params = command.get_params(ctx)
    arguments = [(_name(p), _help(p, language)) for p in params if isinstance(p, TyperArgument)]
    lines += _section(ARGUMENTS.say(language), arguments, width)
    options = [(_flags(p, ctx), _help(p, language)) for p in params if isinstance(p, TyperOption)]
    if isinstance(command, Group):
        named = [(name, one.help or "") for name, one in command.commands.items()]
        lines += _section(COMMANDS.say(language), named, width)
    lines += _section(OPTIONS.say(language), options, width)
    return "\n".join(lines) + "\n"


def _usage(command: Command | Group, path: str, language: Language) -> str:
    names = [_name(p) for p in command.params if isinstance(p, TyperArgument)]
    if isinstance(command, Group):
        names = [COMMAND_PIECE.say(language)]
    return " ".join([path, OPTIONS_PIECE.say(language), *names])


def _name(argument: TyperArgument) -> str:
    name = argument.metavar or (argument.name or "").upper()
    return name if argument.required else f"[{name}]"


def _flags(option: TyperOption, ctx: Any) -> str:  # typer's private type
    flags = ", ".join(sorted(option.opts, key=len))
    if option.is_flag:
        return flags
    return f"{flags} {option.metavar or option.display_type(ctx).strip('<>')}"


def _help(param: TyperArgument | TyperOption, language: Language) -> str:
    if param.name in BUILT_IN:
        return BUILT_IN[param.name].say(language)
    default = param.default
    if default is None or default is False or callable(default) or param.multiple:
        return param.help or ""
    return DEFAULT.say(language, help=param.help or "", default=default)


def _section(title: str, entries: list[tuple[str, str]], width: int) -> Iterator[str]:
    from rich.cells import cell_len

    from xuncha_plan.report.wrapping import padded

    if not entries:
        return
    yield from ("", f"{title}:" if title.isascii() else f"{title}：")
    left = min(max(cell_len(name) for name, _ in entries), LEFT)
    for name, text in entries:
        first, *rest = _wrapped(text, width - left - 4)
        if cell_len(name) > left:
            yield f"  {name}"
            name = ""
        yield f"  {padded(name, left)}  {first}".rstrip()
        yield from (" " * (left + 4) + line for line in rest)


def _wrapped(text: str, width: int) -> list[str]:
    from xuncha_plan.report.wrapping import wrapped

    return wrapped(text, max(width, 20))
