"""`check` in a pipeline: several outputs of one run, unreadable input, ignores, summaries."""

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from .conftest import Ran

Call = Callable[..., Ran]


@pytest.fixture
def broken(plan: Path) -> Path:
    """A plan in which a pinned visit was moved by hand."""
    text = plan.read_text(encoding="utf-8")
    moved = text.replace("target: T001, purpose: coverage, round: 2027-1", "target: T001, purpose: "
                         "coverage, round: 2027-2")  # fmt: skip
    assert moved != text
    plan.write_text(moved, encoding="utf-8")
    return plan


def line_of(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(i for i, line in enumerate(lines, 1) if text in line)


def test_several_outputs_of_one_run(call: Call, broken: Path, tiny: Path, folder: Path) -> None:
    ran = call(
        "check", "targets.yaml", "plan.yaml", "--format", "github",
        "--output", "sarif=out.sarif", "--output", "junit=out.xml", "--output", "summary=s.md",
    )  # fmt: skip
    assert ran.code == 1
    at, rule = line_of(broken, "T001"), line_of(tiny, "城东镇先行")
    annotation = next(x for x in ran.out.splitlines() if "title=pinned" in x)
    assert annotation.startswith(
        f"::error file=plan.yaml,line={at},col=5,title=pinned%3A 城东镇先行"
    )
    assert f"%0Atargets.yaml:{rule}: " in annotation
    results = json.loads((folder / "out.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
    pinned = next(x for x in results if x["ruleId"] == "pinned")
    assert pinned["locations"][0]["physicalLocation"]["region"]["startLine"] == at
    other = pinned["relatedLocations"][0]["physicalLocation"]
    assert (other["artifactLocation"]["uri"], other["region"]["startLine"]) == (
        "targets.yaml", rule,
    )  # fmt: skip
    suite = ElementTree.fromstring((folder / "out.xml").read_bytes())
    assert int(suite.get("failures", "0")) >= 1
    assert "城东镇先行" in (folder / "s.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github", "summary"])
def test_an_unreadable_file_is_told_to_programs_too(call: Call, tiny: Path, form: str) -> None:
    tiny.write_text(tiny.read_text(encoding="utf-8").replace("risk: 5", "risc: 5"), "utf-8")
    ran = call("check", "--format", form, "--output", "sarif=out.sarif")
    assert ran.code == 2
    assert "unknown-key" in ran.out.replace("\\", "")
    assert ran.err.startswith("targets.yaml:")
    run = json.loads(Path("out.sarif").read_text(encoding="utf-8"))["runs"][0]
    assert run["invocations"] == [{"executionSuccessful": False, "exitCode": 2}]
    assert run["results"][0]["ruleId"] == "unknown-key"


def test_an_ignore_in_the_plan_with_a_reason(call: Call, broken: Path) -> None:
    text = broken.read_text(encoding="utf-8")
    found = json.loads(call("check", "targets.yaml", "plan.yaml", "--format", "json").out)
    codes = {one["code"] for one in found["findings"] if one["line"] == line_of(broken, "T001")}
    lines = [
        f"{line}  # xuncha: ignore[{','.join(sorted(codes))}] 区委专题会同意"
        if "T001" in line
        else line
        for line in text.splitlines()
    ]
    broken.write_text("\n".join(lines), encoding="utf-8")
    later = json.loads(call("check", "targets.yaml", "plan.yaml", "--format", "json").out)
    assert {one["reason"] for one in later["ignored"]} == {"区委专题会同意"}
    assert len(later["findings"]) + len(later["ignored"]) == len(found["findings"])


def test_all_findings_ignored_is_zero_and_an_unused_ignore_counts_where_it_is_strict(
    call: Call, tiny: Path
) -> None:
    text = tiny.read_text(encoding="utf-8")
    tiny.write_text(
        text.replace("where: {kind: village}}", "where: {risk: 9}} # xuncha: ignore"
                     "[selects-nothing] 明年才有"), "utf-8")  # fmt: skip
    assert call("check", "--strict").code == 0
    tiny.write_text(text.replace("modes: [self_run, cross_region]}", "modes: [self_run, "
                    "cross_region]} # xuncha: ignore[selects-nothing] 旧"), "utf-8")  # fmt: skip
    ran = call("check", "--strict")
    assert ran.code == 2
    assert "[ignore-unused]" in ran.out


def test_the_summary_of_a_job_is_added_to(
    call: Call, tiny: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = folder / "summary.md"
    summary.write_text("# 前一步\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    call("check")
    assert summary.read_text(encoding="utf-8") == "# 前一步\n"
    call("check", "--format", "github")
    assert summary.read_text(encoding="utf-8").startswith("# 前一步\n## 巡察计划检查\n")


def test_a_summary_that_cannot_be_written_is_named(
    call: Call, tiny: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder / "none" / "x"))
    ran = call("check", "--format", "github")
    assert ran.code == 2
    assert "GITHUB_STEP_SUMMARY" in ran.err


def test_paths_start_at_the_checkout(
    call: Call, broken: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(folder.parent))
    out = call("check", "targets.yaml", "plan.yaml", "--format", "github").out
    assert f"file={folder.name}/plan.yaml," in out


def test_codes_are_listed_and_explained(call: Call) -> None:
    listed = call("rules").out
    assert "stale-input" in listed
    assert "ignore-reason" in listed
    assert call("rules", "capacity", "--lang", "en").out.splitlines() == [
        "capacity  a team beyond its capacity",
        "  findings about a plan (exit code 1)",
        "  to accept it, write on the line: # xuncha: ignore[capacity] reason",
    ]
    assert "不能忽略" in call("rules", "tab").out
    assert call("rules", "none").code == 2
