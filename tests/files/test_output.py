"""What an output may be, asked before anyone solves."""

import os
from pathlib import Path

import pytest

from xuncha_plan.files.output import prepare_output
from xuncha_plan.files.plan_file import write_plan
from xuncha_plan.model import BadInput, PlanRecord

from .conftest import said


def refusal(path: Path, *inputs: Path, force: bool = False) -> str:
    with pytest.raises(BadInput) as caught:
        prepare_output(path, inputs, force)
    return said(caught.value.faults)[0]


def test_a_new_file_in_a_folder_is_fine(tmp_path: Path) -> None:
    prepare_output(tmp_path / "plan.yaml", (tmp_path / "targets.yaml",), force=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["targets.yaml", "./targets.yaml", "link.yaml", "hard.yaml"])
@pytest.mark.parametrize("force", [False, True])
def test_d11_an_input_is_never_the_output(tmp_path: Path, name: str, force: bool) -> None:
    given = tmp_path / "targets.yaml"
    given.write_text("format: 1\n")
    (tmp_path / "link.yaml").symlink_to(given)
    os.link(given, tmp_path / "hard.yaml")
    assert "is the input" in refusal(tmp_path / name, given, force=force)


def test_d11_an_input_that_does_not_exist_yet_is_known_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    assert "is the input" in refusal(path, tmp_path / "." / "plan.yaml")


def test_d12_a_file_that_is_no_plan_needs_force(tmp_path: Path) -> None:
    path = tmp_path / "notes.yaml"
    path.write_text("format: 1\nrounds: []\n")
    assert "--force" in refusal(path)
    prepare_output(path, (), force=True)
    with pytest.raises(BadInput):
        write_plan(path, PlanRecord(()))
    assert path.read_text() == "format: 1\nrounds: []\n"
    write_plan(path, PlanRecord(()), force=True)


@pytest.mark.parametrize("name", ["plan.yaml", "plan.json"])
def test_d12_a_plan_of_ours_is_replaced(tmp_path: Path, name: str) -> None:
    write_plan(tmp_path / name, PlanRecord((), sha256="a"))
    prepare_output(tmp_path / name, (), force=False)
    write_plan(tmp_path / name, PlanRecord((), sha256="b"))


def test_d12_an_empty_file_is_no_loss(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").touch()
    prepare_output(tmp_path / "plan.yaml", (), force=False)


def test_d15_a_missing_folder_is_found_before_solving(tmp_path: Path) -> None:
    assert "there is no folder" in refusal(tmp_path / "none" / "plan.yaml")


def test_d15_a_closed_folder_is_found_before_solving(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert "not writable" in refusal(tmp_path / "plan.yaml")


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_or_a_pipe_is_no_output(tmp_path: Path, force: bool) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "is not a file" in refusal(tmp_path / "pipe", force=force)
    assert "is not a file" in refusal(tmp_path, force=force)
