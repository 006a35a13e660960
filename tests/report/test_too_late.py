"""What people are told of look-backs that cannot be."""

from io import StringIO
from typing import Any

from rich.console import Console

from tests.solver.district import district
from xuncha_plan.model import Plan
from xuncha_plan.report.screen.plan import show_too_late
from xuncha_plan.report.screen.too_late import notes, too_late_section

MUST: dict[str, Any] = {"rule": "lookback", "must": {"id": "b"}, "name": "差的必看"}


def covered(**where: str) -> Plan:
    targets = {"a": {"name": "甲局"}, "b": {"name": "乙局"}, "c": {}}
    problem = district(MUST, targets=targets, rounds=3, teams={"t1": 9, "t2": 9})
    visits = ((target, r) for target, r in where.items())
    return Plan(
        problem, tuple(Plan.visit(problem, t, "coverage", r, "self_run", "t1") for t, r in visits)
    )


def said(plan: Plan) -> list[tuple[str, str]]:
    return [(note.say("zh"), note.say("en")) for note in notes(plan)]


def test_nothing_is_said_where_every_look_back_is_possible() -> None:
    plan = covered(a="r1", b="r1")
    assert notes(plan) == ()
    assert list(too_late_section(plan, "zh")) == []
    assert table(plan) == "没有无法回头看的对象\n"


def test_a_must_is_named() -> None:
    assert said(covered(a="r1", b="r3")) == [
        (
            "必须回头看的乙局排得太晚，届期内已无法回头看",
            "乙局 must be looked back at, but is covered too late for that in the term",
        )
    ]


def test_others_are_counted() -> None:
    assert said(covered(a="r3", b="r1", c="r2")) == [
        (
            "2个所选对象排得太晚，届期内已无法回头看（其中没有必须回头看的）",
            "2 of the selected targets are covered too late to be looked back at in the term (none "
            "of them a must)",
        )
    ]


def test_a_note_names_its_rule_and_every_visit() -> None:
    (note,) = notes(covered(a="r3", b="r3"))
    assert (note.level, note.code, note.name) == ("note", "too-late", "差的必看")
    assert [visit.target.id for visit in note.visits] == ["b", "a"]
    assert note.say("zh") == "必须回头看的乙局和其他1个所选对象排得太晚，届期内已无法回头看"


def table(plan: Plan) -> str:
    console = Console(file=StringIO(), width=80)
    show_too_late(console, plan, "zh")
    return console.file.getvalue()  # type: ignore[attr-defined]  # a StringIO


def test_the_table_says_when_rectification_is_over() -> None:
    heading, first, second = table(covered(a="r3", b="r3")).splitlines()
    assert heading.split() == ["规则", "对象", "必须", "全覆盖轮次", "该轮结束", "整改期满"]
    assert first.split() == ["差的必看", "b", "乙局", "必须", "r3", "2028-04-28", "2028-12-24"]
    assert second.split() == ["差的必看", "a", "甲局", "r3", "2028-04-28", "2028-12-24"]
