"""Whatever is done to a file, it is read or refused in words at a place inside it."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from xuncha_plan.files.digest import digest
from xuncha_plan.files.plan_file import plan_of
from xuncha_plan.files.problem_file import problem_of
from xuncha_plan.files.tree import Tree
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import BadInput

from .conftest import BASE, said
from .test_plan_file import TEXT as PLAN

RULES = """\
  - {rule: blackout, from: 05-03, to: 06-28, yearly: true, where: {kind: [dept, town]}}
  - {rule: stability, against: old.yaml, cost: {round: 1, team: 2}, tier: progress}
  - {rule: limit, per: [round, team], rounds: [2027-1, 2027-2], at_most: 50%}
  - {rule: rotation, of: target, within: term}
  - {rule: lookback, where: {any: [{risk: ">=3"}, {not: {kind: town}}]}, at_least: 10%}
  - {rule: special, targets: [D1], mode: mobile, rounds: {year: 2027}, workload: 1}
  - {rule: precedence, before: {id: D1}, after: {id: T1}}
  - {rule: balance, by: region, over: year, tier: progress, allow: 5%}
  - {rule: pinned, target: D1, round: 2027-1, team: t1}
"""
ODD = [
    "x", '""', "~", "[]", "{}", "[[]]", "{a: b}", "-1", "0", "1e9", "9999999999", "true", '"5"',
    "2027-02-30", "5%", "200%", "a/b", "'\u200b'", "{not: x}", "{any: x}", "{year: x}", "*a",
    "&a x", "!x y", "：", "\u3000", "D1", "t1", "progress", "{{}}", "{0}", "%s", "{zh}",
]  # fmt: skip
CHARACTERS = ":{}[],\n \"'\t#&*!|>%@?-\u3000：\x00\x1b\x85\u2028\ufeff𠮷"
TOKEN = re.compile(r"[^\s{}\[\],:]+|\[[^\[\]]*\]|\{[^{}]*\}")


def meaning(tree: Tree) -> str:
    return digest(problem_of(tree, Path("/nowhere/problem.yaml")).problem)


def spoilt(text: str, chance: random.Random) -> str:
    """The text with a token or a character replaced."""
    if chance.random() < 0.8:
        found = chance.choice(list(TOKEN.finditer(text)))
        return text[: found.start()] + chance.choice(ODD) + text[found.end() :]
    at = chance.randrange(len(text))
    return text[:at] + chance.choice(CHARACTERS) + text[at + chance.randrange(3) :]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(
    ("text", "use"), [(BASE + RULES, meaning), (PLAN, plan_of)], ids=["problem", "plan"]
)
def test_a_spoilt_file_is_read_or_refused(
    seed: int, text: str, use: Callable[[Tree], object]
) -> None:
    chance = random.Random(seed)
    for _ in range(100):
        once = spoilt(text, chance)
        both = chance.choice([once, spoilt(once, chance)])
        try:
            use(parse(both.encode(), "f.yaml"))
        except BadInput as error:
            assert said(error.faults)
            lines = both.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            for fault in error.faults:
                assert 1 <= fault.place.line <= len(lines), both
                assert 1 <= fault.place.column <= len(lines[fault.place.line - 1]) + 1, both


def test_the_unspoilt_files_are_read() -> None:
    assert meaning(parse((BASE + RULES).encode(), "f.yaml"))
    assert plan_of(parse(PLAN.encode(), "f.yaml"))
