"""Searches that lie, crash, hang or hoard: what a solver might do to whoever relies on it."""

import os
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

from xuncha_plan.files.plan_file import read_plan
from xuncha_plan.solver.news import Bounded, Ended, Found

PLAN = Path(__file__).parents[1] / "report" / "tiny" / "plan.yaml"


def good() -> Found:
    """A plan that passes the check."""
    return Found(read_plan(PLAN).visits, "risk")


def none_exists(problem: Any, settings: Any, clock: Any, tell: Any, stop: Any) -> Ended:
    """Says of a problem with a plan that it has none."""
    return Ended("infeasible")


def bounds_too_high(problem: Any, settings: Any, clock: Any, tell: Any, stop: Any) -> Ended:
    """Says that no plan can be as good as the one that it found."""
    tell(good())
    tell(Bounded(problem.tiers[0].id, Fraction(10**6), "highs"))
    return Ended("done")


def breaks_rules(problem: Any, settings: Any, clock: Any, tell: Any, stop: Any) -> Ended:
    """Calls half a plan a plan."""
    tell(Found(good().visits[1:], "risk"))
    return Ended("done")


def aborts(problem: Any, settings: Any, clock: Any, tell: Any, stop: Any) -> Ended:
    """Dies natively."""
    os.abort()


def aborts_late(problem: Any, settings: Any, clock: Any, tell: Any, stop: Any) -> Ended:
    """Dies natively once a plan is found."""
    tell(good())
    time.sleep(0.3)  # the pipe is read
    os.abort()


def hangs(problem: Any, settings: Any, clock: Any, tell: Any, stop: Any) -> Ended:
    """Never ends, whatever it is told."""
    while True:
        time.sleep(1)


def finds_and_waits(problem: Any, settings: Any, clock: Any, tell: Any, stop: Any) -> Ended:
    """Finds a plan and goes on until it is told to stop."""
    tell(good())
    stop.wait()
    return Ended("done")


def hoards(problem: Any, settings: Any, clock: Any, tell: Any, stop: Any) -> Ended:
    """Takes more and more memory."""
    kept = []
    for _ in range(60):
        kept.append(b"x" * 10 * 2**20)
        time.sleep(0.05)
    return Ended("done")
