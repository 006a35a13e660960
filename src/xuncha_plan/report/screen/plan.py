"""A plan on a terminal, judged at one look; plain lines, never cut, where there is no terminal."""

from collections.abc import Iterable, Iterator
from typing import Literal

from rich.console import Console, RenderableType
from rich.table import Table

from xuncha_plan.model import Language, Plan, PlanRecord
from xuncha_plan.report.grid import fit, title
from xuncha_plan.report.naming import DIMENSIONS
from xuncha_plan.report.screen.head import head
from xuncha_plan.report.screen.loads import GROUPS, GROUPS_IN_FULL, TEAMS, group_table, team_table
from xuncha_plan.report.screen.overview import milestone_table, periods_table
from xuncha_plan.report.screen.too_late import too_late_section, too_late_table
from xuncha_plan.report.screen.visit_list import Filter, history, visit_table

View = Literal["year", "round", "team", "region", "sector"]


def show_summary(console: Console, plan: Plan, record: PlanRecord, language: Language) -> None:
    """What a solve ends with: the tiers, the years and rounds, the milestones."""
    print_parts(console, _summary(plan, record, language))


def show_plan(
    console: Console, plan: Plan, record: PlanRecord, language: Language, by: View | None = None
) -> None:
    """The whole plan in tables, or the one view of it that is asked for."""
    if by is None:
        parts = [*_summary(plan, record, language), *_loads(plan, language, console.encoding)]
        parts += too_late_section(plan, language)
        print_parts(console, parts)
    else:
        print_parts(console, [*head(plan, record, language), *_view(plan, by, language, console)])


def show_visits(console: Console, plan: Plan, language: Language, asked: Filter) -> None:
    """The visits that are asked for, one a line; of one target, with what is known of it."""
    if list(asked.stated()) == [("target", asked.target)] and asked.target is not None:
        print_parts(console, history(plan, plan.problem.target[asked.target], language))
    else:
        print_parts(console, [visit_table(plan, language, asked)])


def show_too_late(console: Console, plan: Plan, language: Language) -> None:
    """The targets that are covered too late to be looked back at."""
    print_parts(console, [too_late_table(plan, language)])


def _summary(plan: Plan, record: PlanRecord, language: Language) -> Iterator[RenderableType]:
    yield from head(plan, record, language)
    yield ""
    yield periods_table(plan, language, ("year", "round"))
    if (reached := milestone_table(plan, language)) is not None:
        yield ""
        yield reached


def _loads(plan: Plan, language: Language, encoding: str) -> Iterator[RenderableType]:
    yield title(TEAMS.say(language))
    yield team_table(plan, language, encoding)
    for by in ("region", "sector"):
        if plan.problem.groups(by):
            yield title(GROUPS.say(language, dimension=DIMENSIONS[by]))
            yield group_table(plan, by, language)


def _view(plan: Plan, by: View, language: Language, console: Console) -> Iterator[RenderableType]:
    match by:
        case "year" | "round":
            yield ""
            yield periods_table(plan, language, (by,))
        case "team":
            yield title(TEAMS.say(language))
            yield team_table(plan, language, console.encoding)
        case _:
            yield title(GROUPS_IN_FULL.say(language, dimension=DIMENSIONS[by]))
            yield group_table(plan, by, language, in_full=True)


def print_parts(console: Console, parts: Iterable[RenderableType]) -> None:
    """Prints texts and tables; where there is no terminal, lines end without padding."""
    if console.is_terminal:
        _write(console, parts)
        return
    with console.capture() as captured:
        _write(console, parts)
    lines = captured.get().removesuffix("\n").split("\n")  # a table pads its lines
    console.file.write("".join(f"{line.rstrip()}\n" for line in lines))


def _write(console: Console, parts: Iterable[RenderableType]) -> None:
    for part in parts:
        if isinstance(part, Table):
            fit(part, console.width)
        console.print(part, markup=False, highlight=False, emoji=False, crop=False)
