"""Who carries how much: teams against what they can, regions and sectors against their share."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from rich.table import Table
from rich.text import Text

from xuncha_plan.model import Language, Plan, Words
from xuncha_plan.report.figures import Part, group_loads, percent, signed, team_loads, weeks
from xuncha_plan.report.grid import Cell, grid
from xuncha_plan.report.naming import DIMENSIONS, Naming
from xuncha_plan.report.screen.bars import bar

WHOLE = Words("届期投入/力量", "term load/capacity")
USED = Words("负荷", "used")
TOTAL = Words("合计", "total")
TEAMS = Words(
    "各巡察组的自有投入（组周），按年为负荷", "own load of teams (team-weeks); by year: used"
)
GROUPS = Words(
    "各{dimension}的全覆盖工作量（组周）：与按力量应分的份额之差",
    "coverage workload by {dimension} (team-weeks): deviation from the share by capacity",
)
GROUPS_IN_FULL = Words(
    "各{dimension}的全覆盖工作量（组周），以及与按力量应分的份额之差",
    "coverage workload by {dimension} (team-weeks), then the deviation from the share",
)
UNEVEN = Fraction(1, 10)  # of its share: what is coloured


def team_table(plan: Plan, language: Language, encoding: str) -> Table:
    """One line a team: over the term, year by year, and a bar."""
    naming = Naming(plan.problem, language)
    years = [str(year) for year in plan.problem.years]
    headings = [DIMENSIONS["team"].say(language), WHOLE.say(language), USED.say(language), *years]
    rows: list[list[Cell]] = [
        [naming.both("team", team), *_of_team(parts, years, encoding)]
        for team, parts in team_loads(plan, "year").items()
    ]
    table = grid([*headings, ""], rows)
    table.columns[-1].justify = "left"
    return table


def _of_team(parts: Mapping[str, Part], years: Iterable[str], encoding: str) -> list[Cell]:
    work, whole = _sum(part.work for part in parts.values()), _sum(p.share for p in parts.values())
    return [
        f"{weeks(work)}/{weeks(whole)}",
        percent(work, whole),
        *(_used(parts[year]) for year in years),
        Text(bar(work, whole, encoding), "blue"),
    ]


def _used(part: Part) -> Text:
    return Text(percent(part.work, part.share), "red" if part.work > part.share else "")


def group_table(plan: Plan, by: str, language: Language, in_full: bool = False) -> Table:
    """One line a group: its workload in the term, and each year's deviation from its share."""
    naming = Naming(plan.problem, language)
    years = [str(year) for year in plan.problem.years]
    headings = [DIMENSIONS[by].say(language), TOTAL.say(language), *years]
    rows: list[list[Cell]] = [
        [
            naming.both(by, group),
            weeks(_sum(part.work for part in parts.values())),
            *(_deviation(parts[year], in_full) for year in years),
        ]
        for group, parts in group_loads(plan, by, "year").items()
    ]
    return grid(headings, rows)


def _deviation(part: Part, in_full: bool) -> Text:
    gap = part.work - part.share
    text = f"{weeks(part.work)} {signed(gap)}" if in_full else signed(gap)
    return Text(text, "yellow" if abs(gap) > part.share * UNEVEN else "")


def _sum(parts: Iterable[Fraction]) -> Fraction:
    return sum(parts, Fraction(0))
