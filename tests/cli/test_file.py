"""`file`: a record of who filed which text when; a plan that was touched is seen."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from xuncha_plan.files.filing import read_record
from xuncha_plan.files.lock import held

from .conftest import Ran

Call = Callable[..., Ran]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")


@pytest.fixture
def record(plan: Path) -> Path:
    return plan.with_name("plan.yaml.filed")


def test_a_filing_is_recorded_beside_the_plan(call: Call, plan: Path, record: Path) -> None:
    ran = call("file", plan, "--by", "张三")
    assert (ran.code, ran.err) == (0, "")
    assert "张三，2027-01-15T08:00:00+00:00" in ran.out
    line = record.read_text(encoding="utf-8").splitlines()[-1]
    assert line.startswith('  - {by: 张三, at: "2027-01-15T08:00:00+00:00", sha256: ')
    assert call("check", "targets.yaml", plan).code == 0
    assert "由张三于2027-01-15T08:00:00+00:00报备" in call("show", plan).err
    assert call("show", plan, "--quiet").err == ""


@pytest.mark.parametrize("at", ["first", "middle", "last"])
def test_any_character_that_is_changed_is_seen(call: Call, plan: Path, at: str) -> None:
    call("file", plan, "--by", "张三")
    text = plan.read_text(encoding="utf-8")
    i = {"first": 0, "middle": text.index("mode"), "last": len(text) - 1}[at]
    plan.write_text(text[:i] + ("\n" if at == "first" else " ") + text[i:], encoding="utf-8")
    ran = call("check", "targets.yaml", plan)
    assert ran.code == 1
    assert "[filed-changed] 计划在张三于2027-01-15T08:00:00+00:00报备之后被改动" in ran.out
    assert "报备之后被改动" in call("show", plan).err
    plan.write_text(text.replace("\n", "\r\n"), encoding="utf-8", newline="")
    assert call("check", "targets.yaml", plan).code == 0


def test_a_second_signer_adds_a_line_and_a_changed_plan_can_be_filed_anew(
    call: Call, plan: Path, record: Path
) -> None:
    call("file", plan, "--by", "张三")
    first = record.read_text(encoding="utf-8")
    assert call("file", plan, "--by", "李 四: {x}", "--lang", "en").code == 0
    assert record.read_text(encoding="utf-8").startswith(first)
    plan.write_text(plan.read_text(encoding="utf-8") + "# 附注\n", encoding="utf-8")
    assert call("file", plan, "--by", "王五").code == 0
    found = read_record(plan)
    assert found is not None
    assert [one.by for one in found.filings] == ["张三", "李 四: {x}", "王五"]
    assert found.torn is None
    assert call("check", "targets.yaml", plan).code == 0


@pytest.mark.parametrize("number", [4, 5])
@pytest.mark.parametrize("change", ["", "李四"])
def test_a_record_that_was_changed_is_seen(
    call: Call, plan: Path, record: Path, number: int, change: str
) -> None:
    for name in ("张三", "张三", "张三"):
        call("file", plan, "--by", name)
    lines = record.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[number - 1] = lines[number - 1].replace("张三", change) if change else ""
    record.write_text("".join(lines), encoding="utf-8")
    ran = call("check", "targets.yaml", plan)
    assert ran.code == 1
    assert "报备记录" in ran.out


def test_a_plan_with_findings_is_not_filed_until_they_are_accepted(
    call: Call, plan: Path, tiny: Path, record: Path
) -> None:
    lines = plan.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if "lookback" in line)
    lines[at] = lines[at].replace("team: t2", "team: t1")
    plan.write_text("\n".join(lines), encoding="utf-8")
    ran = call("file", plan, "--by", "张三")
    assert ran.code == 1
    assert "没有报备" in ran.err
    assert "[lookback]" in ran.out
    assert not record.exists()
    rule = "after_days: 90, where: {kind: village}}"
    reason = f"{rule}  # xuncha: ignore[lookback] 二组抽调，市委办同意"
    tiny.write_text(tiny.read_text("utf-8").replace(rule, reason), encoding="utf-8")
    assert call("file", plan, "--by", "张三").code == 0


def test_a_stale_plan_is_not_filed(call: Call, plan: Path, tiny: Path, record: Path) -> None:
    tiny.write_text(tiny.read_text("utf-8").replace("risk: 5", "risk: 4"), encoding="utf-8")
    assert call("file", plan, "--by", "张三").code == 1
    assert not record.exists()


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\x1b[2J", "\u202e甲", "长" * 201])
def test_a_name_is_one_line_of_letters(call: Call, plan: Path, record: Path, name: str) -> None:
    assert call("file", plan, "--by", name).code == 2
    assert not record.exists()


@pytest.mark.parametrize("epoch", ["x", "-1", "1e9", "9" * 30])
def test_a_bad_environment_variable_is_named(
    call: Call, plan: Path, epoch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    ran = call("file", plan, "--by", "张三")
    assert ran.code == 2
    assert "SOURCE_DATE_EPOCH" in ran.err


def test_a_record_in_use_is_a_fault_that_names_its_holder(
    call: Call, plan: Path, record: Path
) -> None:
    with held(record):
        ran = call("file", plan, "--by", "张三")
    assert ran.code == 4
    assert str(os.getpid()) in ran.err
    assert not record.exists()


@pytest.mark.parametrize(
    "text",
    ["", "x", "format: 2\nfilings: [{by: a, at: b, sha256: c}]\n", "format: 1\nfilings: []\n"],
)
def test_a_record_that_is_none_is_unreadable(
    call: Call, plan: Path, record: Path, text: str
) -> None:
    record.write_text(text, encoding="utf-8")
    for command in (["check", "targets.yaml", plan], ["show", plan], ["file", plan, "--by", "甲"]):
        ran = call(*command)
        assert ran.code == 2
        assert record.name in ran.err
    assert record.read_text(encoding="utf-8") == text
