import importlib.util
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest

from tests.supply.audit import PINS

PAGE = Path(__file__).parents[2] / "docs" / "licences.py"
FIRST = "pip"  # it installs the others, and comes with Python


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    spec = importlib.util.spec_from_file_location("licences", PAGE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_everything_that_is_needed_is_pinned(licences: ModuleType) -> None:
    pinned = {normal(pin.partition("==")[0]) for pin in PINS.read_text(encoding="utf-8").split()}
    needed = {normal(name) for extra in ("", "dev") for name in licences._needed(extra)}
    assert needed - pinned == {FIRST}


def test_the_program_and_its_tools_are_told_apart(licences: ModuleType) -> None:
    lines = list(licences.page())
    program, tools = lines[: lines.index("## 仅供开发 / For work on it alone")], lines
    assert "| ortools | Apache-2.0 |" in program
    assert "| pytest | MIT |" in tools
    assert "| pytest | MIT |" not in program
    assert version("ortools")


def test_a_licence_that_binds_is_refused_for_the_program(
    licences: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(licences, "_BINDING", {"ISC"})
    with pytest.raises(SystemExit, match="shellingham is ISC"):
        list(licences.page())


def test_a_licence_that_nobody_has_read_is_refused(
    licences: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(licences._TERMS, "ISC", ())
    with pytest.raises(SystemExit, match="no licence of shellingham"):
        list(licences.page())


def normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
