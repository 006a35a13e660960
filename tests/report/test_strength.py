"""How many teams a starter file assumes: enough for a plan, and not many more."""

from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_plan.model import Target
from xuncha_plan.report.strength import strength


def targets(*workloads: object, **fields: object) -> list[Target]:
    return [Target(id=f"D{i}", workload=Fraction(w), **fields) for i, w in enumerate(workloads)]


def test_two_rounds_a_year_for_five_years() -> None:
    rounds = strength(targets(1), 2027).rounds
    assert [r.id for r in rounds][:3] == ["2027-1", "2027-2", "2028-1"]
    assert (len(rounds), rounds[-1].id) == (10, "2031-2")
    assert (rounds[0].start, rounds[1].end) == (date(2027, 3, 1), date(2027, 11, 30))


def test_teams_follow_the_work_and_leave_room() -> None:
    assert strength(targets(*[2] * 180), 2027).teams == 5  # 360 of 500
    assert strength(targets(*[2] * 212), 2027).teams == 5  # 424 of 425
    assert strength(targets(*[2] * 213), 2027).teams == 6
    assert strength(targets("0.3"), 2027).teams == 2


def test_a_team_can_take_the_largest_target() -> None:
    assert strength(targets("12.5", 1), 2027).capacity == 13
    assert strength(targets(10, 1), 2027).capacity == 10


def test_targets_of_one_round_need_more_teams() -> None:
    only = {"not_before": date(2027, 3, 1), "not_after": date(2027, 5, 31)}
    assert strength(targets(*[6] * 7, **only), 2027).teams == 7


def test_a_target_that_no_round_can_take_is_named() -> None:
    gone = targets(1, not_after=date(2027, 5, 30))
    assert strength(gone, 2027).homeless == (gone[0],)
    assert strength(targets(1, not_after=date(2027, 5, 31)), 2027).homeless == ()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 1200), min_size=1, max_size=60))
def test_all_work_has_room_within_the_loaded_share_or_by_packing(hundredths: list[int]) -> None:
    those = targets(*(Fraction(x, 100) for x in hundredths))
    assumed = strength(those, 2027)
    room = len(assumed.rounds) * assumed.teams * assumed.capacity
    assert sum(t.workload for t in those) <= Fraction(85, 100) * room
    assert assumed.teams <= max(2, len(those))
