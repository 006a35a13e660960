from pathlib import Path

import pytest
from curricula import STATED, generated, problem, read, solved, store

from xuncha_plan.files.problem_file import read_problem


def test_the_known_optimum_of_eight_periods_is_found_and_proved(tmp_path: Path) -> None:
    stated = read(STATED / "bacp-08.yaml")
    answer = solved(stated, store(stated, tmp_path), 120.0)
    assert (answer.status, answer.breaches) == ("optimal", 0)
    assert answer.found == answer.bound == stated.known == 17


@pytest.mark.parametrize("path", sorted(STATED.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_course_and_prerequisite_is_in_the_problem(path: Path, tmp_path: Path) -> None:
    stated = read(path)
    its = read_problem(store(stated, tmp_path)).problem
    assert {t.id: t.workload for t in its.targets} == stated.credits
    assert len(its.rounds) == stated.periods
    assert sum(rule.word == "precedence" for rule in its.rules) == len(stated.before)


def test_generated_curricula_can_be_even(tmp_path: Path) -> None:
    stated = generated(1, 2, 6)
    assert stated == generated(1, 2, 6)
    for courses in stated.curricula.values():
        assert sum(stated.credits[one] for one in courses) % stated.periods == 0
    shared = set.intersection(*map(set, stated.curricula.values()))
    assert shared
    assert read_problem(store(stated, tmp_path)).problem.groups("tag").keys() == {"c1", "c2"}
    assert problem(stated)["rules"][-1]["measure"] == "squares"
