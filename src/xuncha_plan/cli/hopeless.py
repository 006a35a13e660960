"""Why `solve` finds no plan, in short: what counting shows before, what a solver proves after."""

from pathlib import Path
from typing import TYPE_CHECKING

from xuncha_plan.cli.solving import ENDS
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Problem

if TYPE_CHECKING:
    from xuncha_plan.model.diagnosis import Conflict
    from xuncha_plan.solver import Outcome, Settings

LARGEST = 400  # targets up to which it is counted beforehand: 134 take half a second
SECONDS = 10.0  # for the conflict, once a solver has proved that there is no plan


def counted_out(voice: Voice, problem: Problem, path: Path) -> int | None:
    """Says at once, without a solver, what cannot be; None where counting shows nothing."""
    from xuncha_plan.solver.diagnosis import counted

    conflict = counted(problem) if len(problem.targets) <= LARGEST else None
    return None if conflict is None else _said(voice, problem, path, conflict)


def say_why(
    voice: Voice, problem: Problem, path: Path, settings: "Settings", outcome: "Outcome"
) -> "Outcome":
    """Says which rules conflict, after solvers proved that no plan exists.

    The search for the conflict is another opinion: where it finds a plan, that is the outcome.
    """
    from dataclasses import replace

    from xuncha_plan.solver.diagnosis import opinion
    from xuncha_plan.solver.process.run import contradicted

    limit = min(SECONDS, settings.time_limit)
    diagnosis = opinion(problem, replace(settings, time_limit=limit, warm=(), proved=()))
    if diagnosis.plan is not None:
        return contradicted(problem, diagnosis.plan, outcome)
    voice.error(ENDS["infeasible"][1].say(voice.language))
    if outcome.words is not None:
        voice.error(outcome.words.say(voice.language))
    for conflict in diagnosis.conflicts[:1]:
        _say(voice, problem, path, conflict)
    return outcome


def _said(voice: Voice, problem: Problem, path: Path, conflict: "Conflict") -> int:
    code, words = ENDS["infeasible"]
    voice.error(words.say(voice.language))
    _say(voice, problem, path, conflict)
    return code


def _say(voice: Voice, problem: Problem, path: Path, conflict: "Conflict") -> None:
    from xuncha_plan.report.diagnosis.text import conflict_text

    width = voice.error_console().width
    for line in conflict_text(conflict, problem, str(path), voice.language, width).split("\n"):
        voice.error(line)
