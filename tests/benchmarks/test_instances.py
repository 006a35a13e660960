from pathlib import Path

import pytest
from hidden_plan import NoRoom
from instances import made, store

from xuncha_plan.check import findings
from xuncha_plan.files.plan_file import read_plan
from xuncha_plan.files.problem_file import read_problem


@pytest.mark.parametrize(("seed", "targets", "teams"), [(1, 134, 4), (2, 134, 4), (7, 60, 2)])
def test_a_district_is_made_with_a_plan_that_keeps_its_rules(
    tmp_path: Path, seed: int, targets: int, teams: int
) -> None:
    path = store(tmp_path, seed, targets, teams)
    problem = read_problem(path).problem
    plan = read_plan(path.with_name(f"{path.stem}-hidden-plan.yaml"))
    assert len(problem.targets) == targets
    assert [f.say("en") for f in findings(problem, plan) if f.is_breach] == []


def test_a_seed_makes_the_same_district_again() -> None:
    assert made(3, 60, 2) == made(3, 60, 2)
    assert made(3, 60, 2) != made(4, 60, 2)


def test_every_kind_of_rule_and_mode_is_there() -> None:
    one = made(1, 134, 4)
    modes = {visit["mode"] for visit in one.plan["visits"]}
    assert modes == {"self_run", "joint", "synchronized", "cross_region", "elevated"}
    words = {rule["rule"] for rule in one.problem["rules"]}
    assert {"lookback", "pinned", "recusal", "reserve", "milestone", "blackout"} <= words


def test_too_few_teams_are_refused() -> None:
    with pytest.raises(NoRoom):
        made(1, 200, 2)
