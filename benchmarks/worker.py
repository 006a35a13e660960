"""The measured process: reads a problem, runs one rival, has its plan checked.

`python worker.py RIVAL PROBLEM LIMIT SEED EVENTS`; EVENTS is the file that it tells to.
"""

import sys
from pathlib import Path

from rivals import rival
from telling import Teller

from xuncha_plan.check import findings, tier_values
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.model import Plan, PlanRecord, Problem


def main(name: str, path: Path, limit: float, seed: int, events: Path) -> None:
    """Run one rival on one problem."""
    problem = read_problem(path).problem
    teller = Teller(events)
    try:
        rival(name)(problem, limit, seed, teller)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("xuncha_plan"):
            raise
        teller.note(f"not installed: {error}")
        teller.end("not installed")
    _check(problem, teller)


def _check(problem: Problem, teller: Teller) -> None:
    """Let the checker judge the last plan: nobody's own figures are believed."""
    if teller.visits is None:
        return
    record = PlanRecord(teller.visits)
    breaches = [f for f in findings(problem, record) if f.is_breach]
    known = (
        Plan.visit(problem, v.target, v.purpose, v.round, v.mode, v.team)  # type: ignore[arg-type]
        for v in teller.visits
    )
    teller.checked(len(breaches), tier_values(Plan(problem, tuple(known))))
    for finding in breaches[:3]:
        teller.note(finding.say("en"))


if __name__ == "__main__":
    rival_name, problem_path, seconds, number, told = sys.argv[1:]
    main(rival_name, Path(problem_path), float(seconds), int(number), Path(told))
