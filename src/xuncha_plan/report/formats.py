"""The formats that findings are written in; a new one is a file and a line here."""

from collections.abc import Callable
from typing import Literal

from xuncha_plan.model import Language
from xuncha_plan.report.findings import Report
from xuncha_plan.report.findings_json import findings_json
from xuncha_plan.report.findings_text import findings_text

Format = Literal["text", "json"]

FORMATS: dict[Format, Callable[[Report, Language], str]] = {
    "text": findings_text,
    "json": findings_json,
}
