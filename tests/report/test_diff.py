"""Two plans compared: which visits differ, and what that comes to."""

import csv
import io
import json
from dataclasses import replace
from fractions import Fraction

import pytest

from xuncha_plan.model import PlanRecord, Problem, VisitRecord
from xuncha_plan.report.diff.changes import Diff, Side, Tally, compared, moves
from xuncha_plan.report.diff.csv import COLUMNS, diff_csv
from xuncha_plan.report.diff.json import diff_json
from xuncha_plan.report.diff.naming import Called
from xuncha_plan.report.diff.text import diff_text
from xuncha_plan.report.diff.words import sentence

INDEX = {"r1": 0, "r2": 1, "r3": 2}


def visit(target: str, r: str, team: str | None = "t1", purpose: str = "coverage") -> VisitRecord:
    return VisitRecord(target, purpose, r, "self_run" if team else "elevated", team)


def changes(old: list[VisitRecord], new: list[VisitRecord]) -> list[tuple[str, str, str]]:
    return [(m.kind, m.target, ",".join(m.changed)) for m in moves(old, new, INDEX)]


def test_what_is_as_it_was_is_no_move() -> None:
    assert changes([visit("a", "r1"), visit("b", "r2")], [visit("b", "r2"), visit("a", "r1")]) == []


@pytest.mark.parametrize(
    ("new", "changed"),
    [
        (visit("a", "r2"), "round"),
        (visit("a", "r1", "t2"), "team"),
        (visit("a", "r1", None), "mode,team"),
        (visit("a", "r3", None), "round,mode,team"),
    ],
)
def test_a_move_says_which_parts_changed(new: VisitRecord, changed: str) -> None:
    assert changes([visit("a", "r1")], [new]) == [("moved", "a", changed)]


def test_each_purpose_counts_for_itself() -> None:
    old = [visit("a", "r1"), visit("a", "r2", purpose="special")]
    new = [visit("a", "r1"), visit("a", "r3", purpose="lookback")]
    assert changes(old, new) == [("dropped", "a", ""), ("new", "a", "")]


def test_several_visits_are_matched_in_order_of_rounds() -> None:
    old, new = [visit("a", "r3"), visit("a", "r1")], [visit("a", "r2"), visit("a", "r3")]
    assert changes(old, new) == [("moved", "a", "round")]
    assert changes(old, [visit("a", "r3")]) == [("moved", "a", "round"), ("dropped", "a", "")]


def test_moves_come_by_the_round_that_they_are_about_and_unknown_rounds_last() -> None:
    old = [visit("a", "r3"), visit("b", "r2"), visit("c", "gone")]
    new = [visit("a", "r1"), visit("d", "elsewhere")]
    assert [move.target for move in moves(old, new, INDEX)] == ["a", "b", "d", "c"]


@pytest.fixture
def changed(record: PlanRecord) -> PlanRecord:
    """The tiny plan with one visit moved, one by another team, one dropped and one new."""
    visits = {(v.target, v.purpose): v for v in record.visits}
    visits["D002", "coverage"] = replace(visits["D002", "coverage"], round="2027-2")
    visits["T001", "coverage"] = replace(visits["T001", "coverage"], team="t2")
    del visits["D002", "special"]
    visits["D001", "special"] = visit("D001", "2028-1", purpose="special")
    return replace(record, visits=tuple(visits.values()))


@pytest.fixture
def diff(problem: Problem, record: PlanRecord, changed: PlanRecord) -> Diff:
    return compared(Side("a.yaml", record, problem, True), Side("b.yaml", changed, problem, True))


def test_years_teams_and_tiers_are_summed_up(diff: Diff) -> None:
    assert diff.kept == 5
    assert diff.years == (
        Tally("2027", (5, 6), (Fraction("6.05"), Fraction("7.55")), 1, 2),
        Tally("2028", (3, 2), (Fraction("2.4"), Fraction("2.15")), 2, 1),
    )
    assert {t.name: (t.left, t.came) for t in diff.teams} == {"t1": (2, 2), "t2": (1, 1)}
    assert [tier.id for tier in diff.tiers] == ["risk", "balance"]
    assert all(tier.old is not None and tier.new is not None for tier in diff.tiers)


def test_a_plan_of_an_earlier_problem_is_worth_what_it_claimed(
    problem: Problem, record: PlanRecord, changed: PlanRecord
) -> None:
    old = Side("a.yaml", record, problem, is_current=False)
    found = compared(old, Side("b.yaml", changed, problem, True))
    assert [tier.old for tier in found.tiers] == [claim.value for claim in record.tiers]


def test_without_a_problem_ids_stand_for_names(record: PlanRecord, changed: PlanRecord) -> None:
    found = compared(Side("a.yaml", record, None), Side("b.yaml", changed, None))
    assert len(found.moves) == 4
    assert found.years == ()
    assert {t.load for t in found.teams} == {(None, None)}
    assert "T001：仍在2027-1，t1改为t2" in diff_text(found, "zh")


def test_a_sentence_says_what_became_of_a_visit(problem: Problem, diff: Diff) -> None:
    zh, en = Called((problem,), "zh"), Called((problem,), "en")
    assert [sentence(move, zh) for move in diff.moves] == [
        "T001 城东镇：仍在2027年第一轮，第一巡察组改为第二巡察组",
        "D002 区体育运动和青少年校外活动服务中心：由2028年第一轮改到2027年第二轮",
        "D001 区教育局（专项）：排在2028年第一轮，第一巡察组，自主开展",
        "D002 区体育运动和青少年校外活动服务中心（专项）：原在2028年第一轮，第二巡察组，机动式",
    ]
    assert sentence(diff.moves[0], en) == (
        "T001 城东镇: still in 2027年第一轮, 第一巡察组 becomes 第二巡察组"
    )


def test_the_text_begins_with_the_counts(diff: Diff, record: PlanRecord) -> None:
    assert diff_text(diff, "zh").splitlines()[0] == (
        "变动4个任务：调整2（改轮次1、改巡察组1）、新增1、取消1；未变5个"
    )
    assert diff_text(diff, "en").splitlines()[0] == (
        "4 visits differ: 2 moved (round of 1, team of 1), 1 new, 1 dropped; 5 do not"
    )
    same = compared(diff.old, diff.old)
    assert diff_text(same, "zh").startswith("两份计划的任务完全相同，共8个")


def test_json_holds_the_moves_as_a_list(diff: Diff) -> None:
    document = json.loads(diff_json(diff, "zh"))
    assert document["counts"] == {
        "moved": 2, "new": 1, "dropped": 1, "kept": 5, "changed": {"round": 1, "team": 1},
    }  # fmt: skip
    moved = next(move for move in document["moves"] if move["target"] == "T001")
    assert (moved["kind"], moved["changed"]) == ("moved", ["team"])
    assert moved["from"] == {"year": 2027, "round": "2027-1", "mode": "self_run", "team": "t1"}
    assert moved["to"]["team"] == "t2"
    assert [move["to"] for move in document["moves"] if move["kind"] == "dropped"] == [None]
    assert document["years"][0]["year"] == 2027
    assert document["years"][0]["load"] == {"from": 6.05, "to": 7.55}


def test_a_csv_row_holds_both_places_and_no_formula(problem: Problem, record: PlanRecord) -> None:
    fewer = replace(record, visits=tuple(v for v in record.visits if v.target != "=1+1"))
    diff = compared(Side("a", record, problem), Side("b", fewer, problem))
    heading, row = csv.reader(io.StringIO(diff_csv(diff, "ids")))
    assert heading == list(COLUMNS)
    assert row[:5] == ["dropped", "'=1+1", "'@名称", "coverage", ""]
    assert row[11:] == [""] * 6
    chinese = list(csv.reader(io.StringIO(diff_csv(diff, "zh"))))
    assert chinese[0][0] == "变动"
    assert chinese[1][0] == "取消"
