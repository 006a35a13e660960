"""What every rule inherits, and where a finding is to be looked for."""

from dataclasses import replace
from typing import ClassVar, Literal

import pytest

from tests.check.planned import planned
from tests.solver.district import district
from xuncha_plan.model import Finding, Place, Rule, Words


class Plain(Rule):
    """A rule that says nothing."""

    title: ClassVar[Words] = Words("规则", "rule")
    about: ClassVar[Words] = Words("规则。", "A rule.")
    breach: ClassVar[Words] = Words("{what}有问题", "{what} is wrong")
    rule: Literal["plain"] = "plain"


def test_a_rule_that_does_not_say_what_it_asks_is_a_fault() -> None:
    plan = planned(district(), "a@r1")
    with pytest.raises(NotImplementedError):
        next(Plain().ask(object()))  # type: ignore[arg-type]
    with pytest.raises(NotImplementedError):
        Plain().check(plan)


def test_what_most_rules_do_not_do() -> None:
    problem = district()
    one = Plain()
    assert (list(one.offers(problem)), list(one.admits(problem)), list(one.bundles(problem))) == (
        [],
        [],
        [],
    )
    assert one.earlier_plan is None
    assert one.recall(()) is one


def test_its_name_is_what_is_written_or_its_word_and_number() -> None:
    place = Place("p.yaml", 3, 5)
    rule = Plain()
    assert (rule.word, rule.title_or_name, rule.number, rule.place) == ("plain", "plain#0", 0, None)
    assert rule.written(4, place) is rule
    assert (rule.title_or_name, rule.number, rule.place) == ("plain#4", 4, place)
    assert Plain.model_validate({"name": "不扎堆"}).title_or_name == "不扎堆"


def test_a_finding_stands_at_the_first_visit_with_a_place_then_where_it_is_stated() -> None:
    rule = Plain().written(1, Place("problem.yaml", 9, 3))
    first, second = planned(district(), "a@r1 b@r2").visits
    nowhere = replace(first, place=None)
    found = rule.finding(1, nowhere, second, what="b")
    assert found.place == Place("plan.yaml", 2, 5)
    assert found.say("en") == "b is wrong"
    assert (found.amount, found.code, found.is_breach) == (1, "plain", True)
    assert rule.finding(1, nowhere, what="b").place == Place("problem.yaml", 9, 3)
    stated = replace(found, visits=(), stated=Place("plan.yaml", 7, 1))
    assert stated.place == Place("plan.yaml", 7, 1)
    assert Finding(found.amount, found.words, {}, None).place is None


def test_what_a_soft_rule_finds_is_no_breach() -> None:
    assert not Plain.model_validate({"tier": "first"}).finding(1, what="x").is_breach
    assert Finding(district().rules[0].weight, Words("", ""), {}).is_breach
