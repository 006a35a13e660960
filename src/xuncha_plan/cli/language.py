"""Which language the user reads: `--lang`, else the locale, else Chinese."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xuncha_plan.model import Language

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> "Language":
    """The language; it must be known before the arguments are read, since help speaks it too."""
    stated = _stated(arguments)
    if stated in {"zh", "en"}:
        return "en" if stated == "en" else "zh"
    locale = next((environment[key] for key in _LOCALE if environment.get(key)), "")
    return "en" if locale.lower().startswith("en") else "zh"


def _stated(arguments: Sequence[str]) -> str | None:
    found = None
    for word, after in zip_longest(arguments, arguments[1:]):
        if word == "--":
            break
        if word == "--lang":
            found = after
        elif word.startswith("--lang="):
            found = word.partition("=")[2]
    return found
