"""Every code that the program gives is listed with its meaning, and every listed one is given."""

import re
from pathlib import Path

import xuncha_plan
from xuncha_plan.report.findings.codes import DEFECTS, GROUPS, meanings
from xuncha_plan.rules import REGISTRY

SOURCE = Path(xuncha_plan.__file__).parent
GIVEN = re.compile(
    r'code="([a-z-]+)"|_found\(\s*"([a-z-]+)"|None, "([a-z-]+)", \(|"(?:error|warning)", ignore, '
    r'"([a-z-]+)"|_CODES = (\{[^}]*\})|"([a-z-]+)" if is_joined|return "([a-z-]+)" if is_joined'
    r'|"note", place, "([a-z-]+)"|code: str = "([a-z-]+)"|is_joined[^=]*? else "([a-z-]+)"'
)


def given() -> set[str]:
    """The codes that the source names where a finding or a fault is made."""
    codes: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        if path.relative_to(SOURCE).parts[0] in {"files", "check", "report", "model", "cli"}:
            for found in GIVEN.finditer(path.read_text(encoding="utf-8")):
                text = next(filter(None, found.groups()))
                codes |= set(re.findall(r': "([a-z-]+)"', text)) if "{" in text else {text}
    return codes


def test_listed_and_given_are_the_same() -> None:
    assert given() == set(DEFECTS)


def test_no_code_is_also_a_rule_and_none_is_listed_twice() -> None:
    assert not set(DEFECTS) & set(REGISTRY)
    assert sum(len(codes) for _, codes in GROUPS) == len(DEFECTS)


def test_each_has_words_in_both_languages() -> None:
    for code, words in meanings(REGISTRY.values()).items():
        assert re.fullmatch("[a-z][a-z_-]*", code)
        assert words.zh
        assert words.en.isascii()
