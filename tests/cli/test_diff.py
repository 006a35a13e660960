"""`diff`: as a planner calls it."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from xuncha_plan.files.plan_file import read_plan, write_plan

from .conftest import Ran

Call = Callable[..., Ran]


@pytest.fixture
def other(plan: Path) -> Path:
    """The same plan with the first visit by another team."""
    record = read_plan(plan)
    first = next(v for v in record.visits if v.target == "T001")
    visits = tuple(replace(v, team="t2") if v == first else v for v in record.visits)
    path = plan.with_name("改后.yaml")
    write_plan(path, replace(record, visits=visits))
    return path


def test_what_moved_is_printed(call: Call, plan: Path, other: Path) -> None:
    ran = call("diff", plan, other)
    assert (ran.code, ran.err) == (0, "")
    assert "T001 城东镇：仍在2027年第一轮，第一巡察组改为第二巡察组" in ran.out


@pytest.mark.parametrize(("options", "codes"), [((), (0, 0)), (("--exit-code",), (1, 0))])
def test_the_exit_code_tells_of_a_difference_where_it_is_asked_to(
    call: Call, plan: Path, other: Path, options: tuple[str, ...], codes: tuple[int, int]
) -> None:
    assert call("diff", plan, other, *options).code == codes[0]
    assert call("diff", plan, plan, *options).code == codes[1]


def test_json_is_one_document(call: Call, plan: Path, other: Path) -> None:
    ran = call("diff", plan, other, "--format", "json")
    (move,) = json.loads(ran.out)["moves"]
    assert (move["target"], move["changed"], ran.err) == ("T001", ["team"], "")


def test_a_csv_file_opens_in_a_spreadsheet(call: Call, plan: Path, other: Path) -> None:
    ran = call("diff", plan, other, "--format", "csv", "-o", "变动.csv", "--lang", "en")
    assert (ran.code, ran.out, ran.err) == (0, "", "变动.csv is written\n")
    assert Path("变动.csv").read_bytes().startswith(b"\xef\xbb\xbfChange,")
    assert call("diff", plan, other, "--format", "csv", "--header", "ids").out.startswith("kind,")


def test_a_plan_whose_problem_is_gone_is_compared_by_ids(
    call: Call, plan: Path, other: Path, tiny: Path
) -> None:
    tiny.unlink()
    assert "T001：仍在2027-1，t1改为t2" in call("diff", plan, other).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("plan.yaml", "none.yaml"), "none.yaml:1:1: 没有这个文件"),
        (("plan.yaml", "targets.yaml"), "这不是计划文件"),
        (("plan.yaml", "改后.yaml", "-o", "plan.yaml"), "输出文件就是输入文件"),
        (("plan.yaml", "改后.yaml", "--problem", "none.yaml"), "没有这个文件"),
        (("plan.yaml",), "缺少"),
    ],
)
def test_what_cannot_be_read_is_bad_input(
    call: Call, plan: Path, other: Path, arguments: tuple[str, ...], said: str
) -> None:
    before = plan.read_bytes()
    ran = call("diff", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert plan.read_bytes() == before
