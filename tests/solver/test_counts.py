"""Counts answer what rules ask: with teams exactly, without teams by shares that make the whole."""

from fractions import Fraction
from typing import Any

import pytest

from tests.solver.district import district
from xuncha_plan.model import Linear, Problem, Selection
from xuncha_plan.solver.engines.cpsat import CpSat
from xuncha_plan.solver.engines.effort import Effort
from xuncha_plan.solver.formulation.cells import Key, Part
from xuncha_plan.solver.formulation.classes import classes
from xuncha_plan.solver.formulation.counts import MANY, Counts
from xuncha_plan.solver.formulation.guesses import ask_of_teams, open_teams
from xuncha_plan.solver.formulation.program import worth
from xuncha_plan.solver.formulation.tiers import pose

TWO = {"t1": 10, "t2": 10}


def decided(problem: Problem) -> Counts:
    return Counts(problem, classes(problem))


def open_(problem: Problem) -> Counts:
    return Counts.without_teams(problem, classes(problem))


def problem_class(counts: Counts, key: Key) -> str:
    return " ".join(counts.classes[key[0]].members)


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
    assert [v.high for v in counts.program.variables if v.decides] == [2, 2, 2, 2]


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
        """How many cells with a team a sum is made of in the end."""

        def parts(x: int) -> int:
            return sum(map(parts, counts.program.sums[x].terms)) if x in counts.program.sums else 1

        return sum(map(parts, counts.load(Selection(**selected)).terms))

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
    targets = {f"x{i}": {"workload": i} for i in range(1, MANY + 1)}
    work = {"rule": "limit", "unit": "workload", "at_most": 1000}
    counts = decided(district(work, rounds=1, targets=targets))
    assert len(counts.load(Selection(), "workload").terms) == 1
    del targets["x1"]
    fewer = decided(district(work, rounds=1, targets=targets))
    assert len(fewer.load(Selection(), "workload").terms) == MANY - 1


def test_sums_are_made_of_sums() -> None:
    """Of teams in a cell, cells in a round, rounds in a year: rows that name none stay short."""
    counts = decided(district(rounds=4, teams=TWO))
    assert len(counts.load(Selection()).terms) == 2  # two years
    assert len(counts.load(Selection(rounds=ids("r1"))).terms) == 1
    assert len(counts.load(Selection(rounds=ids("r1"), teams=ids("t1"))).terms) == 1


# What is built in.


def test_no_team_takes_more_than_its_capacity() -> None:
    counts = decided(district(targets="a b c", teams={"t1": 2, "t2": 0}))
    r1 = Selection(rounds=ids("r1"))
    assert least_and_most(counts, counts.load(r1)) == [0, 2]
    assert least_and_most(counts, counts.load(r1.also(teams=ids("t2")))) == [0, 0]


def test_what_one_team_cannot_carry_is_closed_for_it() -> None:
    problem = district(targets={"a": {"workload": 3}}, rounds=1, teams={"t1": 2, "t2": 3})
    ((key, teams),) = open_teams(decided(problem)).items()
    assert (key[1].round, teams) == ("r1", ("t2",))


def test_a_target_is_covered_as_often_as_rules_ask_and_once_a_round() -> None:
    twice = {"rule": "coverage", "times": 2}
    counts = decided(district(twice, rounds=3, teams={"t1": 100}))
    assert least_and_most(counts, counts.load(Selection())) == [0, 4]
    assert least_and_most(counts, counts.load(Selection(rounds=ids("r1")))) == [0, 2]


# Teams left open.


def test_what_a_team_takes_may_be_anything_up_to_the_whole() -> None:
    counts = open_(district(teams=TWO))
    share = counts.load(Selection(teams=ids("t1")))
    assert counts.program.reach(share) == (0, 2)
    assert counts.program.relaxed(3 - share).constant == 1
    assert counts.program.relaxed(share + 3).constant == 3
    assert counts.has_guessed


def test_one_guess_is_not_another() -> None:
    counts = open_(district(teams=TWO))
    mine, other = (counts.load(Selection(teams=ids(team))) for team in TWO)
    assert counts.program.relaxed(mine - other).constant == -2
    assert counts.program.relaxed(mine - mine).constant == 0


def test_who_may_not_come_is_known_without_teams() -> None:
    problem = district({"rule": "recusal", "teams": ["t1"], "targets": "a"}, teams=TWO)
    posed = pose(open_(problem), problem.tiers, problem.rules)
    teams = {problem_class(posed.counts, key): its for key, its in open_teams(posed.counts).items()}
    assert teams == {"a": ("t2",), "b": ("t1", "t2")}


@pytest.mark.parametrize(
    ("bounds", "least", "most"),
    [({"at_most": 1}, 0, 2), ({"at_least": 2}, 4, 4), ({"at_least": 1, "at_most": 1}, 2, 2)],
)
def test_limits_of_each_team_add_up(bounds: dict[str, int], least: int, most: int) -> None:
    problem = district({"rule": "limit", "per": "team", **bounds}, targets="a b c d", teams=TWO)
    counts = pose(open_(problem), (), problem.rules[:1]).counts
    ask_of_teams(counts)
    assert least_and_most(counts, counts.load(Selection())) == [least, most]


def test_the_superiors_visits_are_nobodys_share() -> None:
    elevated = {"rule": "directive", "mode": "elevated"}
    limit = {"rule": "limit", "per": "team", "at_most": 0}
    problem = district(elevated, limit, rounds={"r1": {"modes": ["elevated"]}}, teams=TWO)
    counts = pose(open_(problem), (), problem.rules[:2]).counts
    ask_of_teams(counts)
    assert least_and_most(counts, counts.load(Selection())) == [0, 2]


# A part of a plan.


def test_what_is_given_is_a_number_and_what_is_free_is_open() -> None:
    problem = district(targets="a b c", teams=TWO)
    alike = classes(problem)
    whole = decided(problem)
    teams = open_teams(whole)
    first, second = teams
    given = {first: {"t1": 1}, second: {"t1": 1, "t2": 1}}
    counts = Counts(problem, alike, part=Part(teams, given, lambda key, team: key == first))
    assert least_and_most(counts, counts.load(Selection(rounds=ids("r2")))) == [2, 2]
    assert least_and_most(counts, counts.load(Selection())) == [2, 3]
    assert counts.load(Selection(rounds=ids("r2"), teams=ids("t2"))).constant == 1
    assert counts.solution(counts.values(given)) == given


def test_a_plan_goes_to_values_and_back() -> None:
    problem = district(targets="a b c", teams=TWO)
    counts = decided(problem)
    plan = {key: {"t2": 1} for key in open_teams(counts)}
    assert counts.solution(counts.values(plan)) == plan


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
