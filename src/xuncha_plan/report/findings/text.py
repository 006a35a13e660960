"""Findings as lines of text: `place: [code] name: sentence`."""

from collections.abc import Iterator

from xuncha_plan.model import Language, Words, decimal
from xuncha_plan.report.findings.remarks import Remark, Report
from xuncha_plan.report.visible import visible

FIRST = 20  # findings that are shown on screen
NOTHING = Words("没有发现问题", "nothing found")
LOOKED = Words("已检查：{rules}条规则，{visits}个任务", "checked: {rules} rules, {visits} visits")
COUNT = Words("发现{count}个问题", "{count} found")
MORE = Words("……另有{count}个未列出；全部见 --format json", "... and {count} more: --format json")
MARKS = {"warning": Words("警告", "warning"), "note": Words("提示", "note")}
RULE = Words("（规则见{place}）", " (rule: {place})")
IGNORED = Words("已忽略（{reason}）：{line}", "ignored ({reason}): {line}")
IGNORED_COUNT = Words("已按注释忽略{count}个", "{count} ignored by comments")
TIER = Words("层级“{tier}”：{value}", "tier {tier}: {value}")


def findings_text(report: Report, language: Language) -> str:
    """The first findings, one a line, then their number and what the tiers come to."""
    found = report.findings
    lines = [line(remark, language) for remark in (*report.warnings, *found[:FIRST])]
    if len(found) > FIRST:
        lines.append(MORE.say(language, count=len(found) - FIRST))
    lines += [ignored_line(one.remark, one.reason, language) for one in report.ignored[:FIRST]]
    return "\n".join([*lines, *tail(report, language)])


def tail(report: Report, language: Language) -> Iterator[str]:
    """How much was looked at and found, and what the tiers come to."""
    if report.visits is not None:
        yield LOOKED.say(language, rules=report.rules, visits=report.visits)
    found = len(report.findings)
    yield (COUNT if found else NOTHING).say(language, count=found)
    if report.ignored:
        yield IGNORED_COUNT.say(language, count=len(report.ignored))
    for tier, value in report.tiers.items():
        name = visible(report.titles.get(tier, tier))
        yield TIER.say(language, tier=name, value=decimal(value))
    yield from (line(note, language) for note in report.notes)


def line(remark: Remark, language: Language) -> str:
    """One remark; whatever a name holds, it stays one line."""
    colon = "：" if language == "zh" else ": "
    mark = f"[{MARKS[remark.level].say(language)}] " if remark.level in MARKS else ""
    place = f"{remark.place}: " if remark.place else ""
    name = remark.name + colon if remark.name else ""
    see = _rule_place(remark, language)
    return visible(f"{place}{mark}[{remark.code}] {name}{remark.say(language)}{see}")


def ignored_line(remark: Remark, reason: str, language: Language) -> str:
    """A finding that is ignored, with the reason."""
    return IGNORED.say(language, line=line(remark, language), reason=visible(reason))


def _rule_place(remark: Remark, language: Language) -> str:
    """Where the rule is written, if the remark stands elsewhere."""
    if remark.rule is None or remark.rule == remark.place:
        return ""
    return RULE.say(language, place=str(remark.rule))
