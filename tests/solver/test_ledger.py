"""The ledger keeps the best plan, and what is proved for plans as good."""

from fractions import Fraction
from typing import Any

import pytest

from tests.solver.district import district
from xuncha_plan.model import Linear, Tier
from xuncha_plan.solver.formulation.classes import classes
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.formulation.program import Row, Values
from xuncha_plan.solver.news import Bounded, Found, News
from xuncha_plan.solver.search.ledger import Ledger, kept

COUNTS = Counts(district(targets="a", rounds=1), classes(district(targets="a", rounds=1)))
WORTHS = {"first": Linear({0: 1}), "second": Linear({1: 1})}  # a plan is the values it has
FIRST, SECOND = Tier(id="first"), Tier(id="second")


class Told(Ledger):
    """A ledger that remembers what it told."""

    def __init__(self, tolerance: Fraction = Fraction(0)) -> None:
        self.news: list[News] = []
        tiers = (FIRST.replace(tolerance=tolerance), SECOND)
        super().__init__(district().replace(tiers=tiers), self.news.append)

    def plan(self, *values: Any) -> bool:
        """Whether a plan with these values is kept and told."""
        before = sum(isinstance(one, Found) for one in self.news)
        found: Values = [Fraction(x) for x in values]
        self.found("first", COUNTS, found, WORTHS)
        return sum(isinstance(one, Found) for one in self.news) > before

    def proved(self, tier: Tier, bound: Any, **given: int) -> None:
        self.bound(tier, Fraction(bound), "cpsat", {t: Fraction(x) for t, x in given.items()})


def test_a_better_plan_replaces_a_worse_one_and_never_the_other_way_round() -> None:
    ledger = Told()
    assert ledger.plan(5, 5)
    assert ledger.plan(5, 4)
    assert not ledger.plan(5, 6)
    assert ledger.plan(4, 9)
    assert not ledger.plan(5, 0)
    assert ledger.best == {"first": 4, "second": 9}
    assert ledger.solution == COUNTS.solution([4, 9])


def test_within_the_tolerance_a_later_tier_decides() -> None:
    ledger = Told(Fraction(1, 10))
    ledger.proved(FIRST, 10)
    assert ledger.plan(10, 5)
    assert ledger.plan(11, 4)
    assert not ledger.plan(12, 0)
    assert not ledger.plan(10, 5)  # the first is proved either way, the second is worse


def test_the_tolerance_is_not_used_twice() -> None:
    ledger = Told(Fraction(1, 10))
    ledger.proved(FIRST, 10)
    ledger.plan(11, 5)
    assert ledger.worst(ledger.problem.tiers[0], ledger.best) == 11


def test_without_a_near_bound_the_tolerance_is_of_the_value() -> None:
    ledger = Told(Fraction(1, 10))
    tier = ledger.problem.tiers[0]
    assert ledger.worst(tier, {"first": Fraction(20)}) == 22
    assert ledger.worst(tier, {"first": Fraction(-20)}) == -18
    ledger.proved(tier, 10)
    assert ledger.worst(tier, {"first": Fraction(20)}) == 20
    assert ledger.worst(tier, {"first": Fraction(10)}) == 11


def test_bounds_are_told_once_and_only_when_they_rise() -> None:
    ledger = Told()
    for bound in (1, 1, 0, 2):
        ledger.proved(FIRST, bound)
    ledger.bound(FIRST, None, "highs", {})
    assert [one.bound for one in ledger.news if isinstance(one, Bounded)] == [1, 2]


def test_what_is_told_says_what_it_takes_for_granted() -> None:
    ledger = Told()
    ledger.proved(SECOND, 1, first=3)
    assert ledger.news == [Bounded("second", Fraction(1), "cpsat", (("first", Fraction(3)),))]


def test_a_tier_is_proved_where_the_plan_in_hand_meets_a_bound_that_holds_for_it() -> None:
    ledger = Told()
    ledger.proved(SECOND, 5, first=3)
    assert not ledger.is_proved(SECOND)
    ledger.plan(4, 5)
    assert not ledger.is_proved(SECOND)
    ledger.plan(3, 5)
    assert ledger.is_proved(SECOND)
    assert not ledger.is_proved(FIRST)


@pytest.mark.parametrize(("value", "is_near"), [(10, True), (11, True), (12, False)])
def test_near_is_within_the_tolerance(value: int, is_near: bool) -> None:
    ledger = Told(Fraction(1, 10))
    ledger.proved(FIRST, 10)
    tier = ledger.problem.tiers[0]
    assert ledger.is_near(tier, {"first": Fraction(value)}) is is_near


def test_an_expression_is_kept_by_a_row() -> None:
    assert kept(Linear({0: 2}, 3), Fraction(10)) == Row({0: 2}, 7)
    assert kept(Linear(constant=3), Fraction(3)) is None
