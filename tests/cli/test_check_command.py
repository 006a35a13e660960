"""`check`: exit codes, formats, and files beside the screen."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Ran

Call = Callable[..., Ran]


def test_a_good_plan_is_zero(call: Call, plan: Path) -> None:
    ran = call("check", "targets.yaml", "plan.yaml")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        "已检查：10条规则，8个任务", "没有发现问题", "层级“risk”：14.225", "层级“均衡”：4.3667",
    ]  # fmt: skip


def test_a_broken_plan_is_one(call: Call, plan: Path) -> None:
    lines = plan.read_text(encoding="utf-8").splitlines(keepends=True)
    plan.write_text("".join(x for x in lines if "T001" not in x), encoding="utf-8")
    ran = call("check", "targets.yaml", "plan.yaml", "--lang", "en")
    assert ran.code == 1
    assert "[coverage]" in ran.out
    assert "[pinned] 城东镇先行: " in ran.out


def test_an_unreadable_plan_is_two(call: Call, plan: Path) -> None:
    plan.write_text("format: 1\n", encoding="utf-8")
    ran = call("check", "targets.yaml", "plan.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("plan.yaml:1:1: ")


def test_a_stale_plan_is_one_and_said_first(call: Call, plan: Path, tiny: Path) -> None:
    text = tiny.read_text(encoding="utf-8")
    tiny.write_text(text.replace("risk: 5", "risk: 4"), encoding="utf-8")
    ran = call("check", "targets.yaml", "plan.yaml", "--format", "json")
    assert ran.code == 1
    assert json.loads(ran.out)["findings"][0]["code"] == "stale-input"


def test_the_problem_alone(call: Call, tiny: Path) -> None:
    assert call("check") == Ran(0, "没有发现问题\n", "")


@pytest.mark.parametrize("command", [["check"], ["solve", "-o", "new.yaml"]])
def test_a_plan_in_the_problems_place_is_two_in_one_sentence(
    call: Call, plan: Path, command: list[str]
) -> None:
    ran = call(command[0], "plan.yaml", *command[1:])
    assert ran == Ran(2, "", "plan.yaml:1:1: 这是计划文件，不是问题文件\n")


def test_warnings_are_said_and_count_where_it_is_strict(call: Call, tiny: Path) -> None:
    text = tiny.read_text(encoding="utf-8")
    tiny.write_text(text.replace("where: {kind: village}", "where: {risk: 9}"), encoding="utf-8")
    assert "[警告]" in call("check").out
    assert [call("check").code, call("check", "--strict").code] == [0, 2]
    assert len(json.loads(call("check", "--format", "json").out)["warnings"]) == 1


def test_files_are_written_beside_the_screen(call: Call, plan: Path, folder: Path) -> None:
    ran = call(
        "check", "targets.yaml", "plan.yaml", "--output", "json=a.json", "--output", "text=b"
    )
    assert ran.code == 0
    assert json.loads((folder / "a.json").read_text(encoding="utf-8"))["findings"] == []
    assert (folder / "b").read_text(encoding="utf-8") == ran.out


@pytest.mark.parametrize(
    "wrong",
    [
        ["--format", "yaml"],
        ["--output", "json"],
        ["--output", "yaml=x"],
        ["--output", "json=targets.yaml"],
        ["--output", "json=none/x"],
    ],
)
def test_a_wrong_output_is_two(call: Call, tiny: Path, wrong: list[str]) -> None:
    before = tiny.read_bytes()
    ran = call("check", "targets.yaml", *wrong)
    assert (ran.code, ran.out) == (2, "")
    assert tiny.read_bytes() == before


def test_both_languages_find_the_same(call: Call, plan: Path) -> None:
    lines = plan.read_text(encoding="utf-8").splitlines(keepends=True)
    plan.write_text("".join(x for x in lines if "V002" not in x), encoding="utf-8")
    zh, en = (
        json.loads(call("check", "targets.yaml", "plan.yaml", "--format", "json", "--lang", x).out)
        for x in ("zh", "en")
    )
    for document in (zh, en):
        for finding in document["findings"]:
            del finding["message"]
    assert zh == en
