"""Why a visit is where it is: the rules that keep it out of other rounds and other teams' hands."""

from collections import Counter
from collections.abc import Iterator, Mapping

from xuncha_plan.model import Rule, Words
from xuncha_plan.report.page.moves import BUILT_IN, Numbers, Reasons
from xuncha_plan.report.papers.basis import Basis

HINDRANCES = Words("不能改到", "Kept from")
ROUNDS = Words("{count}个轮次（{why}）", "{count} rounds ({why})")
TEAMS = Words("{count}个组（{why}）", "{count} teams ({why})")
NOT_TAKEN = Words("不接受这样的任务", "not open to such a visit")


def hindrances(basis: Basis, rules: Mapping[int, Rule], found: Reasons) -> str:
    """The rules in one line, with how many rounds or teams each of them closes."""
    rounds = _said(basis, rules, found.rounds, ROUNDS)
    return basis.clauses((*rounds, *_said(basis, rules, found.teams, TEAMS)))


def _said(basis: Basis, rules: Mapping[int, Rule], closed: Numbers, words: Words) -> Iterator[str]:
    counted = Counter(number for numbers in closed.values() for number in set(numbers))
    for number, count in sorted(counted.items()):
        why = basis.say(NOT_TAKEN) if number == BUILT_IN else rules[number].title_or_name
        yield basis.say(words, count=count, why=why)
