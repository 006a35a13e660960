"""Findings as JUnit XML: a case for each rule that was checked, so that a pipeline counts them."""

from collections.abc import Iterator
from xml.etree import ElementTree

from xuncha_plan.model import Language, Words
from xuncha_plan.report.findings.codes import meanings
from xuncha_plan.report.findings.remarks import Report
from xuncha_plan.report.findings.text import ignored_line, line
from xuncha_plan.report.visible import visible
from xuncha_plan.rules import REGISTRY

READING = Words("读取文件", "reading the files")
COUNT = Words("{count}个问题", "{count} found")
Case = tuple[str, str]  # the code, and the rule's name


def findings_junit(report: Report, language: Language) -> str:
    """One suite; a case fails with every finding of its rule, warnings are in its output."""
    cases = dict(_cases(report, language))
    suite = ElementTree.Element(
        "testsuite",
        name="xuncha-plan check",
        tests=str(len(cases)),
        failures=str(sum(bool(lines) for lines in cases.values())),
        errors="0",
        skipped="0",
        time="0",
    )
    known = meanings(REGISTRY.values())
    for (code, name), lines in cases.items():
        title = name or (known[code].say(language) if code in known else READING.say(language))
        case = ElementTree.SubElement(
            suite, "testcase", classname=f"xuncha-plan.{code}", name=visible(title), time="0"
        )
        if lines:
            message = lines[0] if len(lines) == 1 else COUNT.say(language, count=len(lines))
            failure = ElementTree.SubElement(case, "failure", type=code, message=message)
            failure.text = "\n".join(lines)
    if notes := list(_notes(report, language)):
        ElementTree.SubElement(suite, "system-out").text = "\n".join(notes)
    ElementTree.indent(suite)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suite, "unicode")


def _cases(report: Report, language: Language) -> Iterator[tuple[Case, list[str]]]:
    """Reading, each rule, and each built-in constraint that was broken, with their findings."""
    found: dict[Case, list[str]] = {}
    if report.is_readable:
        found["reading", ""] = []
    for rule in report.checked:
        found.setdefault((rule.code, rule.name), [])
    for remark in report.findings:
        found.setdefault((remark.code, remark.name), []).append(line(remark, language))
    yield from found.items()


def _notes(report: Report, language: Language) -> Iterator[str]:
    for remark in report.warnings:
        yield line(remark, language)
    for one in report.ignored:
        yield ignored_line(one.remark, one.reason, language)
