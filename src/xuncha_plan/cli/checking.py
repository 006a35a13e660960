"""One run of `check`: what was found, in every format that was asked for, and the exit code."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from xuncha_plan.cli.stop import BAD_INPUT, NO, OK, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import BadInput, Words

if TYPE_CHECKING:
    from xuncha_plan.report.findings.remarks import Report

STEP_SUMMARY = "GITHUB_STEP_SUMMARY"  # the file that GitHub shows on a job's page
BAD_VARIABLE = Words(
    "环境变量{name}所指的“{path}”不能写入：{reason}",
    "{path}, which the environment variable {name} names, cannot be written: {reason}",
)


@dataclass(frozen=True)
class Checking:
    """What to check, and where to say what was found; `form` goes to standard output."""

    problem: Path
    plan: Path | None
    form: str
    outputs: tuple[tuple[str, Path], ...]
    strict: bool
    voice: Voice
    is_filing: bool = False  # a plan that is filed anew may have been changed since
    proof: Path | None = None

    @property
    def inputs(self) -> list[Path]:
        """The files that are named: the problem, then a plan and a proof if there are any."""
        return [path for path in (self.problem, self.plan, self.proof) if path is not None]

    def once(self) -> int:
        """Checks once; BadInput where an output cannot be written."""
        from xuncha_plan.files.output import prepare_output

        for _, path in self.outputs:
            prepare_output(path, inputs=self.inputs, force=True)
        try:
            report = self.report()
        except BadInput as error:
            return self._refused(error)
        self._say(report)
        if self.strict and report.warnings:
            return BAD_INPUT
        return NO if report.findings else OK

    def report(self) -> "Report":
        """What is found; BadInput where a file is not readable."""
        from xuncha_plan.files.ignores import ignores_in
        from xuncha_plan.report.findings.codes import meanings
        from xuncha_plan.report.findings.ignoring import with_ignores
        from xuncha_plan.rules import REGISTRY

        report = self._found()
        if self.proof is not None:
            report = self._with_proofs(report, self.proof)
        ignores = [one for path in self.inputs for one in ignores_in(path)]
        return with_ignores(report, ignores, meanings(REGISTRY.values()))

    def _found(self) -> "Report":
        from xuncha_plan.check import findings, plan_of, tier_values
        from xuncha_plan.cli.filed import filing_findings
        from xuncha_plan.files.digest import digest
        from xuncha_plan.files.plan_file import read_plan
        from xuncha_plan.files.problem_file import read_problem
        from xuncha_plan.report.findings.remarks import Report, breaches, checked, warnings
        from xuncha_plan.report.screen.too_late import notes

        reading = read_problem(self.problem)
        odd, named = warnings(reading.warnings), tuple(map(str, self.inputs))
        if self.plan is None:
            return Report(warnings=odd, files=named, root=_root())
        record = read_plan(self.plan)
        plan = plan_of(reading.problem, record)
        filed = () if self.is_filing else filing_findings(self.plan)
        return Report(
            breaches([*filed, *findings(reading.problem, record, digest(reading.problem))]),
            odd,
            tier_values(plan),
            titles={tier.id: tier.title for tier in reading.problem.tiers},
            rules=len(reading.problem.rules),
            visits=len(record.visits),
            checked=checked(reading.problem.rules),
            files=named,
            root=_root(),
            notes=notes(plan),
        )

    def _with_proofs(self, report: "Report", path: Path) -> "Report":
        """The report with what a proof file proves, and what it only says."""
        from xuncha_plan.check.proofs import stale, verified
        from xuncha_plan.files.digest import digest
        from xuncha_plan.files.plan_file import read_plan
        from xuncha_plan.files.problem_file import read_problem
        from xuncha_plan.files.proof_file import read_proof
        from xuncha_plan.report.findings.proved import proved
        from xuncha_plan.report.findings.remarks import breaches

        certificate, problem = read_proof(path), read_problem(self.problem).problem
        record = None if self.plan is None else read_plan(self.plan)
        found = list(verified(problem, certificate))
        wrong = (one.wrong for one in found if one.wrong is not None)
        return replace(
            report,
            findings=(*report.findings, *breaches([*stale(certificate, digest(problem)), *wrong])),
            notes=(*report.notes, *proved(problem, found, record)),
        )

    def _refused(self, error: BadInput) -> int:
        """Files for programs tell of an unreadable input too; people read it on standard error."""
        from xuncha_plan.report.findings.remarks import Report, refusals

        named = tuple(map(str, self.inputs))
        report = Report(refusals(error.faults), files=named, root=_root(), is_readable=False)
        self._say(report, is_text_said=False)
        for fault in error.faults:
            self.voice.error(fault.say(self.voice.language))
        return BAD_INPUT

    def _say(self, report: "Report", *, is_text_said: bool = True) -> None:
        from xuncha_plan.files.whole import write_whole
        from xuncha_plan.report.findings.formats import FORMATS

        language = self.voice.language
        for name, path in self.outputs:
            write_whole(path, f"{FORMATS[name](report, language)}\n".encode())
        if self.form == "github":
            _add_to_summary(FORMATS["summary"](report, language))
        if self.form != "text":
            self.voice.document(FORMATS[self.form](report, language))
        elif is_text_said:
            self.voice.result(FORMATS["text"](report, language))


def _root() -> Path:
    """Where paths for programs start: the checkout that a pipeline names, else here."""
    return Path(os.environ.get("GITHUB_WORKSPACE") or ".")


def _add_to_summary(text: str) -> None:
    path = os.environ.get(STEP_SUMMARY)
    if not path:
        return
    try:
        with Path(path).open("ab") as stream:
            stream.write(f"{text}\n\n".encode())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Stop(BAD_INPUT, BAD_VARIABLE, name=STEP_SUMMARY, path=path, reason=reason) from error
