"""A table of targets on its own: read as if a problem file named it, refused at the cell."""

from pathlib import Path

import pytest

from xuncha_plan.files.target_list import read_target_list
from xuncha_plan.model import BadInput

from .conftest import said


def listed(folder: Path, text: str | bytes) -> tuple[list[str], list[str]]:
    path = folder / "t.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = read_target_list(path)
    return [target.id for target in found.targets], said(found.warnings)


def test_targets_and_warnings(tmp_path: Path) -> None:
    assert listed(tmp_path, "id,workload\nA,1\nB,0.5\n") == (["A", "B"], [])
    _, warnings = listed(tmp_path, "编号,工作量,名称\nA,1,教育局\n".encode("gb18030"))
    assert "GB18030" in warnings[0]


@pytest.mark.parametrize(
    ("text", "said_at"),
    [
        ("id,workload\nA,1\nA,2\n", ":3:1: "), ("id,workload\nA,x\n", ":2:2: "),
        ("id,workload,parent\nA,1,B\n", ":2:3: "), ("id\nA\n", ":1:1: "),
        ("id,workload\n", ":1:1: the table has no targets"), ("", ":1:1: "),
        ("id,workload,not_before,not_after\nA,1,2027-02-01,2027-01-01\n", ":2:4: "),
    ],
)  # fmt: skip
def test_a_fault_is_said_at_its_cell(tmp_path: Path, text: str, said_at: str) -> None:
    with pytest.raises(BadInput) as caught:
        listed(tmp_path, text)
    (fault,) = said(caught.value.faults)
    assert f"t.csv{said_at}" in fault
