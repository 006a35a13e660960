"""One run of `replan`: what is asked is read, re-planned, checked, written and shown."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from xuncha_plan.cli.solving import STOPPED, filled, refuse_wrong, relative, without_plan
from xuncha_plan.cli.stop import BAD_INPUT, NO, OK, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import PlanRecord, Problem, VisitRecord, Words

if TYPE_CHECKING:
    from xuncha_plan.report.replan.summary import Replan
    from xuncha_plan.solver import Settings
    from xuncha_plan.solver.replanning.least_change import Replanned, Terms

BAD_DAY = Words("--as-of 应为日期，例如 2028-08-01", "--as-of takes a date, such as 2028-08-01")
BAD_NUMBER = Words("{option} 应为不小于{least}的数", "{option} takes a number of at least {least}")
BAD_COST = Words(
    "--cost 应写成 项=数，项为 target、round、mode 或 team，而不是“{text}”",
    "--cost takes PART=N, where PART is target, round, mode or team, not {text}",
)
NO_YEAR = Words("没有{year}年的轮次；现有 {known}", "no round is in {year}; there are {known}")
BAD_NAME = Words(
    "--renamed 应写成 原编号=现编号，而不是“{text}”", "--renamed takes OLD=NEW, not {text}"
)
UNKNOWN_NAME = Words(
    "--renamed 中的“{name}”不是问题文件中的对象、轮次或巡察组",
    "--renamed: {name} is no target, round or team of the problem",
)
MERGED = Words("合并后不再保留的任务：{targets}", "visits that are dropped in a merger: {targets}")
UNCHANGED = Words(
    "问题没有变，原计划仍然成立：变动0，已照原样写入 {path}",
    "the problem is as it was and the plan still holds: no change; {path} is written as it was",
)
PAST = Words(
    "已开始或已冻结的任务无法保持原样：{finding}",
    "what has begun or is frozen cannot stay: {finding}",
)
PAST_ROUND = Words(
    "轮次“{round}”已经开始，问题文件中却没有了；它的任务无从保持原样，请把该轮写回去",
    "the round {round} has begun, but the problem lacks it; its visits cannot stay: put it back",
)
CANNOT = Words(
    "不动已开始和已冻结的任务，以下规则无法全部做到（让步最少的做法）；"
    "加 --give-way 即按此写出计划：",
    "with what has begun or is frozen as it is, these rules cannot all hold (the least that must "
    "give way); --give-way writes such a plan:",
)
SHORT = Words("{place}{rule}：差{amount}", "{place}{rule}: short by {amount}")
WRITTEN = Words("用时{seconds}秒，已写入 {path}", "{path} is written after {seconds} s")
CHANGED_SINCE = Words(
    "{path}：原计划在重排期间被改动，没有写入；请重新运行",
    "{path}: the plan was changed while it was re-planned; nothing is written, run it again",
)
MORE_SECONDS = 20.0  # for which rules give way, once it is known that some must
Part = Literal["target", "round", "mode", "team"]
PARTS: tuple[Part, ...] = ("target", "round", "mode", "team")


@dataclass(frozen=True)
class Wish:
    """What the options say, as they were written."""

    as_of: str
    frozen_years: tuple[int, ...]
    filed_years: tuple[int, ...]
    filed_cost: str
    cost: tuple[str, ...]
    renamed: tuple[str, ...]
    gives_way: bool
    pins: Path | None

    def names(self, problem: Problem) -> dict[str, str]:
        """Old ids and the ids that stand for them now."""
        found = {}
        for text in self.renamed:
            old, equals, new = text.partition("=")
            if not (old and equals and new):
                raise Stop(BAD_INPUT, BAD_NAME, text=text)
            if not any(new in known for known in (problem.target, problem.round, problem.team)):
                raise Stop(BAD_INPUT, UNKNOWN_NAME, name=new)
            found[old] = new
        return found

    def terms(self, problem: Problem, old: tuple[VisitRecord, ...]) -> "Terms":
        """The terms that they come to."""
        from xuncha_plan.solver.replanning.least_change import Terms

        try:
            as_of = date.fromisoformat(self.as_of)
        except ValueError:
            raise Stop(BAD_INPUT, BAD_DAY) from None
        for year in (*self.frozen_years, *self.filed_years):
            if year not in problem.years:
                raise Stop(BAD_INPUT, NO_YEAR, year=year, known=problem.years)
        terms = Terms(
            old,
            as_of,
            frozenset(self.frozen_years),
            frozenset(self.filed_years),
            _number("--filed-cost", self.filed_cost, least=1),
            gives_way=self.gives_way,
        )
        costs = dict(map(_cost, self.cost))
        return replace(terms, cost=costs) if costs else terms


def _number(option: str, text: str, least: int = 0) -> Fraction:
    from pydantic import TypeAdapter, ValidationError

    from xuncha_plan.model import Ratio
    from xuncha_plan.model.quantity import Plain

    try:
        number: Fraction | None = TypeAdapter(Ratio).validate_python(Plain(text))
    except ValidationError:
        number = None
    if number is None or number < least:
        raise Stop(BAD_INPUT, BAD_NUMBER, option=option, least=least)
    return number


def _cost(text: str) -> tuple[Part, Fraction]:
    word, _, number = text.partition("=")
    for part in PARTS:
        if word == part and number:
            return part, _number("--cost", number)
    raise Stop(BAD_INPUT, BAD_COST, text=text)


def _refuse_lost_past(plan: Path, old: PlanRecord, problem: Problem, as_of: date) -> None:
    """Stops where a round has begun that the problem lacks, as far as the plan's own one tells."""
    from xuncha_plan.cli.opened import recorded
    from xuncha_plan.files.digest import digest
    from xuncha_plan.files.problem_file import read_problem

    lost = {visit.round for visit in old.visits} - problem.round.keys()
    path = recorded(plan, old) if lost else None
    if path is None:
        return
    its = read_problem(path).problem
    if digest(its) == old.sha256:
        for r in its.ordered:
            if r.id in lost and r.start <= as_of:
                raise Stop(NO, PAST_ROUND, round=r.title)


@dataclass(frozen=True)
class Job:
    """What is re-planned: the world as it is, the plan as it was and as it reads now."""

    voice: Voice
    path: Path
    plan: Path
    problem: Problem  # with the pins
    stated: Problem  # without them, as its file has it
    old: PlanRecord  # with the names of the problem
    raw: bytes  # the old plan's file, as it was read
    terms: "Terms"
    settings: "Settings"

    @classmethod
    def read(cls, voice: Voice, path: Path, plan: Path, wish: Wish, settings: "Settings") -> "Job":
        """Reads both files; whatever is wrong with them or with the options stops it."""
        from xuncha_plan.cli.opened import warn
        from xuncha_plan.cli.solver_version import refuse_missing_solver
        from xuncha_plan.files.pins import read_pinned
        from xuncha_plan.files.plan_file import read_plan
        from xuncha_plan.files.problem_file import read_problem
        from xuncha_plan.files.source import read_bytes
        from xuncha_plan.solver.replanning.least_change import renamed

        raw, record = read_bytes(plan), read_plan(plan)
        stated = read_problem(path)
        reading = read_pinned(path, wish.pins) if wish.pins else stated
        warn(voice, reading.warnings)
        visits, merged = renamed(reading.problem, record.visits, wish.names(reading.problem))
        if merged:
            voice.note(MERGED, targets=tuple(visit.target for visit in merged))
        terms = wish.terms(reading.problem, visits)
        _refuse_lost_past(plan, replace(record, visits=visits), reading.problem, terms.as_of)
        refuse_missing_solver()
        old = replace(record, visits=visits)
        return cls(voice, path, plan, reading.problem, stated.problem, old, raw, terms, settings)

    def run(self, output: Path, form: Literal["text", "json"], *, force: bool) -> int:
        """Re-plans once; the exit code."""
        from xuncha_plan.files.plan_file import write_plan

        if self._holds():
            return self._copy(output, force=force)
        result = self._replanned()
        if result.impossible:
            return self._past(result)
        if result.outcome.record is None:
            return self._without_plan(result)
        record = self._filled(result, output)
        if not result.broken:
            refuse_wrong(self.problem, record, self.voice)
        self._refuse_changed()
        write_plan(output, record, force=force)
        if remark := result.outcome.words or STOPPED.get(result.outcome.kind):
            self.voice.note(remark)
        self._show(result, record, output, form)
        self.voice.note(WRITTEN, path=output, seconds=f"{result.outcome.seconds:.1f}")
        return OK

    # Nothing has changed.

    def _holds(self) -> bool:
        """Whether the problem is the very one that the plan was made for, and the plan keeps it."""
        from xuncha_plan.check import findings
        from xuncha_plan.files.digest import digest

        its = digest(self.stated)
        return self.old.sha256 == its and not any(
            finding.is_breach for finding in findings(self.problem, self.old, its)
        )

    def _copy(self, output: Path, *, force: bool) -> int:
        """The old plan byte for byte, but for the path to the problem where that differs."""
        from xuncha_plan.files.plan_file import write_plan
        from xuncha_plan.files.whole import write_whole

        self._refuse_changed()
        here = relative(self.path, output)
        if here == self.old.problem_file and output.suffix.lower() == self.plan.suffix.lower():
            write_whole(output, self.raw)
        else:
            write_plan(output, replace(self.old, problem_file=here), force=force)
        self.voice.note(UNCHANGED, path=output)
        return OK

    # Something has.

    def _replanned(self) -> "Replanned":
        from xuncha_plan.report.screen.progress import Watch
        from xuncha_plan.solver.replanning.least_change import (
            CHANGE,
            GIVEN_WAY,
            PARTS,
            TITLES,
            replan,
        )

        if self.voice.quiet:
            return replan(self.problem, self.terms, self.settings)
        first = (GIVEN_WAY, CHANGE) if self.terms.gives_way else (CHANGE,)
        tiers = [
            tier.replace(name=TITLES[tier.id].say(self.voice.language))
            if tier.id in TITLES
            else tier
            for tier in (*first, *self.problem.tiers, PARTS)
        ]
        with Watch(self.voice.error_console(), self.voice.language, tiers) as watch:
            return replan(self.problem, self.terms, self.settings, watch)

    def _past(self, result: "Replanned") -> int:
        for finding in result.impossible:
            self.voice.error(
                PAST.say(self.voice.language, finding=finding.say(self.voice.language))
            )
        return NO

    def _without_plan(self, result: "Replanned") -> int:
        """Says why there is no plan; where none can be, which rules are in each other's way."""
        from xuncha_plan.solver.replanning.least_change import replan

        code = without_plan(self.voice, result.outcome)
        if code == NO and not self.terms.gives_way:
            seconds = min(MORE_SECONDS, self.settings.time_limit)
            settings = replace(self.settings, time_limit=seconds)
            given = replan(self.problem, replace(self.terms, gives_way=True), settings)
            if given.broken:
                self.voice.error(CANNOT.say(self.voice.language))
            for rule, amount in given.broken:
                place = f"{rule.place}: " if rule.place else ""
                words = SHORT.say(
                    self.voice.language, place=place, rule=rule.title_or_name, amount=amount
                )
                self.voice.error(f"  {words}")
        return code

    def _filled(self, result: "Replanned", output: Path) -> PlanRecord:
        from xuncha_plan.rules.pinned import Pinned

        record = result.outcome.record
        if record is None or result.change is None:
            raise AssertionError("asked only where there is a plan")
        full = filled(record, self.stated, self.path, output, self.settings)
        change: dict[str, object] = {
            "from": relative(self.plan, output),
            "as_of": self.terms.as_of.isoformat(),
            "change": result.change.value,
            "least": result.change.bound,
        }
        if self.terms.frozen_years:
            change["frozen_years"] = sorted(self.terms.frozen_years)
        if self.terms.filed_years:
            change["filed_years"] = sorted(self.terms.filed_years)
            change["filed_cost"] = self.terms.filed_cost
        if pinned := self.problem.rules[len(self.stated.rules) :]:
            change["pins"] = [rule.target for rule in pinned if isinstance(rule, Pinned)]
        return replace(full, settings={**full.settings, "replan": change})

    def _refuse_changed(self) -> None:
        """The old plan must still be what was read: somebody may have filed another since."""
        from xuncha_plan.files.source import read_bytes

        if read_bytes(self.plan) != self.raw:
            raise Stop(BAD_INPUT, CHANGED_SINCE, path=self.plan)

    def _show(
        self, result: "Replanned", record: PlanRecord, output: Path, form: Literal["text", "json"]
    ) -> None:
        from xuncha_plan.report.replan.summary import replan_json, show_replan

        shown = self._compared(result, record, output)
        if form == "json":
            self.voice.document(replan_json(shown, self.voice.language))
        elif not self.voice.quiet:
            show_replan(self.voice.console(), shown, self.voice.language)

    def _compared(self, result: "Replanned", record: PlanRecord, output: Path) -> "Replan":
        from xuncha_plan.report.diff.changes import Side, compared
        from xuncha_plan.report.replan.summary import Replan

        if result.change is None:
            raise AssertionError("asked only where there is a plan")
        old = Side(str(self.plan), self.old, self.problem, is_current=False)
        new = Side(str(output), record, self.problem, is_current=True)
        closed = self.terms.closed(self.problem)
        return Replan(
            compared(old, new),
            result.change,
            self.terms.as_of,
            tuple(sorted(self.terms.frozen_years)),
            tuple(r.id for r in self.problem.ordered if r.id in closed),
            self.terms.stays(self.problem),
            result.broken,
        )
