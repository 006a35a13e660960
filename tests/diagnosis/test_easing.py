"""A rule gives way by the least that a plan needs, in the parameter that planners know."""

from fractions import Fraction

import pytest

from tests.solver.district import Raw, district
from xuncha_plan.model import Amount, Plan, Problem
from xuncha_plan.model.diagnosis import Excepted, Parameter, Softened
from xuncha_plan.solver.diagnosis.easing import eased, is_kept


def plan(problem: Problem, *places: str) -> Plan:
    """Covering visits, each `target@round`, by the first team."""
    visits = (place.split("@") for place in places)
    return Plan(
        problem,
        tuple(Plan.visit(problem, t, "coverage", r, "self_run", "t1") for t, r in visits),
    )


@pytest.mark.parametrize(
    ("rule", "key", "new"),
    [
        ({"rule": "milestone", "by": "2027-06-01", "at_least": "90%"}, "at_least", "33.3%"),
        ({"rule": "milestone", "by": "2027-06-01", "at_least": 3}, "at_least", "1"),
        ({"rule": "limit", "per": "round", "at_most": 1}, "at_most", "2"),
        ({"rule": "limit", "rounds": ["r1"], "at_least": 2}, "at_least", "1"),
        ({"rule": "limit", "rounds": ["r2"], "unit": "load", "at_most": 1}, "at_most", "2.5"),
        ({"rule": "distinct", "of": "sector", "per": "round", "at_most": 1}, "at_most", "2"),
        ({"rule": "together", "targets": ["a", "b"]}, "within", "1"),
        ({"rule": "apart", "targets": ["a", "b"], "rounds_between": 3}, "rounds_between", "0"),
    ],
)
def test_a_number_moves_as_far_as_it_must(rule: Raw, key: str, new: str) -> None:
    targets = {"a": {"sector": "edu"}, "b": {"sector": "gov", "workload": "2"}, "c": {}}
    targets["b"]["workload"], targets["c"] = Fraction(3, 2), {"sector": "edu"}
    problem = district(rule, targets=targets, rounds=2)
    its = plan(problem, "a@r1", "b@r2", "c@r2")
    how = eased(problem.rules[0], its)
    assert isinstance(how, Parameter)
    assert (how.key, str(how.new)) == (key, new)
    assert is_kept(problem.rules[0].replace(**{key: how.new}), its)


def test_a_share_that_is_kept_free_becomes_a_smaller_share() -> None:
    problem = district({"rule": "reserve", "share": "95%"}, targets="a b c", rounds=1)
    how = eased(problem.rules[0], plan(problem, "a@r1", "b@r1"))
    assert how == Parameter("share", Fraction("0.95"), Fraction("0.8"))


def test_a_rule_about_targets_leaves_out_those_that_breach_it() -> None:
    rule = {"rule": "window", "to": "2027-06-01"}
    problem = district(rule, targets="a b c", rounds=2)
    assert eased(problem.rules[0], plan(problem, "a@r1", "b@r2", "c@r2")) == Excepted(("b", "c"))


def test_coverage_leaves_out_what_is_not_covered() -> None:
    problem = district({"rule": "coverage"}, targets="a b")
    assert eased(problem.rules[0], plan(problem, "a@r1")) == Excepted(("b",))


@pytest.mark.parametrize(
    "rule",
    [
        {"rule": "pinned", "target": "a", "round": "r2"},
        {"rule": "window", "targets": ["a"], "from": "2027-06-01"},
        {"rule": "window", "where": {"not": {"id": "b"}}, "from": "2027-06-01"},
    ],
    ids=["a pin", "a list of targets", "exceptions already"],
)
def test_what_has_no_number_and_no_room_for_exceptions_is_kept_as_well_as_possible(
    rule: Raw,
) -> None:
    problem = district(rule)
    assert eased(problem.rules[0], plan(problem, "a@r1", "b@r2")) == Softened()


def test_the_other_bound_moves_where_it_is_the_one_that_is_broken() -> None:
    rule = {"rule": "limit", "at_least": 1, "at_most": 2}
    problem = district(rule, targets="a b c", rounds=3)
    its = plan(problem, "a@r1", "b@r2", "c@r3")
    assert eased(problem.rules[0], its) == Parameter(
        "at_most", Amount(Fraction(2)), Amount(Fraction(3))
    )
