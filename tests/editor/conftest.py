"""The commands' fixtures, for what the validators read."""

from tests.cli.conftest import call, folder, plan, tiny

__all__ = ["call", "folder", "plan", "tiny"]
