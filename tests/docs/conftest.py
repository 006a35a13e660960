"""The site, built once for the tests that look at it."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site; skipped without the generator."""
    if find_spec("zensical") is None:
        pytest.skip("zensical is not installed (pip install '.[docs]')")
    folder = tmp_path_factory.mktemp("site") / "网站"
    builder = ROOT / "docs" / "build_site.py"
    subprocess.run([sys.executable, builder, "--into", folder], check=True, timeout=600)
    return folder
