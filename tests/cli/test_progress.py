"""`progress`: what was done is reported, what slipped is planned again, and the check passes."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from xuncha_plan.files.plan_file import read_plan

from .conftest import Ran

Call = Callable[..., Ran]
EXAMPLE = Path(__file__).parents[2] / "docs" / "example"
DAY = "2027-12-31"
SLIPPED = {"D005", "V003"}


@pytest.fixture
def planned(folder: Path) -> Path:
    for name in ("targets.csv", "targets.yaml", "plan.yaml"):
        shutil.copy(EXAMPLE / name, folder)
    (folder / "完成.csv").write_bytes("对象编号\nD002\nG001\nV001\n".encode("gb18030"))
    return folder / "plan.yaml"


def test_what_slipped_is_in_the_next_plan(call: Call, planned: Path) -> None:
    ran = call("progress", "plan.yaml", "--done", "完成.csv", "--as-of", DAY, "-o", "实际.yaml")
    assert ran.code == 0
    assert "完成3项（提前0、推后0），未完成2项" in ran.out
    command = ran.err.splitlines()[-1].split()
    assert call(*command[1:], "--workers", "1", "--quiet").code == 0
    new = Path(command[-1])
    assert call("check", "targets.yaml", new).code == 0
    moved = {v.target: v.round for v in read_plan(new).visits if v.target in SLIPPED}
    assert set(moved) == SLIPPED
    assert min(moved.values()) > "2027-2"
    kept = {v for v in read_plan(planned).visits if v.target not in SLIPPED}
    assert {v for v in kept if v.round < "2028"} <= set(read_plan(new).visits)


def test_an_exported_plan_with_a_status_is_a_report(call: Call, planned: Path) -> None:
    assert call("export", "plan.yaml", "--to", "csv", "--year", "2027", "-o", "年.csv").code == 0
    head, *rows = Path("年.csv").read_text(encoding="utf-8-sig").splitlines()
    done = [f"{row},{'推迟' if row.split(',')[7] in SLIPPED else '完成'}" for row in rows]
    Path("年.csv").write_text("\n".join([f"{head},状态", *done]), encoding="utf-8")
    ran = call("progress", "plan.yaml", "--done", "年.csv", "--as-of", DAY, "--format", "json")
    states = {v["target"]: v["state"] for v in json.loads(ran.out)["visits"]}
    assert {target for target, state in states.items() if state == "slipped"} == SLIPPED


def test_a_plan_carried_out_as_it_was_stays_that_plan(call: Call, planned: Path) -> None:
    Path("完成.csv").write_text("对象编号\nD002\nG001\nV001\nD005\nV003\n", encoding="utf-8")
    assert (
        call("progress", "plan.yaml", "--done", "完成.csv", "--as-of", DAY, "-o", "a.yaml").code
        == 0
    )
    assert read_plan(Path("a.yaml")).sha256 == read_plan(planned).sha256
    assert call("check", "targets.yaml", "a.yaml").code == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_fits_eighty_columns(call: Call, planned: Path, language: str) -> None:
    ran = call("progress", "plan.yaml", "--done", "完成.csv", "--as-of", DAY, "--lang", language)
    assert ran.code == 0
    from rich.cells import cell_len

    assert max(cell_len(line) for line in ran.out.splitlines()[1:]) <= 80
    csv = call("progress", "plan.yaml", "--done", "完成.csv", "--as-of", DAY, "--format", "csv",
               "--lang", language)  # fmt: skip
    assert len(csv.out.splitlines()) == 21


@pytest.mark.parametrize(
    "wrong",
    [
        ["--as-of", "昨天"], ["--as-of", "2027-02-30"], ["--done", "没有.csv"],
        ["-o", "plan.yaml"], ["-o", "targets.yaml"], ["-o", "完成.csv"], ["-o", "none/a.yaml"],
        ["-o", "笔记.txt"],
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_two_and_writes_nothing(
    call: Call, planned: Path, wrong: list[str]
) -> None:
    Path("笔记.txt").write_text("我的", encoding="utf-8")
    before = {path: path.read_bytes() for path in Path().iterdir()}
    ran = call("progress", "plan.yaml", "--done", "完成.csv", "--as-of", DAY, *wrong)
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert {path: path.read_bytes() for path in Path().iterdir()} == before
