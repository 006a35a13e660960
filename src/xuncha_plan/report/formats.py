"""The formats that findings are written in; a new one is a file and a line here."""

from collections.abc import Callable, Mapping

from xuncha_plan.model import Language
from xuncha_plan.report.findings import Report
from xuncha_plan.report.findings_github import findings_github
from xuncha_plan.report.findings_json import findings_json
from xuncha_plan.report.findings_junit import findings_junit
from xuncha_plan.report.findings_sarif import findings_sarif
from xuncha_plan.report.findings_summary import findings_summary
from xuncha_plan.report.findings_text import findings_text

FORMATS: Mapping[str, Callable[[Report, Language], str]] = {
    "text": findings_text,
    "json": findings_json,
    "sarif": findings_sarif,
    "junit": findings_junit,
    "github": findings_github,
    "summary": findings_summary,
}
