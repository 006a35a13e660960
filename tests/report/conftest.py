"""A tiny district and a plan for it."""

from pathlib import Path

import pytest

from xuncha_plan.check import plan_of
from xuncha_plan.files.plan_file import read_plan
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.model import Plan, PlanRecord, Problem

TINY = Path(__file__).parent / "tiny"


@pytest.fixture(scope="session")
def problem() -> Problem:
    return read_problem(TINY / "targets.yaml").problem


@pytest.fixture(scope="session")
def record() -> PlanRecord:
    return read_plan(TINY / "plan.yaml")


@pytest.fixture(scope="session")
def plan(problem: Problem, record: PlanRecord) -> Plan:
    return plan_of(problem, record)
