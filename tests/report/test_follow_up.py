"""What follows each visit, and the office's months."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from xuncha_plan.check import plan_of
from xuncha_plan.files.digest import digest
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.model import BadInput, Plan, PlanRecord, VisitRecord
from xuncha_plan.report.follow_up import follow_ups, months, months_after, passed

TEXT = """
format: 1
jurisdiction: {{name: 青山区}}
term: {{start: 2027-01-01, end: 2031-12-31}}
{more}
rounds:
  - {{id: r1, start: 2027-03-01, end: 2027-05-28}}
  - {{id: r2, start: 2028-03-01, end: 2028-05-26}}
teams: [{{id: t1, capacity: 9}}, {{id: t2, capacity: 9}}]
targets: [{{id: A, workload: 1, kind: k}}, {{id: B, workload: 1}}]
rules: [{{rule: coverage}}{rules}]
"""
LOOKBACK = ", {rule: lookback, at_least: 1, where: {kind: k}, after_days: 200}"
VISITS = (
    VisitRecord("A", "coverage", "r1", "self_run", "t1"),
    VisitRecord("B", "coverage", "r1", "self_run", "t1"),
    VisitRecord("A", "lookback", "r2", "self_run", "t2"),
)


@pytest.fixture
def plan(tmp_path: Path) -> Callable[..., Plan]:
    def made(more: str = "", rules: str = LOOKBACK) -> Plan:
        path = tmp_path / "targets.yaml"
        path.write_text(TEXT.format(more=more, rules=rules), encoding="utf-8")
        return plan_of(read_problem(path).problem, PlanRecord(VISITS))

    return made


def test_steps_count_from_the_end_of_the_round(plan: Callable[..., Plan]) -> None:
    a, _, back = follow_ups(plan())
    assert dict(a.steps()) == {
        "feedback": date(2027, 7, 12),  # 45 days after 28 May: a Monday
        "plan": date(2027, 8, 11),
        "rectified": date(2028, 1, 12),
        "evaluated": date(2028, 2, 11),
    }
    assert back.visit.purpose == "lookback"
    assert back.feedback == date(2028, 7, 10)


def test_the_periods_are_parameters(plan: Callable[..., Plan]) -> None:
    three = plan("rectification: {feedback_days: 0, plan_days: 15, months: 3, evaluation_days: 7}")
    first = follow_ups(three)[0]
    assert [day for _, day in first.steps()] == [
        date(2027, 5, 28), date(2027, 6, 14),  # 12 June is a Saturday
        date(2027, 8, 30), date(2027, 9, 6),  # 28 August is a Saturday
    ]  # fmt: skip


def test_a_negative_period_is_refused(plan: Callable[..., Plan]) -> None:
    with pytest.raises(BadInput):
        plan("rectification: {months: -1}")


def test_the_periods_make_no_plan_stale(plan: Callable[..., Plan]) -> None:
    assert digest(plan("rectification: {months: 3}").problem) == digest(plan().problem)


def test_a_published_day_off_moves_a_deadline(plan: Callable[..., Plan]) -> None:
    calendar = "calendar: [{year: 2027, source: 1, off: [2027-07-12, 2027-07-13]}]"
    assert follow_ups(plan(calendar))[0].feedback == date(2027, 7, 14)


def test_the_look_back_waits_as_its_rule_says_else_for_the_evaluation(
    plan: Callable[..., Plan],
) -> None:
    a, b, back = follow_ups(plan())
    assert a.lookback == date(2027, 12, 14)  # 200 days after 28 May
    assert b.lookback == b.evaluated == date(2028, 2, 11)
    assert back.lookback is None


def test_the_first_rule_that_selects_a_target_says_how_long(plan: Callable[..., Plan]) -> None:
    rules = LOOKBACK + LOOKBACK.replace("200", "100").replace(", where: {kind: k}", "")
    a, b, _ = follow_ups(plan(rules=rules))
    assert (a.lookback, b.lookback) == (date(2027, 12, 14), date(2027, 9, 5))


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2027, 8, 31), 18, date(2029, 2, 28)),
        (date(2027, 12, 15), 1, date(2028, 1, 15)),
        (date(2027, 12, 15), 0, date(2027, 12, 15)),
        (date(2027, 1, 31), 11, date(2027, 12, 31)),
    ],
)
def test_months_end_where_they_end(day: date, count: int, later: date) -> None:
    assert months_after(day, count) == later


def test_the_office_has_so_much_to_do_each_month(plan: Callable[..., Plan]) -> None:
    found = {month.name: (month.counts, month.load) for month in months(follow_ups(plan()))}
    assert list(found) == ["2027-07", "2027-08", "2028-01", "2028-02", "2028-07", "2028-08",
                           "2029-01", "2029-02"]  # fmt: skip
    assert found["2027-07"] == ({"feedback": 2, "plan": 0, "rectified": 0, "evaluated": 0}, 2)
    assert found["2028-01"] == ({"feedback": 0, "plan": 0, "rectified": 2, "evaluated": 0}, 0)


def test_what_lies_before_a_day_is_passed(plan: Callable[..., Plan]) -> None:
    found = follow_ups(plan())
    late = passed(found, date(2027, 8, 11))
    assert [(f.visit.target.id, step) for f, step, _ in late] == [
        ("A", "feedback"), ("B", "feedback"),
    ]  # fmt: skip
    assert len(passed(found, date(2027, 8, 12))) == 4
