"""Questions that `init` asks on a terminal where no flags answer them."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from xuncha_plan.cli.stop import INTERRUPTED, Stop
from xuncha_plan.cli.voice import Outlet, Voice
from xuncha_plan.model import Words

T = TypeVar("T")

TABLE = Words(
    "对象表（CSV 或 XLSX；直接回车则写出样例区）：",
    "Table of targets (CSV or XLSX; Enter alone writes the example): ",
)
DISTRICT = Words("辖区名称：", "Name of the district: ")
FIRST_YEAR = Words("届期的第一年 [{year}]：", "First year of the term [{year}]: ")
OUTPUT = Words("写入的文件 [{path}]：", "File to write [{path}]: ")
NO_FILE = Words("没有文件“{path}”", "there is no file {path}")
NO_YEAR = Words("应为2000与2090之间的年份", "a year between 2000 and 2090, please")
ENDED = Words("没有回答，已停止", "no answer; stopped")


@dataclass(frozen=True)
class Answers:
    """What a new problem file is made from; a table of None is the example."""

    table: Path | None
    district: str | None
    first_year: int
    output: Path


def can_ask() -> bool:
    """Whether somebody sits there to answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(voice: Voice, given: Answers) -> Answers:
    """The answers, each of which what is given stands for where the answer is empty."""
    table = _asked(voice, TABLE.say(voice.language), None, _file)
    output = OUTPUT.say(voice.language, path=given.output)
    if table is None:
        return Answers(None, None, given.first_year, _asked(voice, output, given.output, Path))
    district = given.district or _asked(voice, DISTRICT.say(voice.language), None, str)
    year = FIRST_YEAR.say(voice.language, year=given.first_year)
    return Answers(
        table,
        district,
        _asked(voice, year, given.first_year, _year),
        _asked(voice, output, given.output, Path),
    )


class _Refused(ValueError):
    """An answer that is asked for again."""

    def __init__(self, words: Words, /, **blanks: object) -> None:
        self.words, self.blanks = words, blanks
        super().__init__(words.say("en", **blanks))


def _asked(voice: Voice, question: str, default: T, read: Callable[[str], T]) -> T:
    """An answer that can be read; the question comes again until it can."""
    while True:
        Outlet(sys.stderr).write(question)
        line = sys.stdin.readline()
        if not line:
            Outlet(sys.stderr).write("\n")
            raise Stop(INTERRUPTED, ENDED)
        if not (answer := line.strip().strip("\"'")):
            return default
        try:
            return read(answer)
        except _Refused as refused:
            voice.error(refused.words.say(voice.language, **refused.blanks))


def _file(answer: str) -> Path | None:
    path = Path(answer).expanduser()
    if not path.is_file():
        raise _Refused(NO_FILE, path=answer)
    return path


def _year(answer: str) -> int:
    if not answer.isdecimal() or not 2000 <= int(answer) <= 2090:
        raise _Refused(NO_YEAR)
    return int(answer)
