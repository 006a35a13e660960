"""Certificates are written by `solve` and `diagnose`, and verified by `check` without a solver."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from xuncha_plan.files.plan_file import read_plan
from xuncha_plan.files.proof_file import proof_text, read_proof
from xuncha_plan.model import BadInput, BoundProof, Certificate, ConflictProof
from xuncha_plan.model.certificate import Added, Split

from .conftest import Ran

Call = Callable[..., Ran]

CROWDED = """\
jurisdiction: {name: 青山区}
term: {start: 2026-10-01, end: 2031-09-30}
rounds: [{id: r1, start: 2027-03-01, end: 2027-05-28}]
teams: [{id: t1, capacity: 10}]
targets:
  - {id: a, workload: 4}
  - {id: b, workload: 4}
  - {id: c, workload: 4}
rules:
  - {rule: coverage, name: 全覆盖}
"""
SPREAD = (
    CROWDED.replace("capacity: 10", "capacity: 4").replace(
        "rounds: [",
        "rounds: [{id: r2, start: 2027-09-01, end: 2027-11-28}, "
        "{id: r3, start: 2028-03-01, end: 2028-05-28}, ",
    )
    + "  - {rule: early, tier: soon}\ntiers: [soon]\n"
)
FOUND: list[str] = []
NO_SOLVER = (
    "import sys; sys.modules['ortools'] = None; from xuncha_plan.cli import run; "
    "sys.exit(run(sys.argv[1:]))"
)


@pytest.fixture
def crowded(folder: Path, call: Call) -> Path:
    """A problem without a plan, and the proof that there is none."""
    (folder / "targets.yaml").write_text(CROWDED, encoding="utf-8")
    proof = folder / "证明.json"
    if not FOUND:  # once for all tests: a process is started for it
        assert call("diagnose", "--proof", "证明.json", "--workers", "1").code == 1
        FOUND.append(proof.read_text(encoding="utf-8"))
    proof.write_text(FOUND[0], encoding="utf-8")
    return proof


def changed(proof: Path, change: Callable[[Any], object]) -> None:
    """The proof file with something changed in it."""
    stated = json.loads(proof.read_text(encoding="utf-8"))
    change(stated)
    proof.write_text(json.dumps(stated), encoding="utf-8")


def rows(stated: Any) -> dict[str, str]:
    found: dict[str, str] = stated["conflicts"][0]["proof"]["rows"]
    return found


def test_a_conflict_is_proved_and_verified_without_a_solver(crowded: Path, folder: Path) -> None:
    command = [sys.executable, "-c", NO_SOLVER, "check", "--proof", crowded.name, "--lang", "en"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, env={**os.environ})
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "the rule 全覆盖 cannot hold" in ran.stdout
    assert "verified exactly, without a solver: 4 rows added up" in ran.stdout


@pytest.mark.parametrize(
    "change",
    [
        lambda stated: rows(stated).popitem(),
        lambda stated: rows(stated).update(dict.fromkeys(rows(stated), "-1")),
        lambda stated: rows(stated).update({"00": "1"}),
        lambda stated: stated["conflicts"][0]["rules"][0].update(name="别的"),
        lambda stated: stated["conflicts"][0]["rules"][0].update(number=9),
    ],
)
def test_a_changed_proof_is_a_finding(call: Call, crowded: Path, change: Any) -> None:
    changed(crowded, change)
    ran = call("check", "--proof", crowded, "--format", "json")
    assert ran.code == 1
    (finding,) = json.loads(ran.out)["findings"]
    assert (finding["code"], finding["file"]) == ("proof", str(crowded))


def test_a_proof_of_another_problem_is_two_findings(
    call: Call, crowded: Path, folder: Path
) -> None:
    (folder / "targets.yaml").write_text(CROWDED.replace("10}", "12}"), encoding="utf-8")
    ran = call("check", "--proof", crowded, "--format", "json")
    assert ran.code == 1
    assert [x["code"] for x in json.loads(ran.out)["findings"]] == ["stale-input", "proof"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1]",
        '{"format": 1, "visits": []}',
        '{"format": 2, "problem": {}}',
        '{"format": 1, "problem": {}, "bounds": [{"tier": "a", "bound": 1, "proof": {}}]}',
        '{"format": 1, "problem": {}, "bounds": [{"tier": "a", "bound": "1/0", "proof": {}}]}',
        '{"format": 1, "problem": {}, "bounds": [{"tier": "a", "bound": "1", "proof": {}}]}',
        '{"format": 1, "problem": {}, "conflicts": [{"rules": [], "proof": {"rows": {"a": 1.5}}}]}',
        '{"format": 1, "problem": {}, "bounds": [{"tier": "a", "bound": "1", '
        '"proof": {"rows": {}, "at": "1"}}]}',
    ],
)
def test_what_is_no_proof_file_is_unreadable(call: Call, crowded: Path, text: str) -> None:
    crowded.write_text(text)
    ran = call("check", "--proof", crowded)
    assert ran.code == 2
    assert str(crowded) in ran.err
    assert "Traceback" not in ran.err


def test_a_plan_whose_bounds_are_proved_says_so(call: Call, folder: Path) -> None:
    (folder / "targets.yaml").write_text(SPREAD, encoding="utf-8")
    assert call("solve", "--proof", "p.json", "--workers", "1").code == 0
    (claim,) = read_plan(folder / "plan.yaml").tiers
    assert (claim.value, claim.bound, claim.proof) == (3, 3, "bound")
    ran = call("check", "targets.yaml", "plan.yaml", "--proof", "p.json", "--lang", "en")
    assert ran.code == 0
    assert "tier soon: no plan is below 3" in ran.out
    assert "it proves the bound that the plan claims" in ran.out


def test_what_a_proof_does_not_reach_is_left_to_who_says_so(call: Call, folder: Path) -> None:
    (folder / "targets.yaml").write_text(SPREAD, encoding="utf-8")
    assert call("solve", "--workers", "1").code == 0
    ran = call("solve", "-o", "q.yaml", "--proof", "p.json", "--workers", "1")
    assert ran.code == 0
    changed(folder / "p.json", lambda stated: stated.update(bounds=[]))
    ran = call("check", "targets.yaml", "plan.yaml", "--proof", "p.json", "--lang", "en")
    assert ran.code == 0
    assert "no short certificate for the bound 3 (proved by CP-SAT)" in ran.out


def test_a_proof_never_takes_the_place_of_another_file(call: Call, folder: Path) -> None:
    (folder / "targets.yaml").write_text(SPREAD, encoding="utf-8")
    (folder / "p.json").write_text('{"mine": 1}')
    for name in ("p.json", "targets.yaml", "plan.yaml", "there/p.json"):
        assert call("solve", "--proof", name).code == 2
    assert (folder / "p.json").read_text() == '{"mine": 1}'


def test_written_and_read_back_is_the_same(folder: Path) -> None:
    split = Split("0a", 1 * _half(), Added({"0b": _half()}), Added({}))
    stated = Certificate(
        "区.yaml",
        "a" * 64,
        "xuncha-plan",
        (BoundProof("风险", _half(), {"前": _half()}, split),),
        (ConflictProof({3: "名：“{x}”"}, Added({"0c": -_half()})),),
    )
    path = folder / "p.json"
    path.write_text(proof_text(stated), encoding="utf-8")
    assert read_proof(path) == stated
    with pytest.raises(BadInput):
        read_proof(folder / "nothing.json")


def _half() -> Any:
    from fractions import Fraction

    return Fraction(-7, 2)
