"""Teams against what they can carry, and regions and sectors against their share, by year."""

from collections.abc import Iterator
from fractions import Fraction

from xuncha_plan.model import Words
from xuncha_plan.report.figures import Part, group_loads, team_loads
from xuncha_plan.report.naming import DIMENSIONS
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.headings import HEADINGS
from xuncha_plan.report.papers.paper import Cell, Paper, Row, share

NAME = Words("力量负荷", "Strength")
TITLE = Words("各巡察组投入与力量（组周）", "Own load and capacity of teams (team-weeks)")
USED = Words("{year}年负荷", "{year} used")
BALANCE = Words("均衡情况", "Balance")
BALANCE_TITLE = Words(
    "地域、行业领域各年全覆盖工作量与应分份额（组周）",
    "Coverage workload of regions and sectors by year, against their share (team-weeks)",
)
DIMENSION, GROUP = Words("维度", "Dimension"), Words("名称", "Group")
WORK, OFF = Words("{year}年", "{year}"), Words("与份额之差", "Off its share")


def strength(basis: Basis) -> Paper:
    """One row a team: own load, capacity, and how much of it each year uses."""
    years = [str(year) for year in basis.problem.years]
    names = (DIMENSIONS["team"], HEADINGS["load"], HEADINGS["capacity"], HEADINGS["used"])
    rows = []
    for team, parts in team_loads(basis.plan, "year").items():
        work, whole = _sum(p.work for p in parts.values()), _sum(p.share for p in parts.values())
        used = [share(parts[year].work, parts[year].share) for year in years]
        cells = (basis.naming.value("team", team), work, whole, share(work, whole), *used)
        rows.append(Row(cells, alarm=any(p.work > p.share for p in parts.values())))
    return Paper(
        basis.say(NAME),
        basis.say(TITLE),
        (
            *(basis.say(words) for words in names),
            *(basis.say(USED, year=year) for year in years),
        ),
        rows,
    )


def balance(basis: Basis) -> Paper:
    """One row a region or sector: each year's work, and how far it is off its share."""
    years = [str(year) for year in basis.problem.years]
    return Paper(
        basis.say(BALANCE),
        basis.say(BALANCE_TITLE),
        (
            basis.say(DIMENSION),
            basis.say(GROUP),
            basis.say(HEADINGS["total"]),
            *(
                heading
                for year in years
                for heading in (basis.say(WORK, year=year), basis.say(OFF))
            ),
        ),
        [row for by in ("region", "sector") for row in _groups(basis, by, years)],
        kept=2,
    )


def _groups(basis: Basis, by: str, years: list[str]) -> Iterator[Row]:
    for group, parts in group_loads(basis.plan, by, "year").items():
        cells = [cell for year in years for cell in _part(parts[year])]
        total = _sum(part.work for part in parts.values())
        yield Row((basis.say(DIMENSIONS[by]), basis.naming.value(by, group), total, *cells))


def _part(part: Part) -> tuple[Cell, Cell]:
    return part.work, round(part.work - part.share, 2)


def _sum(parts: Iterator[Fraction]) -> Fraction:
    return sum(parts, Fraction(0))
