"""Commands run here as they do in tests/cli."""

from tests.cli.conftest import call, folder, plan, tiny

__all__ = ["call", "folder", "plan", "tiny"]
