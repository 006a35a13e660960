"""When a team enters and leaves each target."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from xuncha_plan.check import plan_of
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.model import PlanRecord, VisitRecord
from xuncha_plan.report.onsite import Stay, stays

Days = dict[str, tuple[str, str]]
SPAN = "start: 2027-11-01, end: 2027-12-10"
HEAD = """
format: 1
jurisdiction: {name: 青山区}
term: {start: 2027-01-01, end: 2031-12-31}
teams: [{id: t1, capacity: 6}]
"""


@pytest.fixture
def days(tmp_path: Path) -> Callable[..., Days]:
    """The days of the targets that one team takes in one round, A before B before C."""

    def found(*targets: str, rules: str = "", more: str = "", **mode: str) -> Days:
        text = f"{HEAD}{more}rounds: [{{id: r, {SPAN}, modes: [self_run, joint, elevated]}}]\n"
        text += "targets:\n" + "".join(f"  - {{{target}}}\n" for target in targets)
        path = tmp_path / "targets.yaml"
        path.write_text(text + f"rules:\n  - {{rule: coverage}}\n{rules}", encoding="utf-8")
        problem = read_problem(path).problem
        visits = [
            VisitRecord(t.id, "coverage", "r", mode.get(t.id, "self_run"),
                        None if mode.get(t.id) == "elevated" else "t1")
            for t in problem.targets
        ]  # fmt: skip
        return {
            s.visit.target.id: shown(s) for s in stays(plan_of(problem, PlanRecord(tuple(visits))))
        }

    return found


def shown(stay: Stay) -> tuple[str, str]:
    return f"{stay.entry:%m-%d}", f"{stay.departure:%m-%d}"


def test_a_team_takes_its_targets_one_after_another(days: Callable[..., Days]) -> None:
    # 2027-11-01 is a Monday
    assert days("id: A, workload: 2", "id: B, workload: 1") == {
        "A": ("11-01", "11-12"), "B": ("11-15", "11-19"),
    }  # fmt: skip


def test_half_a_week_ends_at_noon_and_the_next_begins_then(days: Callable[..., Days]) -> None:
    assert days("id: A, workload: 0.5", "id: B, workload: 0.5", "id: C, workload: 0.1") == {
        "A": ("11-01", "11-03"), "B": ("11-03", "11-05"), "C": ("11-08", "11-08"),
    }  # fmt: skip


def test_days_off_and_weekends_worked_are_kept(days: Callable[..., Days]) -> None:
    published = "calendar: [{year: 2027, source: 1, off: [2027-11-03], work: [2027-11-06]}]\n"
    found = days("id: A, workload: 1.2", more=published)
    assert found["A"] == ("11-01", "11-08")  # 1, 2, 4, 5, 6 and 8 November


def test_only_the_own_part_of_the_work_takes_time(days: Callable[..., Days]) -> None:
    rules = "  - {rule: directive, mode: joint}\n  - {rule: directive, mode: elevated}\n"
    found = days("id: A, workload: 2", "id: B, workload: 1", "id: C, workload: 3", rules=rules,
                 A="joint", C="elevated")  # fmt: skip
    assert found["A"] == ("11-01", "11-05")
    assert found["B"] == ("11-08", "11-12")
    assert found["C"] == ("11-01", "12-10")  # the superior's team: the whole round


def test_too_much_work_is_fitted_into_the_round(days: Callable[..., Days]) -> None:
    found = days("id: A, workload: 3", "id: B, workload: 9")  # 12 weeks of work, 6 of days
    assert found == {"A": ("11-01", "11-10"), "B": ("11-10", "12-10")}


def test_villages_follow_their_town(days: Callable[..., Days]) -> None:
    found = days("id: A1, workload: 1", "id: T, workload: 1", "id: A0, workload: 1, parent: T")
    assert sorted(found, key=lambda name: found[name]) == ["A1", "T", "A0"]


BLACKOUT = "  - {{rule: blackout, where: {{id: {of}}}, from: {a}, to: {b}, allow_days: 60}}\n"


@pytest.mark.parametrize(
    ("of", "a", "b", "wanted"),
    [
        # the first week is closed for A: B comes first, and nobody waits
        ("A", "2027-11-01", "2027-11-07", {"A": ("11-08", "11-19"), "B": ("11-01", "11-05")}),
        # the last weeks are closed for B: it comes first
        ("B", "2027-11-08", "2027-12-10", {"A": ("11-08", "11-19"), "B": ("11-01", "11-05")}),
        # two days in the middle of A, whatever its place: the shortest way around
        ("A", "2027-11-04", "2027-11-05", {"A": ("11-08", "11-19"), "B": ("11-01", "11-05")}),
        # outside the round: nothing changes
        ("A", "2027-12-11", "2028-02-01", {"A": ("11-01", "11-12"), "B": ("11-15", "11-19")}),
    ],
)
def test_blackouts_are_kept(
    days: Callable[..., Days], of: str, a: str, b: str, wanted: Days
) -> None:
    rules = BLACKOUT.format(of=of, a=a, b=b)
    assert days("id: A, workload: 2", "id: B, workload: 1", rules=rules) == wanted


def test_a_pause_is_better_than_a_closed_day(days: Callable[..., Days]) -> None:
    rules = BLACKOUT.format(of="A", a="2027-11-08", b="2027-11-12")
    # nine days of work in five weeks: no order is free of the closed week but the pause
    assert days("id: A, workload: 5", rules=rules)["A"] == ("11-01", "12-10")


def test_where_there_is_no_room_the_closed_days_are_worked(days: Callable[..., Days]) -> None:
    rules = BLACKOUT.format(of="A", a="2027-11-08", b="2027-12-31")
    assert days("id: A, workload: 3", rules=rules)["A"] == ("11-01", "11-19")


def test_every_stay_lies_in_its_round_on_working_days(days: Callable[..., Days]) -> None:
    names = [f"id: X{n}, workload: 0.{n + 1}" for n in range(8)]
    for entry, departure in days(*names).values():
        assert "11-01" <= entry <= departure <= "12-10"
        assert date.fromisoformat(f"2027-{entry}").weekday() < 5
