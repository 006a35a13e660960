"""`fmt`: writes what it puts right, or lists it; exit codes; files that are not its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Ran

Call = Callable[..., Ran]


@pytest.fixture
def slip(tiny: Path) -> Path:
    """A problem file with two slips."""
    text = tiny.read_text(encoding="utf-8")
    bad = text.replace("format: 1", "format：1").replace("tiers: [", "tiers:\u3000[")
    path = tiny.with_name("青山区.yaml")
    path.write_text(bad, encoding="utf-8")
    return path


def test_a_file_is_put_right(call: Call, slip: Path, tiny: Path) -> None:
    ran = call("fmt", slip)
    assert ran.code == 0
    assert ran.out.splitlines()[0] == f"{slip}:1:7: 全角冒号改为半角冒号"
    assert ran.err == f"已改正2处：{slip}\n"
    assert slip.read_bytes() == tiny.read_bytes()
    assert call("fmt", slip, tiny) == Ran(0, "", "")


def test_check_only_lists(call: Call, slip: Path, tiny: Path) -> None:
    before = slip.read_bytes()
    ran = call("fmt", "--check", slip, tiny, "--lang", "en")
    assert ran.code == 1
    assert ran.out.splitlines()[0] == f"{slip}:1:7: full-width colon made ordinary"
    assert "2 can be put right" in ran.err
    assert slip.read_bytes() == before
    assert call("fmt", "--check", tiny).code == 0
    assert call("fmt", "--fix", slip).code == 0


def test_what_is_no_slip_is_two_and_slips_beside_it_are_put_right(call: Call, slip: Path) -> None:
    slip.write_text(slip.read_text("utf-8").replace("risk: 5", "risc: 5"), encoding="utf-8")
    assert call("fmt", "--check", slip).code == 2
    ran = call("fmt", slip)
    assert ran.code == 2
    assert "risc" in ran.err
    assert "format: 1\n" in slip.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["none.yaml", "folder.yaml", "targets.csv"])
def test_what_is_no_file_of_its_kind_is_two(call: Call, folder: Path, name: str) -> None:
    (folder / "folder.yaml").mkdir()
    (folder / "targets.csv").write_text("编号,工作量\n", encoding="gbk")
    ran = call("fmt", name)
    assert (ran.code, ran.out) == (2, "")
    assert name in ran.err


def test_a_gbk_file_becomes_utf_8_and_nothing_is_written_in_vain(call: Call, tiny: Path) -> None:
    content, seen = tiny.read_bytes(), tiny.stat()
    assert call("fmt", tiny).code == 0
    assert (tiny.stat().st_ino, tiny.stat().st_mtime_ns) == (seen.st_ino, seen.st_mtime_ns)
    tiny.write_bytes(content.decode().encode("gb18030"))
    assert call("check").code == 2
    assert call("fmt", tiny).code == 0
    assert tiny.read_bytes() == content
    assert call("check").code == 0


def test_a_link_stays_a_link(call: Call, slip: Path, folder: Path) -> None:
    link = folder / "link.yaml"
    link.symlink_to(slip)
    assert call("fmt", link).code == 0
    assert link.is_symlink()
    assert "format: 1\n" in slip.read_text(encoding="utf-8")
