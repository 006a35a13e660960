"""`scenarios`: several variations of one problem, side by side in one table."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xuncha_plan.cli.options import InPlaceOfScreen, Lang, Quiet, Seed, TextJsonOrCsv
from xuncha_plan.cli.stop import FAULT, INTERRUPTED, NO_TIME, OK
from xuncha_plan.cli.voice import Voice
from xuncha_plan.cli.written import Form, written
from xuncha_plan.model import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xuncha_plan.report.scenarios.lines import Column
    from xuncha_plan.solver import Outcome, Settings

ABOUT = Words(
    "同时求解一个问题的几种变化（少一个组、换一个节点、去掉一条规则），每种一列，列成一张表。"
    "情景文件写明每种变化的名称和改动；不写 FILE 时只给情景文件。",
    "Solves several variations of one problem side by side (a team less, another milestone, a rule "
    "dropped): one table, a column each. The scenarios file gives each a name and its changes; it "
    "may stand alone where FILE is the usual one.",
)
RUNNING = Words("{count}个情景，同时求解{jobs}个", "{count} scenarios, {jobs} at a time")
DONE = Words("{seconds}秒　{name}：{verdict}", "{seconds} s  {name}: {verdict}")


def scenarios(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE"),
        Words("问题文件", "the problem file"),
    ],
    variations: Annotated[
        Path | None,
        typer.Argument(metavar="SCENARIOS"),
        Words("情景文件", "the scenarios file"),
    ] = None,
    form: TextJsonOrCsv = "text",
    output: InPlaceOfScreen = None,
    time_limit: Annotated[
        float,
        typer.Option("--time-limit", metavar="SECONDS"),
        Words("每个情景的时限（秒）", "time limit of each"),
    ] = 60,
    jobs: Annotated[
        int,
        typer.Option("--jobs", metavar="N"),
        Words("同时求解几个；0为每核一个", "how many at a time; 0: one a core"),
    ] = 0,
    workers: Annotated[
        int,
        typer.Option("--workers", metavar="N"),
        Words("每个情景的并行数；0由求解器决定", "threads of each; 0: the solver decides"),
    ] = 0,
    seed: Seed = 1,
    lang: Lang = None,
    quiet: Quiet = False,
) -> int:
    """Reads, solves all, prints or writes the table."""
    from xuncha_plan.cli.opened import problem_path
    from xuncha_plan.cli.solving import refuse_counts, refuse_settings
    from xuncha_plan.files.output import prepare_output
    from xuncha_plan.solver import Settings

    voice = Voice(ctx.obj, quiet)
    refuse_settings(time_limit, workers, seed)
    refuse_counts({"--jobs": jobs})
    problem, path = (problem_path(None), file) if variations is None else (file, variations)
    if output is not None:
        prepare_output(output, inputs=(problem, path), force=True)
    settings = Settings(time_limit=time_limit, workers=workers, seed=seed)
    columns = _solved(voice, problem, path, settings, jobs)
    if output is not None:
        written(voice, _document(columns, form, voice), form, output)
    elif form == "text":
        _show(voice, columns)
    else:
        voice.document(_document(columns, form, voice).rstrip())
    return _code(columns)


def _solved(
    voice: Voice, problem: Path, path: Path, settings: "Settings", jobs: int
) -> "list[Column]":
    """The problem as it is and each of its variations, all solved."""
    from xuncha_plan.cli.opened import warn
    from xuncha_plan.cli.solver_version import refuse_missing_solver
    from xuncha_plan.files.problem_file import read_problem
    from xuncha_plan.files.scenarios import read_scenarios
    from xuncha_plan.report.scenarios.lines import BASE, VERDICT, Column
    from xuncha_plan.solver.process.side_by_side import cores, solve_all

    base = read_problem(problem)
    warn(voice, base.warnings)
    varied = read_scenarios(problem, path)
    refuse_missing_solver()
    names = [BASE.say(voice.language), *(one.name for one in varied)]
    problems = [base.problem, *(one.reading.problem for one in varied)]
    at_once = min(jobs or cores(), len(problems))
    voice.note(RUNNING, count=len(problems), jobs=at_once)

    def ended(i: int, outcome: "Outcome") -> None:
        seconds = f"{outcome.seconds:.1f}"
        voice.note(DONE, seconds=seconds, name=names[i], verdict=VERDICT[outcome.kind])

    outcomes = solve_all(problems, settings, at_once, ended)
    return [
        Column(name, its, outcome.kind, outcome.record, outcome.seconds)
        for name, its, outcome in zip(names, problems, outcomes, strict=True)
    ]


def _show(voice: Voice, columns: "Sequence[Column]") -> None:
    from xuncha_plan.report.scenarios.text import show_scenarios

    show_scenarios(voice.console(), columns, voice.language)


def _document(columns: "Sequence[Column]", form: Form, voice: Voice) -> str:
    match form:
        case "json":
            from xuncha_plan.report.scenarios.files import scenarios_json

            return scenarios_json(columns) + "\n"
        case "csv":
            from xuncha_plan.report.scenarios.files import scenarios_csv

            return scenarios_csv(columns, voice.language)
        case "text":
            from xuncha_plan.report.scenarios.text import scenarios_text

            return scenarios_text(columns, voice.language)


def _code(columns: "Sequence[Column]") -> int:
    """0 where each scenario has its answer, be it that no plan exists."""
    kinds = {column.kind for column in columns}
    for kind, code in (("fault", FAULT), ("interrupted", INTERRUPTED), ("no_plan", NO_TIME)):
        if kind in kinds:
            return code
    return OK
