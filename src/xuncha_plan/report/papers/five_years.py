"""The five-year plan: how many of each kind a year covers, and what that takes."""

from collections import Counter
from collections.abc import Iterator

from xuncha_plan.model import PURPOSES, Selection, Words
from xuncha_plan.report.figures import Stretch, stretches
from xuncha_plan.report.naming import DIMENSIONS
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.headings import HEADINGS
from xuncha_plan.report.papers.paper import Cell, Paper, Row, share

NAME = Words("五年规划", "Five-year plan")
TITLE = Words("{name}巡察五年规划表（{first}—{last}年）", "{name}: five-year plan {first}-{last}")
COUNT = Words("对象数", "Targets")
OTHER = Words("未分类", "no kind")
COVERED = Words("全覆盖任务合计", "Coverage visits")
REACHED = Words("累计覆盖（个）", "Covered so far")
SHARE = Words("累计覆盖率", "Covered so far, share")
LOAD = Words("自有投入（组周）", "Own load (team-weeks)")
NOTE = Words(
    "各年数字为该年各轮安排的全覆盖任务数；负荷为自有投入与力量之比。",
    "Figures are coverage visits in the year's rounds; used is own load by capacity.",
)


def five_years(basis: Basis) -> Paper:
    """One row a kind and one column a year, then what every year comes to."""
    years = [str(year) for year in basis.problem.years]
    title = basis.say(
        TITLE, name=basis.problem.jurisdiction.name, first=years[0], last=years[-1]
    ) if years else basis.say(NAME)  # fmt: skip
    return Paper(
        basis.say(NAME),
        title,
        (
            basis.say(DIMENSIONS["kind"]),
            basis.say(COUNT),
            *years,
            basis.say(HEADINGS["total"]),
        ),
        [*_kinds(basis, years), *_sums(basis)],
        (basis.say(NOTE),),
        filtered=False,
    )


def _kinds(basis: Basis, years: list[str]) -> Iterator[Row]:
    targets = Counter(target.kind or "" for target in basis.problem.targets)
    covered = Counter(
        (visit.target.kind or "", str(visit.round.year))
        for visit in basis.plan.select(Selection(purposes=frozenset({"coverage"})))
    )
    for kind in _ordered(basis, targets):
        name = basis.naming.value("kind", kind) if kind else basis.say(OTHER)
        counts = [covered[kind, year] for year in years]
        yield Row((name, targets[kind], *counts, sum(counts)))


def _ordered(basis: Basis, found: Counter[str]) -> list[str]:
    """The kinds as the problem lists them, then the others."""
    listed = [kind for kind in basis.problem.kinds if kind in found]
    return [*listed, *sorted(set(found) - set(listed))]


def _sums(basis: Basis) -> Iterator[Row]:
    every = [*stretches(basis.plan, "year"), *stretches(basis.plan, "term")]
    if not every:
        return
    targets, wanted = len(basis.problem.targets), every[-1].wanted
    yield _line(basis.say(COVERED), targets, [_coverage(s) for s in every], strong=True)
    yield _line(basis.say(REACHED), wanted, [s.covered for s in every])
    yield _line(basis.say(SHARE), None, [share(s.covered, s.wanted) for s in every], strong=True)
    yield _line(basis.say(PURPOSES["lookback"]), None, [s.lookbacks for s in every])
    yield _line(basis.say(PURPOSES["special"]), None, [s.specials for s in every])
    yield _line(basis.say(LOAD), None, [s.load for s in every])
    yield _line(basis.say(HEADINGS["capacity"]), None, [s.capacity for s in every])
    yield _line(basis.say(HEADINGS["used"]), None, [share(s.load, s.capacity) for s in every])


def _coverage(stretch: Stretch) -> int:
    return stretch.visits - stretch.lookbacks - stretch.specials


def _line(name: str, targets: int | None, cells: list[Cell], strong: bool = False) -> Row:
    return Row((name, targets, *cells), strong)
