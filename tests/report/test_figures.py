"""What a plan comes to, worked out by hand for the tiny district."""

from fractions import Fraction

import pytest

from xuncha_plan.model import Plan
from xuncha_plan.report.figures import (
    group_loads,
    milestones,
    percent,
    signed,
    stretches,
    team_loads,
)


def test_coverage_adds_up_from_round_to_round(plan: Plan) -> None:
    rounds = stretches(plan, "round")
    assert [(s.name, s.visits, s.covered) for s in rounds] == [
        ("2027-1", 2, 2),
        ("2027-2", 3, 5),
        ("2028-1", 3, 6),
    ]
    assert {s.wanted for s in rounds} == {6}


def test_a_year_adds_its_rounds(plan: Plan) -> None:
    first, second = stretches(plan, "year")
    assert (first.load, first.capacity, first.covered) == (Fraction("6.05"), 20, 5)
    assert (second.lookbacks, second.specials, second.load) == (1, 1, Fraction("2.4"))


def test_milestones_are_held_against_the_rules_own_unit(plan: Plan) -> None:
    by_count, by_work = milestones(plan)
    assert (by_count.done, by_count.wanted, by_count.is_reached) == (5, Fraction("3.6"), True)
    assert (by_work.done, by_work.is_reached) == (Fraction("4.3"), False)
    assert by_work.wanted == Fraction("11.05") / 2


def test_teams_are_held_against_what_they_can_carry(plan: Plan) -> None:
    loads = team_loads(plan, "year")
    assert (loads["t1"]["2027"].work, loads["t1"]["2027"].share) == (Fraction("5.8"), 12)
    assert (loads["t2"]["2028"].work, loads["t2"]["2028"].share) == (Fraction("0.9"), 4)


def test_a_regions_share_follows_capacity_and_its_gaps_cancel_out(plan: Plan) -> None:
    east = group_loads(plan, "region", "year")["east"]
    assert (east["2027"].work, east["2027"].share) == (Fraction("6.3"), Fraction("4.2"))
    assert sum(part.work - part.share for part in east.values()) == 0


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(1, 3, "33%"), (3, 3, "100%"), (2999, 3000, "99%"), (3001, 3000, "101%"), (1, 0, "-")],
)
def test_a_hundred_percent_is_exactly_all(part: int, whole: int, said: str) -> None:
    assert percent(part, whole) == said


def test_a_deviation_has_its_sign() -> None:
    said = [signed(Fraction(x)) for x in ("2.14", "-0.36", "0.04", "0")]
    assert said == ["+2.1", "-0.4", "0", "0"]
