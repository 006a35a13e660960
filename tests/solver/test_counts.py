"""Counts answer what rules ask: with teams exactly, without teams by shares that make the whole."""

from fractions import Fraction
from typing import Any

import pytest

from tests.solver.district import district
from xuncha_plan.model import Linear, Problem, Selection
from xuncha_plan.solver.cells import classes
from xuncha_plan.solver.counts import MANY, Counts
from xuncha_plan.solver.cpsat import CpSat
from xuncha_plan.solver.effort import Effort
from xuncha_plan.solver.program import worth

TWO = {"t1": 10, "t2": 10}


def decided(problem: Problem) -> Counts:
    return Counts(problem, classes(problem))


def open_(problem: Problem) -> Counts:
    return Counts(problem, classes(problem), decided(problem).open_teams())


def ids(*names: str) -> frozenset[str]:
    return frozenset(names)


def least_and_most(counts: Counts, expression: Linear) -> list[Any]:
    """What an expression can come to, exactly."""
    found = []
    for sign in (1, -1):
        model = CpSat(counts.program)
        model.minimize(expression * sign)
        values = model.solve(Effort(10, workers=1)).values
        assert values is not None
        found.append(worth(expression, values))
    return found


def test_with_teams_every_cell_names_the_team() -> None:
    counts = decided(district(teams=TWO))
    assert [(cell.slot.round, list(cell.unknowns)) for cell in counts.cells()] == [
        ("r1", ["t1", "t2"]),
        ("r2", ["t1", "t2"]),
    ]
    assert [v.high for v in counts.program.variables] == [2, 2, 2, 2]


def test_without_teams_a_cell_is_one_count() -> None:
    counts = open_(district(teams=TWO))
    assert [(cell.slot.round, list(cell.unknowns)) for cell in counts.cells()] == [
        ("r1", [None]),
        ("r2", [None]),
    ]


def test_a_selection_takes_rounds_modes_teams_purposes_and_targets() -> None:
    back = {"rule": "lookback", "where": {"id": ["a"]}}
    counts = decided(district(back, teams=TWO))

    def number(**selected: frozenset[str]) -> int:
        return len(counts.load(Selection(**selected)).terms)

    assert number() == 3 * 4  # coverage of a and b, look-back of a; two rounds, two teams
    assert number(targets=ids("a")) == 8
    assert number(rounds=ids("r1")) == 6
    assert number(teams=ids("t2")) == 6
    assert number(purposes=ids("lookback")) == 4
    assert number(modes=ids("joint")) == 0
    assert (
        number(targets=ids("b"), rounds=ids("r2"), teams=ids("t1"), purposes=ids("coverage")) == 1
    )


def test_units_weigh_each_visit() -> None:
    early = {"rule": "early", "tier": "first", "weight_by": "risk"}
    counts = decided(district(early, targets={"a": {"workload": 3, "risk": 5}}, rounds=1))
    assert counts.load(Selection(), "workload").terms == {0: 3}
    assert counts.load(Selection(), "risk").terms == {0: 5}


def test_a_rule_may_not_ask_for_a_part_of_a_class() -> None:
    counts = decided(district(targets="a b"))
    with pytest.raises(AssertionError, match="part of a class"):
        counts.load(Selection(targets=ids("a")))


def test_alike_are_the_classes_inside() -> None:
    pinned = {"rule": "pinned", "target": "b", "round": "r1"}
    counts = decided(district(pinned, targets="a b c"))
    assert list(counts.alike(ids("a", "b", "c"))) == [ids("a", "c"), ids("b")]
    assert list(counts.alike(frozenset())) == []


def test_whether_there_is_a_visit() -> None:
    counts = decided(district(targets="a b c", rounds=1))
    counts.program.at_most(counts.load(Selection()), 3, equal=True)
    assert least_and_most(counts, counts.whether(Selection())) == [1, 1]
    nobody = decided(district(targets="a b c", rounds=1))
    nobody.program.at_most(nobody.load(Selection()), 0)
    assert least_and_most(nobody, nobody.whether(Selection())) == [0, 0]


def test_whether_of_one_visit_at_most_is_its_count() -> None:
    counts = decided(district(targets="a", rounds=1))
    assert counts.whether(Selection()).terms == counts.load(Selection()).terms


def test_what_is_asked_twice_is_answered_once() -> None:
    counts = decided(district(teams=TWO))
    before = counts.whether(Selection(rounds=ids("r1")))
    size = len(counts.program.variables)
    assert counts.whether(Selection(rounds=ids("r1"))) is before
    assert len(counts.program.variables) == size


def test_long_sums_become_unknowns_of_their_own() -> None:
    counts = decided(district(rounds=1, teams={f"t{i}": 10 for i in range(MANY)}))
    assert len(counts.load(Selection()).terms) == 1
    assert len(counts.program.sums) == 1
    assert least_and_most(counts, counts.load(Selection())) == [0, 2]
    fewer = decided(district(rounds=1, teams={f"t{i}": 10 for i in range(MANY - 1)}))
    assert len(fewer.load(Selection()).terms) == MANY - 1


# What is built in.


def test_no_team_takes_more_than_its_capacity() -> None:
    counts = decided(district(targets="a b c", teams={"t1": 2, "t2": 0}))
    r1 = Selection(rounds=ids("r1"))
    assert least_and_most(counts, counts.load(r1)) == [0, 2]
    assert least_and_most(counts, counts.load(r1.also(teams=ids("t2")))) == [0, 0]


def test_what_one_team_cannot_carry_is_closed_for_it() -> None:
    problem = district(targets={"a": {"workload": 3}}, rounds=1, teams={"t1": 2, "t2": 3})
    ((key, teams),) = decided(problem).open_teams().items()
    assert (key[1].round, teams) == ("r1", ("t2",))


def test_a_target_is_covered_as_often_as_rules_ask_and_once_a_round() -> None:
    twice = {"rule": "coverage", "times": 2}
    counts = decided(district(twice, rounds=3, teams={"t1": 100}))
    assert least_and_most(counts, counts.load(Selection())) == [0, 4]
    assert least_and_most(counts, counts.load(Selection(rounds=ids("r1")))) == [0, 2]


# Teams left open.


def test_shares_of_teams_add_up_to_the_whole() -> None:
    counts = open_(district(teams=TWO))
    shares = [counts.load(Selection(teams=ids(team))) for team in TWO]
    whole = counts.load(Selection())
    assert least_and_most(counts, shares[0] + shares[1] - whole) == [0, 0]
    assert least_and_most(counts, shares[0]) == [0, 2]
    assert counts.has_guessed


def test_a_share_knows_nothing_of_who_may_come() -> None:
    """It is a relaxation: a bound of it holds for every way to give visits to teams."""
    counts = open_(district({"rule": "recusal", "teams": ["t1"], "tier": "first"}, teams=TWO))
    assert least_and_most(counts, counts.load(Selection(teams=ids("t1"))))[0] == 0


def test_the_superiors_visits_are_in_no_teams_share() -> None:
    elevated = {"rule": "directive", "mode": "elevated"}
    counts = open_(district(elevated, rounds={"r1": {"modes": ["elevated"]}}, teams=TWO))
    assert least_and_most(counts, counts.load(Selection(teams=ids("t1", "t2")))) == [0, 0]
    assert least_and_most(counts, counts.load(Selection())) == [0, 2]


def test_without_a_question_about_teams_nothing_is_guessed() -> None:
    counts = open_(district(teams=TWO))
    counts.load(Selection())
    counts.whether(Selection(rounds=ids("r1")))
    assert not counts.has_guessed
    counts.whether(Selection(teams=ids("t1")))
    assert counts.has_guessed


def test_halves_of_work_are_exact() -> None:
    problem = district(targets={"a": {"workload": Fraction(1, 10)}}, rounds=1)
    assert decided(problem).load(Selection(), "workload").terms == {0: Fraction(1, 10)}
