"""Findings as lines of text: `place: [code] name: sentence`."""

from xuncha_plan.model import Language, Words, decimal
from xuncha_plan.report.findings import Remark, Report
from xuncha_plan.report.visible import visible

FIRST = 20  # findings that are shown on screen
NOTHING = Words("没有发现问题", "nothing found")
LOOKED = Words("已检查：{rules}条规则，{visits}个任务", "checked: {rules} rules, {visits} visits")
COUNT = Words("发现{count}个问题", "{count} found")
MORE = Words("……另有{count}个未列出；全部见 --format json", "... and {count} more: --format json")
WARNING = Words("警告", "warning")
TIER = Words("层级“{tier}”：{value}", "tier {tier}: {value}")


def findings_text(report: Report, language: Language) -> str:
    """The first findings, one a line, then their number and what the tiers come to."""
    found = report.findings
    lines = [line(remark, language) for remark in (*report.warnings, *found[:FIRST])]
    if len(found) > FIRST:
        lines.append(MORE.say(language, count=len(found) - FIRST))
    if report.visits is not None:
        lines.append(LOOKED.say(language, rules=report.rules, visits=report.visits))
    lines.append((COUNT if found else NOTHING).say(language, count=len(found)))
    lines += [
        TIER.say(language, tier=visible(report.titles.get(tier, tier)), value=decimal(value))
        for tier, value in report.tiers.items()
    ]
    return "\n".join(lines)


def line(remark: Remark, language: Language) -> str:
    """One remark; whatever a name holds, it stays one line."""
    colon = "：" if language == "zh" else ": "
    code = WARNING.say(language) if remark.level == "warning" else remark.code
    place = f"{remark.place}: " if remark.place else ""
    name = remark.name + colon if remark.name else ""
    return visible(f"{place}[{code}] {name}{remark.say(language)}")
