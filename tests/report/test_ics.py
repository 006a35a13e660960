"""The calendar: events, their names for good, and lines that nothing can break."""

from collections import Counter
from pathlib import Path

import pytest

from xuncha_plan.check import plan_of
from xuncha_plan.model import Plan, PlanRecord, VisitRecord
from xuncha_plan.report.ics import ics_file, is_ours
from xuncha_plan.report.ics.lines import folded

from .hostile import NAMES, hostile


def unfolded(data: bytes) -> list[str]:
    text = data.decode()
    assert text.endswith("\r\n")
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def events(data: bytes) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for line in unfolded(data):
        key, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1][key.partition(";")[0]] = value
    return found


def of(data: bytes, category: str) -> list[dict[str, str]]:
    return [event for event in events(data) if event["CATEGORIES"] == category]


def test_rounds_visits_milestones_and_deadlines_are_events(plan: Plan, record: PlanRecord) -> None:
    found = Counter(event["CATEGORIES"] for event in events(ics_file(plan, record, "zh")))
    assert found == {"轮次": 3, "巡察任务": 8, "进度节点": 2, "整改时限": 3 * 4 + 2 + 2 + 1}


def test_days_are_whole_and_the_end_is_the_day_after(plan: Plan, record: PlanRecord) -> None:
    first = of(ics_file(plan, record, "zh"), "轮次")[0]
    assert (first["DTSTART"], first["DTEND"]) == ("20270301", "20270529")
    assert first["SUMMARY"] == "2027年第一轮（2个任务）"
    assert first["DESCRIPTION"].startswith("第一巡察组：城东镇（自主开展，全覆盖）\\n")
    assert first["DTSTAMP"] == "20261001T000000Z"


def test_deadlines_name_the_targets(plan: Plan, record: PlanRecord) -> None:
    due = of(ics_file(plan, record, "zh"), "整改时限")
    rectified = next(e for e in due if e["SUMMARY"].startswith("集中整改到期：2027年第一轮"))
    assert rectified["DTSTART"] == "20280112"
    assert rectified["DESCRIPTION"] == "城东镇\\n前进村"
    early = [e["DTSTART"] for e in due if e["SUMMARY"].startswith("最早回头看：2027年第一轮")]
    assert early == ["20270826", "20280211"]  # the village by its rule, the town by its evaluation


def test_every_event_has_a_name_of_its_own(plan: Plan, record: PlanRecord) -> None:
    names = [event["UID"] for event in events(ics_file(plan, record, "zh"))]
    assert len(set(names)) == len(names)
    in_english = [event["UID"] for event in events(ics_file(plan, record, "en"))]
    assert names == in_english


def test_a_visit_that_moves_stays_the_same_event(plan: Plan, record: PlanRecord) -> None:
    moved = tuple(
        VisitRecord(v.target, v.purpose, "2027-2" if v.target == "D002" else v.round, v.mode, "t2")
        for v in record.visits
    )
    before = of(ics_file(plan, record, "zh"), "巡察任务")
    after = of(ics_file(plan_of(plan.problem, PlanRecord(moved)), record, "zh"), "巡察任务")
    assert {e["UID"] for e in before} == {e["UID"] for e in after}
    assert {(e["UID"], e["DTSTART"]) for e in before} != {(e["UID"], e["DTSTART"]) for e in after}


def test_one_year_alone(plan: Plan, record: PlanRecord) -> None:
    found = Counter(event["CATEGORIES"] for event in events(ics_file(plan, record, "zh", 2028)))
    assert found == {"轮次": 1, "巡察任务": 3, "整改时限": 4 + 1}


def test_the_same_plan_gives_the_same_bytes(plan: Plan, record: PlanRecord) -> None:
    data = ics_file(plan, record, "zh")
    assert data == ics_file(plan, record, "zh")
    assert is_ours(data)
    assert not is_ours(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//other//\r\n")


def test_no_name_ends_a_line_or_begins_an_event(tmp_path: Path) -> None:
    data = ics_file(*hostile(tmp_path), "zh")
    lines = unfolded(data)
    assert "BEGIN:VALARM" not in lines
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT")
    assert len(of(data, "巡察任务")) == len(NAMES) + 1
    assert not [c for c in data.decode() if c < " " and c not in "\r\n"]
    for line in lines:
        key, found, _ = line.partition(":")
        assert found, line
        assert key.partition(";")[0].replace("-", "").isalpha(), line


@pytest.mark.parametrize("text", ["SUMMARY:" + "巡" * 200, "x" * 75, "x" * 76, "𠮷" * 50, ""])
def test_lines_are_folded_between_characters(text: str) -> None:
    pieces = folded(text).removesuffix("\r\n").split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == text
    assert len(pieces) == 1 or len(text.encode()) > 75
