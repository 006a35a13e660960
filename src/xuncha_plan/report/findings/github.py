"""Findings as annotations of a pull request: GitHub's workflow commands, one a line."""

from collections.abc import Iterator

from xuncha_plan.model import Language
from xuncha_plan.report.findings.located import cell, is_cell, path_from
from xuncha_plan.report.findings.remarks import Remark, Report
from xuncha_plan.report.findings.text import tail
from xuncha_plan.report.visible import visible


def findings_github(report: Report, language: Language) -> str:
    """Errors before warnings, since GitHub shows the first ten of a step; then what was counted."""
    lines = [_command(x, report, language) for x in (*report.findings, *report.warnings)]
    return "\n".join([*lines, *tail(report, language)])


def _command(remark: Remark, report: Report, language: Language) -> str:
    properties = ",".join(f"{key}={_property(x)}" for key, x in _properties(remark, report))
    return f"::{remark.level} {properties}::{_data(_sentence(remark, report, language))}"


def _properties(remark: Remark, report: Report) -> Iterator[tuple[str, str]]:
    if (place := remark.place) is not None:
        yield "file", visible(path_from(report.root, place.file))
        if not is_cell(place):
            yield "line", str(place.line)
            yield "col", str(place.column)
    title = f"{remark.code}: {remark.name}" if remark.name else remark.code
    yield "title", visible(title)


def _sentence(remark: Remark, report: Report, language: Language) -> str:
    lines = [visible(remark.say(language))]
    if remark.place is not None and is_cell(remark.place):
        lines[0] = f"{visible(cell(remark.place))}: {lines[0]}"
    for other in remark.related:
        where = f"{path_from(report.root, other.place.file)}:{other.place.line}"
        lines.append(visible(f"{where}: {other.say(language)}"))
    return "\n".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
