"""The digest follows the meaning of a problem and nothing else."""

import json
import re
from pathlib import Path

import pytest
import yaml

from xuncha_plan.files.digest import digest

from .conftest import BASE, Read

RULES = """\
  - {rule: blackout, from: 05-03, to: 06-28, yearly: true, where: {kind: [dept, town]}}
  - {rule: stability, against: old.yaml, tier: progress}
  - {rule: limit, per: [round, team], rounds: [2027-1, 2027-2], at_most: 50%}
"""
FULL = BASE + RULES


@pytest.fixture(autouse=True)
def earlier_plans(tmp_path: Path) -> None:
    """The plans that the stability rule names."""
    for name in ("old.yaml", "older.yaml"):
        (tmp_path / name).write_text("format: 1\nvisits: []\n")


def lines(text: str, *moved: tuple[str, str]) -> str:
    """The text with pairs of lines exchanged, found by what they hold."""
    found = text.split("\n")
    for one, other in moved:
        i, j = (next(n for n, line in enumerate(found) if x in line) for x in (one, other))
        found[i], found[j] = found[j], found[i]
    return "\n".join(found)


SAME = {
    "a comment": FULL.replace("rules:", "# 说明\nrules:  # 规则"),
    "targets exchanged": lines(FULL, ("id: D1", "id: T1")),
    "rounds exchanged": lines(FULL, ("id: 2027-1,", "id: 2027-2,")),
    "rules exchanged": lines(FULL, ("rule: milestone", "rule: stability")),
    "lists inside exchanged": FULL.replace("[dept, town]", "[town, dept]").replace(
        "[2027-1, 2027-2]", "[2027-2, 2027-1]"
    ),
    "keys exchanged": FULL.replace("kind: dept, sector: edu", "sector: edu, kind: dept"),
    "texts quoted": FULL.replace("name: 教育局", 'name: "教育局"').replace("id: D1", "id: 'D1'"),
    "numbers written longer": FULL.replace("workload: 4", "workload: 4.0"),
    "shares written as decimals": FULL.replace("tier: progress}", "tier: progress, weight: 1}"),
    "defaults written": FULL.replace("rule: early,", "rule: early, per: round,"),
    "coverage written": FULL + "  - {rule: coverage}\n",
    "absent keys written": FULL.replace("risk: 4", "risk: 4, parent: ~, tags: []"),
    "another layout": FULL.replace("  - {id: t1, ", "  -\n    {id: t1,\n     "),
}
OTHER = {
    "a workload": FULL.replace("workload: 4", "workload: 4.5"),
    "a name": FULL.replace("教育局", "教育委"),
    "a day": FULL.replace("2027-05-28", "2027-05-27"),
    "a month and a day exchanged": FULL.replace("from: 05-03", "from: 03-05"),
    "a rule gone": FULL.replace("  - {rule: stability, against: old.yaml, tier: progress}\n", ""),
    "a rule twice": FULL + RULES.split("\n")[2] + "\n",
    "the path of the old plan": FULL.replace("old.yaml", "older.yaml"),
    "a tolerance": FULL.replace("[progress]", "[{id: progress, tolerance: 1%}]"),
    "a share where a number was": FULL.replace("at_most: 50%", "at_most: 0.5"),
    "a selector": FULL.replace("[dept, town]", "[dept]"),
    "a column": FULL.replace("risk: 4", "risk: 4, columns: {层级: 甲}"),
    "a rule's name": FULL.replace("rule: early,", "rule: early, name: 早,"),
}


@pytest.mark.parametrize("change", SAME)
def test_the_same_meaning_has_the_same_digest(change: str, read: Read) -> None:
    assert SAME[change] != FULL
    assert digest(read(SAME[change]).problem) == digest(read(FULL).problem)


@pytest.mark.parametrize("change", OTHER)
def test_another_meaning_has_another_digest(change: str, read: Read) -> None:
    assert digest(read(OTHER[change]).problem) != digest(read(FULL).problem)


def test_tiers_keep_their_order(read: Read) -> None:
    one = read(BASE.replace("[progress]", "[progress, a, b]")).problem
    other = read(BASE.replace("[progress]", "[progress, b, a]")).problem
    assert digest(one) != digest(other)


def test_json_has_the_digest_of_yaml(read: Read) -> None:
    value = yaml.load(FULL, Loader=yaml.BaseLoader)
    text = json.dumps(value, ensure_ascii=False)
    numbers = re.sub(r'"(format|workload|capacity|risk)": "(\d+)"', r'"\1": \2', text)
    numbers = numbers.replace('"yearly": "true"', '"yearly": true')
    assert digest(read(numbers, "problem.json").problem) == digest(read(FULL).problem)


def test_the_digest_is_64_hexadecimal_digits_and_stays(read: Read) -> None:
    assert re.fullmatch("[0-9a-f]{64}", digest(read().problem))
    assert digest(read(BASE, "another name.yaml").problem) == digest(read().problem)
