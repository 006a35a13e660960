"""A bound counts only for plans within what it takes for granted."""

from fractions import Fraction
from typing import Any

from xuncha_plan.solver.news import Bounded
from xuncha_plan.solver.search.bounds import Bounds


def bounds(*news: Bounded) -> Bounds:
    found = Bounds()
    for one in news:
        found.add(one)
    return found


def bounded(bound: int, engine: Any = "highs", **given: int) -> Bounded:
    return Bounded("x", Fraction(bound), engine, tuple((t, Fraction(n)) for t, n in given.items()))


def test_the_highest_bound_counts_and_a_lower_one_changes_nothing() -> None:
    known = bounds(bounded(3), bounded(5, "cpsat"), bounded(4))
    assert known.of("x", {}) == 5
    assert known.of("x", {}, "highs") == 4
    assert known.of("y", {}) is None


def test_a_bound_is_not_for_a_plan_that_is_worse_in_an_earlier_tier() -> None:
    known = bounds(bounded(5, first=1), bounded(2))
    assert known.of("x", {"first": Fraction(1)}) == 5
    assert known.of("x", {"first": Fraction(2)}) == 2
    assert known.of("x", {}) == 2


def test_every_tier_before_has_to_be_within() -> None:
    known = bounds(bounded(5, first=1, second=1))
    assert known.of("x", {"first": Fraction(0), "second": Fraction(1)}) == 5
    assert known.of("x", {"first": Fraction(0), "second": Fraction(2)}) is None


def test_whoever_proved_something_is_known() -> None:
    assert bounds(bounded(1), bounded(1, "cpsat")).engines("x") == {"highs", "cpsat"}
    assert bounds().engines("x") == set()
