"""One run of `solve`: what is asked, how a plan is found, what is written and shown."""

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from xuncha_plan.cli.opened import problem_path, warn
from xuncha_plan.cli.resuming import Keeping, known, partial, say_what_is_left
from xuncha_plan.cli.solver_version import refuse_missing_solver
from xuncha_plan.cli.solving import STOPPED, filled, refuse_settings, refuse_wrong, without_plan
from xuncha_plan.cli.stop import NO, OK
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import PlanRecord, VisitRecord, Words

if TYPE_CHECKING:
    from xuncha_plan.files.problem_file import Reading
    from xuncha_plan.solver import Outcome, Settings

WRITTEN = Words("用时{seconds}秒，已写入 {path}", "{path} is written after {seconds} s")
CUT_SHORT = Words(
    "求解被提前打断，再求一次可能得到另一份计划",
    "the search was cut short: another run may find another plan",
)
SIZES = Words("规模：{sizes}", "sizes: {sizes}")
SIZE = {
    "targets": Words("对象{n}", "{n} targets"),
    "classes": Words("同类{n}", "{n} classes"),
    "counts": Words("计数变量{n}", "{n} counts"),
    "booleans": Words("逐个对象则需布尔变量{n}", "{n} Booleans were it one a target"),
    "variables": Words("变量{n}", "{n} variables"),
    "rows": Words("约束{n}", "{n} rows"),
}


@dataclass(frozen=True)
class Asked:
    """How a plan is to be found and written; `memory` in MiB."""

    output: Path
    time_limit: float
    workers: int
    seed: int
    gap: Fraction
    memory: float
    reproducible: bool
    warm: Path | None
    resume: bool
    proof: Path | None
    verbose: bool
    force: bool


class Planning:
    """The file, and the search for its best plan."""

    def __init__(self, file: Path | None, voice: Voice, asked: Asked) -> None:
        from xuncha_plan.files.problem_file import read_problem

        refuse_settings(asked.time_limit, asked.workers, asked.seed)
        self._voice, self._asked, self._path = voice, asked, problem_path(file)
        self._prepare()
        self._reading: Reading = read_problem(self._path)
        warn(voice, self._reading.warnings)
        refuse_missing_solver()

    def _prepare(self) -> None:
        from xuncha_plan.files.output import prepare_output
        from xuncha_plan.files.proof_file import prepare_proof

        asked = self._asked
        for output in (asked.output, partial(asked.output)):
            prepare_output(output, inputs=(self._path,), force=asked.force)
        if asked.proof is not None:
            prepare_proof(asked.proof, inputs=(self._path, asked.output), force=asked.force)

    def run(self) -> int:
        """Finds, checks, writes, shows."""
        from xuncha_plan.cli.hopeless import counted_out, say_why

        problem, voice = self._reading.problem, self._voice
        if (code := counted_out(voice, problem, self._path)) is not None:
            return code
        settings = self._settings()
        keeping = Keeping(voice, problem, self._path, self._asked.output, settings)
        outcome = self._outcome(settings, keeping)
        self._say_sizes(outcome)
        if outcome.kind == "infeasible":
            outcome = say_why(voice, problem, self._path, settings, outcome)
            if outcome.record is None:
                return NO
        if outcome.record is None:
            return without_plan(voice, outcome)
        self._write(outcome, outcome.record, settings)
        keeping.end()
        return OK

    def _settings(self) -> "Settings":
        from xuncha_plan.solver import Settings

        asked = self._asked
        settings = Settings(asked.time_limit, asked.workers, asked.seed, asked.gap)
        settings = replace(
            settings, memory=asked.memory, warm=self._warm(), reproducible=asked.reproducible
        )
        if not asked.resume:
            say_what_is_left(self._voice, asked.output)
            return settings
        before = known(self._voice, self._reading.problem, asked.output)
        if before is None:
            return settings
        return replace(settings, warm=before.record.visits, proved=before.proved)

    def _warm(self) -> tuple[VisitRecord, ...]:
        """The visits of an earlier plan, by whatever problem; BadInput where it cannot be read."""
        from xuncha_plan.files.plan_file import read_plan

        return () if self._asked.warm is None else read_plan(self._asked.warm).visits

    def _outcome(self, settings: "Settings", keeping: Keeping) -> "Outcome":
        from xuncha_plan.report.screen.progress import Watch
        from xuncha_plan.solver import solve

        voice, problem = self._voice, self._reading.problem
        if voice.quiet:
            return solve(problem, settings, lambda progress: None, keep=keeping)
        with Watch(voice.error_console(), voice.language, problem.tiers) as watch:
            return solve(problem, settings, watch, keep=keeping)

    def _say_sizes(self, outcome: "Outcome") -> None:
        if self._asked.verbose:
            its = [SIZE[name].say(self._voice.language, n=n) for name, n in outcome.sizes.items()]
            self._voice.error(SIZES.say(self._voice.language, sizes=its))

    def _write(self, outcome: "Outcome", found: PlanRecord, settings: "Settings") -> None:
        from xuncha_plan.files.plan_file import write_plan

        voice, asked, problem = self._voice, self._asked, self._reading.problem
        if settings.reproducible and not outcome.is_whole:
            settings = replace(settings, reproducible=False)
            voice.note(CUT_SHORT)
        record = filled(found, problem, self._path, asked.output, settings)
        refuse_wrong(problem, record, voice)
        write_plan(asked.output, record, force=asked.force)
        if asked.proof is not None:
            record = self._proved(record, asked.proof, settings)
        if remark := outcome.words or STOPPED.get(outcome.kind):
            voice.note(remark)
        self._show(record)
        voice.note(WRITTEN, path=asked.output, seconds=f"{outcome.seconds:.1f}")

    def _proved(self, record: PlanRecord, proof: Path, settings: "Settings") -> PlanRecord:
        """Writes certificates, and the plan once more with what they prove."""
        from xuncha_plan.cli.proving import with_proofs
        from xuncha_plan.files.plan_file import write_plan

        record = with_proofs(self._voice, self._reading.problem, record, proof, settings)
        write_plan(self._asked.output, record, force=self._asked.force)
        return record

    def _show(self, record: PlanRecord) -> None:
        from xuncha_plan.check import plan_of
        from xuncha_plan.report.findings.text import line
        from xuncha_plan.report.screen.plan import show_summary
        from xuncha_plan.report.screen.too_late import notes

        if self._voice.quiet:
            return
        plan = plan_of(self._reading.problem, record)
        show_summary(self._voice.console(), plan, record, self._voice.language)
        for note in notes(plan):
            self._voice.error(line(note, self._voice.language))
