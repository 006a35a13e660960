"""SARIF as its own validator sees it: schema, and the rules of the format and of GitHub."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran
from tests.editor import SARIF, SARIF_SCHEMA

pytestmark = pytest.mark.skipif(not SARIF.exists(), reason="`make editor` installs the validator")
Call = Callable[..., Ran]
NO_HOME_PAGE = {"SARIF2005"}  # the validator wishes for an address of the program


def complaints(path: Path) -> set[str]:
    """The rules of the validator that a file breaks, and what it breaks of OASIS's schema.

    The validator passes over a file that it cannot read without a word; the schema does not.
    """
    SARIF.chmod(0o755)
    out = path.with_suffix(".validated")
    subprocess.run(
        [SARIF, "validate", path, "--output", out, "--rule-kind", "Sarif;Ghas", "--level",
         "Error;Warning", "--log", "ForceOverwrite", "--quiet"],
        check=True, timeout=120, env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )  # fmt: skip
    results = json.loads(out.read_text(encoding="utf-8-sig"))["runs"][0]["results"]
    script = Path(__file__).with_name("schema_check.js")
    checked = subprocess.run(
        ["node", script, SARIF_SCHEMA, path], capture_output=True, text=True, check=True
    )
    return {result["ruleId"] for result in results} | set(checked.stdout.splitlines())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_findings_warnings_and_ignores(call: Call, plan: Path, tiny: Path, language: str) -> None:
    text = plan.read_text(encoding="utf-8").splitlines()
    lines = [line.replace("round: 2027-1", "round: 2027-2") for line in text]
    lines[-1] += "  # xuncha: ignore[capacity] 已报市委"
    lines[-2] += "  # xuncha: ignore[team]"
    plan.write_text("\n".join(lines), encoding="utf-8")
    problem = tiny.read_text(encoding="utf-8").replace("where: {kind: village}", "where: {risk: 9}")
    tiny.write_text(problem, encoding="utf-8")
    name = Path("结果 [1].sarif")
    ran = call("check", tiny, plan, "--lang", language, "--output", f"sarif={name}")
    assert ran.code == 1
    run = json.loads(name.read_text(encoding="utf-8"))["runs"][0]
    assert len(run["results"]) > 3
    assert any("relatedLocations" in result for result in run["results"])
    assert complaints(name) == NO_HOME_PAGE


def test_nothing_found_and_unreadable(call: Call, plan: Path, tiny: Path) -> None:
    for name, code in (("good", 0), ("bad", 2)):
        assert call("check", tiny, plan, "--output", f"sarif={name}.sarif").code == code
        assert complaints(Path(f"{name}.sarif")) == NO_HOME_PAGE
        plan.write_text("{visits: x}", encoding="utf-8")


@pytest.mark.parametrize(
    ("result", "complaint"),
    [
        ({"level": "grave", "message": {"text": "x"}}, "allowed values"),
        ({"locations": [{"physicalLocation": {"artifactLocation": {"uri": "a b"}}}]}, "SARIF1002"),
    ],
)
def test_the_validators_do_complain(
    tmp_path: Path, result: dict[str, object], complaint: str
) -> None:
    bad = tmp_path / "bad.sarif"
    run = {"tool": {"driver": {"name": "x"}}, "results": [{"message": {"text": "x"}, **result}]}
    bad.write_text(json.dumps({"version": "2.1.0", "runs": [run]}), encoding="utf-8")
    assert any(complaint in one for one in complaints(bad))
