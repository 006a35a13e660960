"""What holds of every format: nothing is too small or too odd to be written, bytes are the same."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from xuncha_plan.check import plan_of
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.model import Plan, PlanRecord, VisitRecord
from xuncha_plan.report.exports import FORMATS, Format, Wanted, exported, is_ours

TINY = Path(__file__).parent / "tiny"
TERM = "format: 1\njurisdiction: {name: 区}\nterm: {start: 2027-01-01, end: 2031-12-31}\n"
ROUND = "rounds: [{id: r, start: 2027-12-20, end: 2028-01-20, year: 2027, modes: [self_run]}]\n"
ODD = {
    "nothing at all": (TERM, ()),
    "targets without rounds": (f"{TERM}targets: [{{id: A, workload: 1}}]\n", ()),
    "a round without teams": (f"{TERM}{ROUND}targets: [{{id: A, workload: 1}}]\n", ()),
    "a round over New Year, capacity from the calendar": (
        f"{TERM}{ROUND}teams: [{{id: t}}]\ntargets: [{{id: A, workload: 1}}]\n",
        (VisitRecord("A", "coverage", "r", "self_run", "t"),),
    ),
    "a target twice in one round, a team that is absent, a team without capacity": (
        f"{TERM}{ROUND}teams: [{{id: t, rounds: []}}, {{id: u, capacity: 0}}]\n"
        "targets: [{id: A, workload: 0.01}, {id: B, workload: 999}]\n",
        (
            VisitRecord("A", "coverage", "r", "self_run", "t"),
            VisitRecord("A", "coverage", "r", "self_run", "t"),
            VisitRecord("A", "lookback", "r", "self_run", "u"),
            VisitRecord("B", "special", "r", "joint", None),
        ),
    ),
}  # fmt: skip


@pytest.fixture(params=ODD)
def odd(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Plan, PlanRecord]:
    text, visits = ODD[request.param]
    (tmp_path / "targets.yaml").write_text(text, encoding="utf-8")
    record = PlanRecord(visits)
    return plan_of(read_problem(tmp_path / "targets.yaml").problem, record), record


@pytest.mark.parametrize("to", FORMATS)
def test_odd_plans_are_written_too(odd: tuple[Plan, PlanRecord], to: Format) -> None:
    plan, record = odd
    for language in ("zh", "en"):
        wanted = Wanted(plan, record, language, earlier=plan)
        data = exported(to, wanted)
        assert is_ours(to, data)
        for year in plan.problem.years:
            assert exported(to, Wanted(plan, record, language, year=year))


@pytest.mark.parametrize("to", FORMATS)
def test_nobody_elses_file_is_ours(to: Format) -> None:
    assert is_ours(to, b"")
    assert not is_ours(to, b"somebody's notes")
    assert not is_ours(to, b"PK\x03\x04")


DIGESTS = """
import hashlib, sys
from pathlib import Path
from xuncha_plan.check import plan_of
from xuncha_plan.files.plan_file import read_plan
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.report.exports import FORMATS, Wanted, exported
folder = Path(sys.argv[1])
record = read_plan(folder / "plan.yaml")
plan = plan_of(read_problem(folder / "targets.yaml").problem, record)
for to in FORMATS:
    print(to, hashlib.sha256(exported(to, Wanted(plan, record, "zh"))).hexdigest())
"""


def test_bytes_do_not_depend_on_the_process(plan: Plan, record: PlanRecord) -> None:
    printed = []
    for seed, zone in (("1", "Pacific/Kiritimati"), ("2", "America/Adak")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, "-c", DIGESTS, str(TINY)],
            env=environment, capture_output=True, check=True, text=True,
        )  # fmt: skip
        printed.append(done.stdout)
    here = "".join(
        f"{to} {hashlib.sha256(exported(to, Wanted(plan, record, 'zh'))).hexdigest()}\n"
        for to in FORMATS
    )
    assert printed == [here, here]
