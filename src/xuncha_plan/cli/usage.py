"""What is wrong with a command line, in the reader's language."""

import re
from collections.abc import Iterator

from typer import TyperException

from xuncha_plan.model import Language

_HINT = {"zh": "用法见 xuncha-plan {command}--help", "en": "see xuncha-plan {command}--help"}
_CHINESE = (  # typer has English alone; what is not listed is shown as it is
    (r"No such option: (?P<a>.+?)(?: \(Possible options: (?P<b>.+)\))?", "没有选项 {a}"),
    (r"No such command '(?P<a>.+?)'\.(?: Did you mean (?P<b>.+)\?)?", "没有命令 {a}"),
    (r"Missing (?:argument|option|parameter) '(?P<a>.+?)'\..*", "缺少 {a}"),
    (r"Option '(?P<a>.+?)' requires an argument\.", "选项 {a} 后面要有值"),
    (r"Option '(?P<a>.+?)' does not take a value\.", "选项 {a} 不带值"),
    (r"Got unexpected extra argument\(?s?\)? \((?P<a>.+)\)", "多余的参数 {a}"),
    (r"Invalid value for '?(?P<a>[^:']+)'?: .*'(?P<b>.*)' is not one of (?P<c>.+?)\.?",
     "选项 {a} 的值“{b}”不在 {c} 之中"),
    (r"Invalid value for '?(?P<a>[^:']+)'?: .*number.*", "选项 {a} 应为数"),
    (r"Invalid value for '?(?P<a>[^:']+)'?: .*integer.*", "选项 {a} 应为整数"),
    (r"Invalid value for '?(?P<a>[^:']+)'?: (?P<b>.+)", "选项 {a} 的值不对：{b}"),
)  # fmt: skip


def usage_error(error: TyperException, language: Language) -> str:
    """What is wrong, and where the help is."""
    context = getattr(error, "ctx", None)
    path = getattr(context, "command_path", "").split()[1:]
    hint = _HINT[language].format(command="".join(f"{word} " for word in path))
    message = error.format_message()
    if language == "zh":
        return "；".join([next(_said(message), message), hint])
    return "; ".join([message.rstrip("."), hint])


def _said(message: str) -> Iterator[str]:
    for pattern, chinese in _CHINESE:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            parts = {key: x.replace("'", "") for key, x in found.groupdict("").items()}
            near = parts["b"] if parts.get("b") and "{b}" not in chinese else None
            yield chinese.format(**parts) + (f"；是否指 {near}" if near else "")
