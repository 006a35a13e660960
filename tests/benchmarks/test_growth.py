from pathlib import Path

import pytest
from growth import few, law
from instances import written

from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.model import Problem
from xuncha_plan.solver.formulation.classes import classes


def problem(folder: Path, **sizes: int) -> Problem:
    path = folder / "few.yaml"
    path.write_text(written(few(**sizes), "a test"), encoding="utf-8")
    return read_problem(path).problem


def test_classes_do_not_grow_with_targets(tmp_path: Path) -> None:
    assert len(classes(problem(tmp_path, targets=48))) == 24
    assert len(classes(problem(tmp_path, targets=480))) == 24
    assert len(classes(problem(tmp_path, targets=480, rules=9))) == 24


def test_a_rule_that_names_a_target_makes_a_class(tmp_path: Path) -> None:
    assert len(classes(problem(tmp_path, targets=480, apart=10))) == 34


def test_a_law_is_the_slope_of_the_logarithms() -> None:
    assert law([(1, 2), (10, 200), (100, 20000)]) == pytest.approx(2.0)
    assert law([(1, 2), (10, None), (100, 20000)]) is None
