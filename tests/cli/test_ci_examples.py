"""The commands of the page on pipelines, of its workflow and of the hooks are commands that run."""

import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from .conftest import Ran

Call = Callable[..., Ran]
ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "example"
SHOWN = re.compile(r"^xuncha-plan (.+)$|`xuncha-plan ([^`]+)`", re.MULTILINE)


@pytest.fixture(autouse=True)
def example(folder: Path) -> None:
    """The example district, as the current folder."""
    for path in EXAMPLE.iterdir():
        shutil.copy(path, folder)


def shown() -> Iterator[str]:
    """The command lines of the two pages and of the README's section."""
    for page in (
        "docs/guide/en/pipeline.md",
        "docs/guide/zh/pipeline.md",
        "README.md",
        "README.en.md",
    ):
        text = (ROOT / page).read_text(encoding="utf-8")
        for found in SHOWN.finditer(text):
            line = (found[1] or found[2]).split(" > ")[0]
            if re.match("(check|fmt|file|schema|rules)", line) and "--watch" not in line:
                yield line


@pytest.mark.parametrize("line", sorted(set(shown())))
def test_a_shown_command_runs(call: Call, line: str) -> None:
    moved = line.replace("moved.yaml", "plan.yaml").replace("targets.csv", "targets.yaml")
    words = shlex.split(moved, comments=True)
    if words == ["fmt"]:
        words.append("targets.yaml")
    assert call(*words).code == 0


def test_the_workflow_is_whole_and_its_commands_run(call: Call) -> None:
    workflow = yaml.safe_load((EXAMPLE / "workflow.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["check"]["steps"]
    runs = [step["run"] for step in steps if "xuncha-plan " in step.get("run", "")]
    assert len(runs) == 2
    for run in runs:
        assert call(*shlex.split(run)[1:]).code == 0
    written = {step["with"].get("sarif_file") or step["with"].get("path") for step in steps[-2:]}
    assert all(Path(name).exists() for name in written)


def test_the_hooks_are_commands(call: Call) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["xuncha-fmt", "xuncha-check"]
    fmt, check = (shlex.split(hook["entry"])[1:] for hook in hooks)
    files = [path for path in EXAMPLE.iterdir() if re.search(hooks[0]["files"], path.name)]
    assert {path.name for path in files} == {"targets.yaml", "plan.yaml"}
    assert call(*fmt, *files).code == 0
    assert hooks[1]["pass_filenames"] is False
    assert call(*check, "targets.yaml", "plan.yaml").code == 0


def test_the_page_shows_an_ignore_that_works(call: Call, folder: Path) -> None:
    page = (ROOT / "docs" / "guide" / "zh" / "pipeline.md").read_text(encoding="utf-8")
    comment = re.search(r"# xuncha: ignore\[blackout\] (.+)", page)
    assert comment is not None
    problem = (folder / "targets.yaml").read_text(encoding="utf-8")
    rule = "  - {rule: blackout, from: 2027-01-01, to: 2031-12-31}\n"
    (folder / "targets.yaml").write_text(problem.rstrip("\n") + "\n" + rule, encoding="utf-8")
    assert call("check", "targets.yaml", "plan.yaml").code == 1
    lines = [
        f"{line}  {comment[0]}" if line.startswith("  - {target") else line
        for line in (folder / "plan.yaml").read_text(encoding="utf-8").splitlines()
    ]
    (folder / "plan.yaml").write_text("\n".join(lines), encoding="utf-8")
    ran = call("check", "targets.yaml", "plan.yaml")
    assert "[stale-input]" in ran.out
    assert "发现1个问题" in ran.out
    assert comment[1] in ran.out
