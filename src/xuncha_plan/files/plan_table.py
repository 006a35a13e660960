"""Plan tables."""

from pathlib import Path

from xuncha_plan.model import PlanRecord


def read_plan_table(path: Path) -> PlanRecord:
    raise NotImplementedError
