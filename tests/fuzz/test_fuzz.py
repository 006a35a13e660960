"""A few random inputs of every kind in every run; the same ones each time."""

import io
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings

from tests.fuzz import inputs, targets
from tests.fuzz.inputs import KINDS

FEW = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"workbook", "book"}])
def test_it_is_read_or_refused(kind: str) -> None:
    @settings(FEW, max_examples=25 if kind.startswith("check") else 60)
    @given(KINDS[kind])
    @example(b"")
    def tried(data: bytes) -> None:
        assert targets.TARGETS[kind](data)

    tried()


@pytest.mark.parametrize("kind", ["workbook", "book"])
def test_a_workbook_is_read_or_refused(kind: str) -> None:
    @settings(FEW, max_examples=12)
    @given(KINDS[kind])
    def tried(data: bytes) -> None:
        assert targets.TARGETS[kind](data)

    tried()


def test_what_is_spoilt_was_right_before() -> None:
    assert targets.problem(inputs.PROBLEM.encode()) == "read"
    assert targets.plan(inputs.PLAN.encode()) == "read"
    assert targets.table(inputs.TABLE.encode()) == "read"
    assert targets.workbook(inputs.workbook()) == "read"
    assert targets.plan_table(inputs.PLAN_TABLE.encode()) == "read"
    assert targets.book(inputs.book()) == "read"
    assert targets.repair(inputs.PROBLEM.encode()) == "kept"
    assert targets.check_plan(inputs.PLAN.encode()) == "exit 0"


@pytest.mark.parametrize(
    ("old", "new"), [(b"worksheets/", b"orksheets/"), (b"UTF-8", b"TF-8"), (b"UTF-8", b"UTF-32")]
)
def test_found_in_workbooks(old: bytes, new: bytes) -> None:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(inputs.workbook())) as good,
        zipfile.ZipFile(stream, "w") as bad,
    ):
        for name in good.namelist():
            bad.writestr(name, good.read(name).replace(old, new))
    assert targets.workbook(stream.getvalue()) == "refused: workbook"
