"""Days on a command line."""

import re
from datetime import date

from xuncha_plan.cli.stop import BAD_INPUT, Stop
from xuncha_plan.model import Words

BAD_DAY = Words(
    "--as-of 应为日期，例如 2028-08-01，而不是{value}",
    "--as-of takes a day, such as 2028-08-01, not {value}",
)


def as_of_day(stated: str) -> date:
    """The day that `--as-of` states."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", stated):
            return date.fromisoformat(stated)
    except ValueError:
        pass
    raise Stop(BAD_INPUT, BAD_DAY, value=stated)
