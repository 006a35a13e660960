"""Why a visit moved: it is put back, and the checker says what that would break."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from rich.console import Console

from xuncha_plan.model import Claim, Place, PlanRecord, Problem, VisitRecord
from xuncha_plan.report.diff.changes import Side, compared
from xuncha_plan.report.replan.reasons import Reason, Reasons, together
from xuncha_plan.report.replan.summary import Replan, replan_json, show_replan
from xuncha_plan.rules.milestone import Milestone

Of = Callable[..., tuple[Reason, ...]]


def moved(record: PlanRecord, target: str, purpose: str = "coverage", **new: str) -> PlanRecord:
    """The plan with one visit elsewhere; nothing new drops it."""
    visits = []
    for visit in record.visits:
        if (visit.target, visit.purpose) != (target, purpose):
            visits.append(visit)
        elif new:
            visits.append(replace(visit, **new))
    return replace(record, visits=tuple(visits))


@pytest.fixture
def reasons(problem: Problem, record: PlanRecord) -> Of:
    """The reasons of the first move from an old plan to the tiny one."""

    def of(old: PlanRecord, world: Problem = problem) -> tuple[Reason, ...]:
        known = replace(record, visits=tuple(v for v in record.visits if v.target in world.target))
        diff = compared(Side("a", old, world), Side("b", known, world))
        return Reasons(world, old, known).of(diff.moves[0])

    return of


@pytest.mark.parametrize(
    ("new", "code", "said"),
    [
        ({"round": "2030-1"}, "unknown", "若不动：没有轮次“2030-1”"),
        ({"team": "t9"}, "unknown", "没有巡察组“t9”"),
        ({"mode": "joint"}, "mode", "2027年第一轮不可用“市区联动”方式"),
        ({"round": "2028-1"}, "pinned", "城东镇先行：城东镇不在已定之处"),
        ({"team": "t2"}, "capacity", "第二巡察组在2027年第一轮承担4组周，力量只有2组周"),
    ],
)
def test_what_forbids_the_old_place_is_the_reason(
    reasons: Of, record: PlanRecord, problem: Problem, new: dict[str, str], code: str, said: str
) -> None:
    teams = tuple(t.replace(capacity=Fraction(2)) if t.id == "t2" else t for t in problem.teams)
    found = reasons(moved(record, "T001", **new), problem.replace(teams=teams))
    assert found[0].code == code
    assert said.removeprefix("若不动：") in together(found, "zh")
    assert together(found, "zh").startswith("若不动，")
    assert len(found) <= 2


def test_a_move_that_nothing_forces_betters_a_tier(reasons: Of, record: PlanRecord) -> None:
    found = reasons(moved(record, "V002", round="2028-1"))
    assert [reason.code for reason in found] == ["tier"]
    assert together(found, "en") == ("had it stayed: the tier 均衡 would go from 4.3667 to 4.5333")


def test_a_rule_that_gave_way_is_no_reason(
    reasons: Of, record: PlanRecord, problem: Problem
) -> None:
    rule = Milestone.model_validate({"by": "2027-06-30", "at_least": 99})
    world = problem.replace(rules=(rule.written(1, Place("a.yaml")), *problem.rules))
    found = reasons(moved(record, "V002", round="2028-1"), world)
    assert [reason.code for reason in found] == ["tier"]


def test_a_target_that_is_gone_and_one_that_is_new(
    reasons: Of, problem: Problem, record: PlanRecord
) -> None:
    gone = problem.replace(targets=tuple(t for t in problem.targets if t.id != "V002"))
    assert together(reasons(record, gone), "zh") == "问题文件中已没有这个对象"
    assert together(reasons(moved(record, "V002")), "en") == "a target that is new"


def test_a_visit_that_a_rule_asks_for_names_the_rule(reasons: Of, record: PlanRecord) -> None:
    found = reasons(moved(record, "D002", "special"))
    assert together(found, "zh") == "专项要求"
    assert found[0].code == "special"


@pytest.fixture
def shown(problem: Problem, record: PlanRecord) -> Replan:
    old = moved(record, "T001", round="2030-1")
    return Replan(
        compared(Side("a.yaml", old, problem), Side("b.yaml", record, problem, True)),
        Claim("-change-", Fraction(1), Fraction(1), "optimal", "engine"),
        date(2027, 1, 1),
        (2028,),
        ("2028-1",),
        tuple(v for v in record.visits if v.round == "2028-1"),
        ((problem.rules[0], Fraction(1)),),
    )


def test_the_text_says_the_least_change_what_stayed_and_why(shown: Replan) -> None:
    text = io.StringIO()
    show_replan(Console(file=text, width=100, color_system=None), shown, "zh")
    lines = text.getvalue().splitlines()
    assert lines[0].strip() == "最少变动：1，已证明不能更少"
    assert "保持原样：1轮、3个任务（2027-01-01已开始的轮次，以及冻结的2028年）" in lines[1]
    assert "coverage#1：差1" in text.getvalue()
    assert "因为：若不动，没有轮次“2030-1”" in text.getvalue()
    assert any(line.split()[:2] == ["risk", "最优"] for line in lines)


def test_a_change_that_is_not_proved_least_is_said_to_be_so(shown: Replan) -> None:
    text = io.StringIO()
    open_change = Claim("-change-", Fraction(3), Fraction(1), "feasible", "none")
    show_replan(Console(file=text, width=100), replace(shown, change=open_change), "en")
    assert text.getvalue().startswith("change: 3, bound 1, not proved least")


def test_json_holds_the_change_and_the_reasons(shown: Replan) -> None:
    document = json.loads(replan_json(shown, "en"))
    assert document["change"] == {"value": 1, "bound": 1, "status": "optimal", "proof": "engine"}
    assert document["as_of"] == "2027-01-01"
    assert document["broken"] == [{"rule": "coverage", "name": "coverage#1", "amount": 1}]
    (move,) = document["moves"]
    assert move["why"] == [
        {"code": "unknown", "rule": "", "words": "there is no round 2030-1"},
    ]


def test_braces_in_a_name_stay_as_they_are(problem: Problem, record: PlanRecord) -> None:
    named = tuple(
        rule.replace(name="{0} {x}") if rule.word == "pinned" else rule for rule in problem.rules
    )
    world = problem.replace(rules=named)
    old = moved(record, "T001", round="2028-1")
    diff = compared(Side("a", old, world), Side("b", record, world))
    assert "{0} {x}" in together(Reasons(world, old, record).of(diff.moves[0]), "zh")


def test_every_move_is_of_visits_of_the_plans(problem: Problem, record: PlanRecord) -> None:
    old = moved(record, "V001", "lookback", team="t1")
    (move,) = compared(Side("a", old, problem), Side("b", record, problem)).moves
    assert isinstance(move.old, VisitRecord)
    assert move.changed == ("team",)
