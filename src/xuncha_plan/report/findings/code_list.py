"""The codes of findings that are no rule's, for people."""

from rich.cells import cell_len

from xuncha_plan.model import Language, Words
from xuncha_plan.report.findings.codes import DEFECTS, GROUPS, UNREADABLE
from xuncha_plan.report.wrapping import padded, wrapped

WIDEST = 100
HEADING = Words(
    "检查结果中的代码：规则的问题以规则的词为代码，其他如下。",
    "Codes of findings: what breaks a rule has the rule's word as its code; the others are these.",
)
IGNORE = Words(
    "忽略：在该行写 # xuncha: ignore[{code}] 理由",
    "to accept it, write on the line: # xuncha: ignore[{code}] reason",
)
NEVER = Words("不能忽略：文件读不了", "cannot be ignored: the file is unreadable")


def code_list(language: Language, width: int) -> str:
    """Every code that is no rule's word, by what it means for the exit code."""
    lines = wrapped(HEADING.say(language), min(width, WIDEST))
    left = max(map(cell_len, DEFECTS))
    for title, codes in GROUPS:
        lines += ["", title.say(language)]
        lines += [f"  {padded(code, left)}  {x.say(language)}" for code, x in codes.items()]
    return "\n".join(lines)


def code_page(code: str, language: Language) -> str:
    """One code: what it means, in which group it is, how to accept it."""
    group = next(title for title, codes in GROUPS if code in codes)
    how = NEVER if code in UNREADABLE else IGNORE
    texts = [group.say(language), how.say(language, code=code)]
    return "\n".join([f"{code}  {DEFECTS[code].say(language)}", *(f"  {x}" for x in texts)])
