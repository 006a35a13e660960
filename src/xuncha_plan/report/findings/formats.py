"""The formats that findings are written in; a new one is a file and a line here."""

from collections.abc import Callable, Mapping

from xuncha_plan.model import Language
from xuncha_plan.report.findings.github import findings_github
from xuncha_plan.report.findings.json import findings_json
from xuncha_plan.report.findings.junit import findings_junit
from xuncha_plan.report.findings.remarks import Report
from xuncha_plan.report.findings.sarif import findings_sarif
from xuncha_plan.report.findings.summary import findings_summary
from xuncha_plan.report.findings.text import findings_text

FORMATS: Mapping[str, Callable[[Report, Language], str]] = {
    "text": findings_text,
    "json": findings_json,
    "sarif": findings_sarif,
    "junit": findings_junit,
    "github": findings_github,
    "summary": findings_summary,
}
