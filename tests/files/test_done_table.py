"""What was done after the rounds, as a table: read, or refused at the cell."""

from pathlib import Path

import pytest

from tests.solver.district import district
from xuncha_plan.files.done_table import Done, read_done
from xuncha_plan.model import BadInput, Words

from .conftest import said

STEPS = {"feedback": Words("反馈", "feedback"), "closed": Words("销号", "closed")}


def read(folder: Path, text: str) -> frozenset[Done]:
    path = folder / "已办.csv"
    path.write_text(text, encoding="utf-8")
    return read_done(path, district(), STEPS)


def test_a_step_is_named_by_its_key_or_in_either_language(tmp_path: Path) -> None:
    rows = "对象编号,步骤,轮次\na,反馈,r1\na,closed,\nb,feedback,r2\n"
    assert read(tmp_path, rows) == {
        Done("a", "feedback", "r1"),
        Done("a", "closed"),
        Done("b", "feedback", "r2"),
    }


def test_what_is_missing_or_unknown_is_refused_at_its_cell(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read(tmp_path, "对象编号,步骤,轮次\n,反馈,r1\nx,办结,r9\na,反馈,\n")
    assert [text.removeprefix(f"{tmp_path}/") for text in said(caught.value.faults)] == [
        "已办.csv:2:1: `target` (对象编号) is missing",
        "已办.csv:3:1: there is no `x`; known: a, b",
        "已办.csv:3:2: there is no `办结`; known: feedback, 反馈, closed, 销号",
        "已办.csv:3:3: there is no `r9`; known: r1, r2",
    ]
