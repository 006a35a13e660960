"""Runs a command with a search that finds a plan and then waits: `python waiting.py ARGUMENT…`."""

import sys

from tests.cli import lies
from xuncha_plan.cli import run
from xuncha_plan.solver.process import run as module

if __name__ == "__main__":
    module.best_plan = lies.finds_and_waits
    sys.exit(run(sys.argv[1:]))
