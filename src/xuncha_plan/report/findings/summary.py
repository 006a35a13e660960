"""Findings as a page in Markdown, for the summary of a pipeline's job."""

import re
from collections.abc import Iterator

from xuncha_plan.model import Language, Place, Words, decimal
from xuncha_plan.report.findings.located import cell, is_cell, path_from
from xuncha_plan.report.findings.remarks import Remark, Report
from xuncha_plan.report.visible import visible

MOST_ROWS = 200  # a summary may be one mebibyte large
HEADING = Words("巡察计划检查", "Inspection plan check")
UNREADABLE = Words("读不了：{count}处", "Unreadable: {count}")
FOUND = Words("发现{count}个问题", "{count} found")
NOTHING = Words("没有发现问题", "Nothing found")
LOOKED = Words("已检查{rules}条规则、{visits}个任务。", "Checked: {rules} rules, {visits} visits.")
COLUMNS = Words("位置|代码|规则|说明", "Place|Code|Rule|What")
WARNINGS = Words("警告：{count}个", "Warnings: {count}")
IGNORED = Words("已忽略：{count}个", "Ignored: {count}")
REASON = Words("{what}（理由：{reason}）", "{what} (reason: {reason})")
MORE = Words("另有{count}个未列出。", "{count} more are not listed.")
TIERS = Words("层级|值", "Tier|Value")
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+\-.!|~>@:])")
Row = tuple[Remark, str]  # with the reason where it is ignored


def findings_summary(report: Report, language: Language) -> str:
    """Headline, findings, warnings, what is ignored, and what the tiers come to."""
    found = [(x, "") for x in report.findings]
    words = FOUND if report.is_readable else UNREADABLE
    headline = words.say(language, count=len(found)) if found else NOTHING.say(language)
    lines = [f"## {HEADING.say(language)}", "", f"**{headline}**", ""]
    if report.visits is not None:
        lines += [LOOKED.say(language, rules=report.rules, visits=report.visits), ""]
    lines += _table(found, report, language)
    for words, rows in (
        (WARNINGS, [(x, "") for x in report.warnings]),
        (IGNORED, [(x.remark, x.reason) for x in report.ignored]),
    ):
        if rows:
            lines += [f"### {words.say(language, count=len(rows))}", ""]
            lines += _table(rows, report, language)
    return "\n".join([*lines, *_tiers(report, language)]).rstrip()


def _table(rows: list[Row], report: Report, language: Language) -> Iterator[str]:
    if not rows:
        return
    yield from _head(COLUMNS, language)
    for remark, reason in rows[:MOST_ROWS]:
        what = remark.say(language)
        if reason:
            what = REASON.say(language, what=what, reason=reason)
        places = [remark.place, *(other.place for other in remark.related[:1])]
        where = "<br>".join(_safe(_place(x, report)) for x in places if x)
        yield f"| {where} | {_safe(remark.code)} | {_safe(remark.name)} | {_safe(what)} |"
    yield ""
    if len(rows) > MOST_ROWS:
        yield from (MORE.say(language, count=len(rows) - MOST_ROWS), "")


def _tiers(report: Report, language: Language) -> Iterator[str]:
    if not report.tiers:
        return
    yield from _head(TIERS, language)
    for tier, value in report.tiers.items():
        yield f"| {_safe(report.titles.get(tier, tier))} | {decimal(value)} |"


def _head(columns: Words, language: Language) -> Iterator[str]:
    names = columns.say(language).split("|")
    yield "| " + " | ".join(names) + " |"
    yield "|" + " --- |" * len(names)


def _place(place: Place, report: Report) -> str:
    path = path_from(report.root, place.file)
    return f"{path}:{cell(place)}" if is_cell(place) else f"{path}:{place.line}:{place.column}"


def _safe(text: str) -> str:
    """A text that Markdown shows as it is: no markup, no link, no mention, one line."""
    plain = visible(text).replace("&", "&amp;").replace("<", "&lt;")
    return _MARKUP.sub(r"\\\1", plain)
