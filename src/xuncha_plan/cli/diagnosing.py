"""One run of `diagnose`: what is asked, how it is found out, what is shown or written."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from xuncha_plan.cli.opened import problem_path, warn
from xuncha_plan.cli.solver_version import refuse_missing_solver
from xuncha_plan.cli.solving import refuse_settings
from xuncha_plan.cli.stop import BAD_INPUT, FAULT, INTERRUPTED, NO, NO_TIME, OK, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

if TYPE_CHECKING:
    from xuncha_plan.files.problem_file import Reading
    from xuncha_plan.model.diagnosis import Diagnosis, Sized, Sizing
    from xuncha_plan.solver import Settings

NO_OUTPUT = Words(
    "--apply 要同写 -o NEW.yaml，写入新文件", "--apply goes with -o NEW.yaml, the file to write"
)
NO_SUCH_WAY = Words(
    "没有第{n}条出路；找到{count}条", "there is no way out number {n}; {count} were found"
)
NOTHING_TO_APPLY = Words("没有冲突，不用改动", "nothing conflicts, so there is nothing to change")
WRITTEN = Words("已写入 {path}：{words}", "{path} is written: {words}")
SO_FAR = Words(
    "{seconds}秒　冲突{conflicts}，出路{ways}",
    "{seconds} s  {conflicts} conflicts, {ways} ways out",
)
SIZES_SO_FAR = Words("已试{n}种规模", "{n} sizes tried")


@dataclass(frozen=True)
class Asked:
    """How it is to be found out and shown."""

    form: Literal["text", "json"]
    time_limit: float
    workers: int
    seed: int
    output: Path | None
    force: bool
    proof: Path | None = None


class Diagnosing:
    """The file, and what is found out about it."""

    def __init__(self, file: Path | None, voice: Voice, asked: Asked) -> None:
        from xuncha_plan.files.problem_file import read_problem

        refuse_settings(asked.time_limit, asked.workers, asked.seed)
        self._voice, self._asked, self._path = voice, asked, problem_path(file)
        self._prepare_output()
        self._reading: Reading = read_problem(self._path)
        warn(voice, self._reading.warnings)
        refuse_missing_solver()

    def _prepare_output(self) -> None:
        from xuncha_plan.files.output import prepare_output
        from xuncha_plan.files.proof_file import prepare_proof

        if self._asked.output is not None:
            prepare_output(self._asked.output, inputs=(self._path,), force=self._asked.force)
        if self._asked.proof is not None:
            prepare_proof(self._asked.proof, inputs=(self._path,), force=self._asked.force)

    def show(self) -> int:
        """Says why no plan exists, and what would help."""
        from xuncha_plan.report.diagnosis.json import diagnosis_json
        from xuncha_plan.report.diagnosis.text import diagnosis_text

        diagnosis = self._diagnosis()
        problem, language = self._reading.problem, self._voice.language
        if self._asked.form == "json":
            self._voice.document(diagnosis_json(diagnosis, problem, language))
        else:
            width = self._voice.console().width
            file = str(self._path)
            self._voice.result(diagnosis_text(diagnosis, problem, file, language, width))
        if self._asked.proof is not None and diagnosis.conflicts:
            self._prove(diagnosis, self._asked.proof)
        return _code(diagnosis)

    def _prove(self, diagnosis: "Diagnosis", proof: Path) -> None:
        """Writes what proves the conflicts without a solver."""
        from xuncha_plan.cli.proving import write_conflicts
        from xuncha_plan.cli.solving import filled
        from xuncha_plan.model import PlanRecord

        problem, settings = self._reading.problem, self._settings()
        like = filled(PlanRecord(()), problem, self._path, proof, settings)
        write_conflicts(self._voice, problem, diagnosis.conflicts, like, proof, settings)

    def apply(self, number: int) -> int:
        """Writes a way out as a problem file."""
        from xuncha_plan.files.problem_file import problem_bytes
        from xuncha_plan.files.whole import write_whole
        from xuncha_plan.report.diagnosis.sentences import step
        from xuncha_plan.report.diagnosis.way_out_file import way_out_file

        output = self._asked.output
        if output is None:
            raise Stop(BAD_INPUT, NO_OUTPUT)
        diagnosis, problem = self._diagnosis(), self._reading.problem
        if diagnosis.plan is not None:
            self._voice.note(NOTHING_TO_APPLY)
            return OK
        if not 1 <= number <= len(diagnosis.ways):
            code = NO_TIME if not diagnosis.is_complete else BAD_INPUT
            raise Stop(code, NO_SUCH_WAY, n=number, count=len(diagnosis.ways))
        way = diagnosis.ways[number - 1]
        data = problem_bytes(self._path)
        write_whole(output, way_out_file(way, problem, data, self._path, output))
        words = [step(one, problem).say(self._voice.language) for one in way.steps]
        self._voice.note(WRITTEN, path=output, words=words)
        return OK

    def size(self, what: "Sized") -> int:
        """Says how many would do, and draws it."""
        from xuncha_plan.files.whole import write_whole
        from xuncha_plan.report.screen.plan import print_parts
        from xuncha_plan.report.sizing.json import sizing_json
        from xuncha_plan.report.sizing.picture import sizing_picture
        from xuncha_plan.report.sizing.text import sizing_parts
        from xuncha_plan.solver.diagnosis import size

        problem, language = self._reading.problem, self._voice.language
        sizing = size(problem, what, self._settings(), self._tell_sizes)
        if sizing.trouble is not None:
            self._voice.note(sizing.trouble)
        if self._asked.form == "json":
            self._voice.document(sizing_json(sizing, language))
        else:
            print_parts(self._voice.console(), sizing_parts(sizing, problem, language))
        if self._asked.output is not None:
            write_whole(self._asked.output, sizing_picture(sizing, problem, language))
        if sizing.least is not None:
            return OK
        return INTERRUPTED if sizing.is_interrupted else NO_TIME

    def _tell_sizes(self, so_far: "Sizing") -> None:
        self._voice.note(SIZES_SO_FAR, n=len(so_far.points))

    def _settings(self) -> "Settings":
        from xuncha_plan.solver import Settings

        asked = self._asked
        return Settings(time_limit=asked.time_limit, workers=asked.workers, seed=asked.seed)

    def _diagnosis(self) -> "Diagnosis":
        from xuncha_plan.solver.diagnosis import diagnose

        return diagnose(self._reading.problem, self._settings(), self._tell)

    def _tell(self, so_far: "Diagnosis") -> None:
        self._voice.note(
            SO_FAR,
            seconds=f"{so_far.seconds:.1f}",
            conflicts=len(so_far.conflicts),
            ways=len(so_far.ways),
        )


def _code(diagnosis: "Diagnosis") -> int:
    if diagnosis.plan is not None:
        return OK
    if diagnosis.conflicts:
        is_shown = all(conflict.is_minimal for conflict in diagnosis.conflicts)
        return NO if is_shown or diagnosis.is_complete else NO_TIME
    if diagnosis.is_interrupted:
        return INTERRUPTED
    return NO_TIME if diagnosis.trouble is None else FAULT
