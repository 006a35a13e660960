"""A problem, and a plan with the problem that it is for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from xuncha_plan.cli.stop import BAD_INPUT, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Fault, Plan, PlanRecord, Problem, Words

NO_FILE = Words(
    "当前文件夹中没有 targets.yaml，也没有 data/targets.yaml；请写明问题文件",
    "there is neither targets.yaml nor data/targets.yaml here; name the problem file",
)
NO_PROBLEM = Words(
    "{plan}：计划所记的问题文件“{file}”找不到；请用 --problem 指定",
    "{plan}: the problem file {file} that the plan records is not found; name it with --problem",
)
STALE = Words(
    "{plan}：问题文件在计划做出之后有变（记录{made_for}，现为{now}）",
    "{plan}: the problem has changed since the plan was made (recorded {made_for}, now {now})",
)
LOST = Words(
    "{plan}：有{count}个任务所指的对象、轮次或巡察组在问题文件中没有",
    "{plan}: {count} visits name a target, round or team that the problem lacks",
)


@dataclass(frozen=True)
class Opened:
    """A plan file with its problem; `plan` holds the visits whose names the problem has."""

    path: Path
    problem_path: Path
    problem: Problem
    record: PlanRecord
    plan: Plan
    digest: str

    def doubts(self) -> Iterator[Stop]:
        """Why the plan may not be one of this problem's."""
        if self.record.sha256 and self.record.sha256 != self.digest:
            yield Stop(
                1, STALE, plan=self.path, made_for=self.record.sha256[:12], now=self.digest[:12]
            )
        if lost := len(self.record.visits) - len(self.plan.visits):
            yield Stop(1, LOST, plan=self.path, count=lost)


def problem_path(stated: Path | None) -> Path:
    """The problem file that is stated, else the usual one of the current folder."""
    if stated is not None:
        return stated
    for usual in (Path("targets.yaml"), Path("data/targets.yaml")):
        if usual.exists():
            return usual
    raise Stop(BAD_INPUT, NO_FILE)


def opened(path: Path, problem: Path | None, voice: Voice) -> Opened:
    """A plan and its problem; warnings about the problem are said."""
    from xuncha_plan.check import plan_of
    from xuncha_plan.files.digest import digest
    from xuncha_plan.files.plan_file import read_plan
    from xuncha_plan.files.problem_file import read_problem

    record = read_plan(path)
    reading = read_problem(problem or _recorded(path, record))
    warn(voice, reading.warnings)
    plan = plan_of(reading.problem, record)
    return Opened(path, reading.path, reading.problem, record, plan, digest(reading.problem))


def warn(voice: Voice, faults: Iterable[Fault]) -> None:
    """Says what is odd about a problem file."""
    from xuncha_plan.report.findings.remarks import warnings
    from xuncha_plan.report.findings.text import line

    if not voice.quiet:
        for remark in warnings(faults):
            voice.error(line(remark, voice.language))


def _recorded(plan: Path, record: PlanRecord) -> Path:
    if not record.problem_file:
        return problem_path(None)
    if (found := recorded(plan, record)) is None:
        raise Stop(BAD_INPUT, NO_PROBLEM, plan=plan, file=record.problem_file)
    return found


def recorded(plan: Path, record: PlanRecord) -> Path | None:
    """The problem file that a plan records, from its own folder, else from the current one.

    None where it is not there, or where the plan records none.
    """
    if not record.problem_file:
        return None
    candidates = (plan.parent / record.problem_file, Path(record.problem_file))
    return next((path for path in candidates if path.exists()), None)
