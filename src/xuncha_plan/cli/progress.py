"""`progress`: a plan against what was done, and what slipped made ready for `replan`."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xuncha_plan.cli.days import as_of_day
from xuncha_plan.cli.options import Force, Lang, PlanArgument, ProblemOption, Quiet, TextJsonOrCsv
from xuncha_plan.cli.stop import OK
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Words

if TYPE_CHECKING:
    from xuncha_plan.cli.opened import Opened
    from xuncha_plan.report.actual.states import Progress

ABOUT = Words(
    "计划与实际：按轮次、年度、行业领域和巡察组列出完成、推后、未完成的任务，以及进度节点有无风险。"
    "-o 写出照实际改过的计划（未完成的任务已去掉），用 replan 即可把它们排进以后的轮次。",
    "Plan against what was done: by round, year, sector and team what is done, late or slipped, "
    "and which milestones are at risk. -o writes the plan as it was carried out, without what "
    "slipped, from which `replan` puts that into later rounds.",
)
WRITTEN = Words(
    "已写入 {path}；把{slipped}项未完成的排进以后的轮次：",
    "{path} is written; to put the {slipped} that slipped into later rounds:",
)
COMMAND = Words(
    "xuncha-plan replan {problem} --from {path} --as-of {day} -o {new}",
    "xuncha-plan replan {problem} --from {path} --as-of {day} -o {new}",
)
NEXT = Words(
    "有{slipped}项未完成；加 -o 写出照实际改过的计划，再用 replan 排进以后的轮次",
    "{slipped} slipped; -o writes the plan as it was carried out, for `replan`",
)


def progress(
    ctx: typer.Context,
    plan: PlanArgument,
    done: Annotated[
        Path,
        typer.Option("--done", metavar="FILE"),
        Words(
            "做了的任务（CSV、XLSX）：列为对象编号，可加轮次或日期、任务性质、方式、巡察组、状态"
            "（完成、推迟、进行中）；没有“状态”列则每行都是完成的",
            "what was done (CSV, XLSX): target, and if wanted round or date, purpose, mode, team, "
            "status (done, slipped, running); without a status each row is done",
        ),
    ],
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE"),
        Words(
            "截至哪天：此前结束的轮次中没有报完成的，算未完成；不写为今天",
            "the day: what a round that is over has not reported has slipped; none: today",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="ACTUAL"),
        Words("写出照实际改过的计划", "write the plan as it was carried out"),
    ] = None,
    problem: ProblemOption = None,
    form: TextJsonOrCsv = "text",
    force: Force = False,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Reads plan, problem and reports, writes the plan as carried out if wanted, shows both."""
    from xuncha_plan.cli.opened import opened
    from xuncha_plan.files.output import prepare_output
    from xuncha_plan.files.report_table import read_reports
    from xuncha_plan.report.actual.states import progress as compared

    voice = Voice(ctx.obj, quiet)
    day = _today() if as_of is None else as_of_day(as_of)
    found = opened(plan, problem, voice)
    if output is not None:
        prepare_output(output, (plan, done, found.problem_path), force)
    for doubt in found.doubts():
        voice.note(doubt.words, **doubt.blanks)
    its = compared(found.problem, found.record, read_reports(done, found.problem), day)
    if output is not None:
        _write(found, its, output, force=force)
    _show(its, form, voice)
    slipped = sum(1 for fate in its.fates if fate.state == "slipped")
    if output is not None:
        new = output.with_name(f"{output.stem}-new.yaml")
        voice.note(WRITTEN, path=output, slipped=slipped)
        voice.note(COMMAND, path=output, problem=found.problem_path, day=day, new=new)
    elif slipped:
        voice.note(NEXT, slipped=slipped)
    return OK


def _today() -> date:
    return date.today()


def _write(found: "Opened", its: "Progress", output: Path, *, force: bool) -> None:
    """Writes the plan as it was carried out.

    Where anything went otherwise it claims nothing and records no digest: no solver made it, and
    `replan` must not take it for a plan that still holds.
    """
    from xuncha_plan import __version__
    from xuncha_plan.cli.solving import relative
    from xuncha_plan.files.plan_file import write_plan
    from xuncha_plan.model import PlanRecord

    record, visits = found.record, its.expected()
    if set(visits) != set(record.visits):
        order = {r.id: i for i, r in enumerate(its.problem.ordered)}
        in_order = sorted(visits, key=lambda v: (order.get(v.round, 0), v.team or "", v.target))
        record = PlanRecord(tuple(in_order), its.problem.jurisdiction.name)
    made = {"from": relative(found.path, output), "as_of": its.as_of.isoformat()}
    full = replace(
        record,
        problem_file=relative(found.problem_path, output),
        program=f"xuncha-plan {__version__}",
        settings={**record.settings, "progress": made},
    )
    write_plan(output, full, force)


def _show(its: "Progress", form: str, voice: Voice) -> None:
    from xuncha_plan.report.actual.documents import progress_csv, progress_json

    match form:
        case "json":
            voice.document(progress_json(its))
        case "csv":
            voice.document(progress_csv(its, voice.language).rstrip("\r\n"))
        case _:
            from xuncha_plan.report.actual.text import progress_parts
            from xuncha_plan.report.screen.plan import print_parts

            print_parts(voice.console(), progress_parts(its, voice.language))
