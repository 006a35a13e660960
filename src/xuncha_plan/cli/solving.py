"""What the commands that solve have in common: their settings, their ends, what they write."""

import os
import platform
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from xuncha_plan.cli.stop import BAD_INPUT, FAULT, INTERRUPTED, NO, NO_TIME, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import PlanRecord, Problem, Words

if TYPE_CHECKING:
    from xuncha_plan.solver import Outcome, Settings

BAD_TIME = Words("--time-limit 应为大于0的秒数", "--time-limit takes a number of seconds above 0")
BAD_COUNT = Words("{option} 应为不小于0的整数", "{option} takes a whole number of at least 0")
WRONG = Words(
    "求解器给出的计划没有通过检查，未写入：{finding}",
    "the solver's plan does not pass the check and is not written: {finding}",
)
ENDS = {
    "infeasible": (
        NO,
        Words(
            "已证明没有可行的计划；用 diagnose 看哪几条规则冲突、有哪些出路",
            "it is proved that no plan exists; `diagnose` says why, and the ways out",
        ),
    ),
    "no_plan": (NO_TIME, Words("时限内没有找到计划", "no plan was found in the time")),
    "interrupted": (INTERRUPTED, Words("已中断，没有计划", "interrupted without a plan")),
    "fault": (FAULT, Words("求解器故障，可以重试", "a fault of the solver; try again")),
}
STOPPED = {
    "interrupted": Words("已中断，保留已有的最好计划", "interrupted; the best plan so far is kept"),
    "fault": Words(
        "求解器中途故障，保留已有的最好计划", "the solver failed; the best plan is kept"
    ),
}
DETAIL = Words("{end}：{words}", "{end}: {words}")


def refuse_settings(time_limit: float, workers: int, seed: int) -> None:
    """Stops where a limit is no time, or a number no count."""
    if not 0 < time_limit < float("inf"):  # and so no NaN
        raise Stop(BAD_INPUT, BAD_TIME)
    refuse_counts({"--workers": workers, "--seed": seed})


def refuse_counts(options: Mapping[str, int]) -> None:
    """Stops where an option's number is no count."""
    for option, value in options.items():
        if not 0 <= value < 2**31:
            raise Stop(BAD_INPUT, BAD_COUNT, option=option)


def without_plan(voice: Voice, outcome: "Outcome") -> int:
    """Says why there is no plan; `optimal` and `feasible` without one are the solver's fault."""
    code, words = ENDS.get(outcome.kind, ENDS["fault"])
    if outcome.words is None:
        voice.error(words.say(voice.language))
    else:
        voice.error(DETAIL.say(voice.language, end=words, words=outcome.words))
    return code


def filled(
    record: PlanRecord, problem: Problem, path: Path, output: Path, settings: "Settings"
) -> PlanRecord:
    """The record with what the solver does not know: whose it is, and how it was made."""
    from xuncha_plan import __version__
    from xuncha_plan.files.digest import digest

    stated: dict[str, object] = {
        "time_limit": settings.time_limit,
        "workers": settings.workers,
        "seed": settings.seed,
    }
    if settings.gap:
        stated |= {"gap": settings.gap}
    if settings.reproducible:
        stated |= {"reproducible": _made_on()}
    return replace(
        record,
        jurisdiction=problem.jurisdiction.name,
        problem_file=relative(path, output),
        sha256=digest(problem),
        program=f"xuncha-plan {__version__}",
        settings=stated,
    )


def _made_on() -> str:
    """What a reproducible plan depends on beside the problem and the settings."""
    python = ".".join(platform.python_version_tuple()[:2])
    return (
        f"ortools {version('ortools')}, Python {python}, {platform.system()} {platform.machine()}"
    )


def relative(path: Path, output: Path) -> str:
    """The problem as seen from the plan's folder; absolute only where no such path exists."""
    try:
        return Path(os.path.relpath(path.resolve(), output.resolve().parent)).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()


def refuse_wrong(problem: Problem, record: PlanRecord, voice: Voice) -> None:
    """A solver's word is a claim: only what the checker has nothing against is written."""
    from xuncha_plan.check import findings
    from xuncha_plan.report.findings.remarks import breaches
    from xuncha_plan.report.findings.text import line

    for remark in breaches(findings(problem, record, record.sha256)):
        raise Stop(FAULT, WRONG, finding=line(remark, voice.language))
