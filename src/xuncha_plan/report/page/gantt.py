"""The Gantt chart by team: one picture a year, one lane a team, holidays shaded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from xuncha_plan.model import Round, Words
from xuncha_plan.model.calendar import Calendar
from xuncha_plan.report.naming import SUPERIOR
from xuncha_plan.report.onsite import Stay
from xuncha_plan.report.page.changes import Changes
from xuncha_plan.report.page.markup import Element, e, put
from xuncha_plan.report.page.timeline import Scale, clipped, days_off, months
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.overview import SPAN

WIDTH, LEFT, TOP = 1200, 96, 36
BAR, GAP = 20, 3
PROVISIONAL = Words("{year}年（放假调休为推定）", "{year} (make-up days provisional)")
YEAR = Words("{year}年", "{year}")
BEFORE = Words("原计划：{what}", "before: {what}")
CHART = Words("{year}年各巡察组任务甘特图", "visits of teams in {year}")


@dataclass(frozen=True)
class Bar:
    """A visit drawn on a lane; a ghost is how it was before, `is_changed` that it was otherwise."""

    stay: Stay
    number: int  # of the visit in the plan; of a ghost, in the old plan
    is_ghost: bool = False
    is_changed: bool = False


def gantt(basis: Basis, year: int, changes: Changes | None) -> Element:
    """The year's picture, readable as it is; its bars lead to the list of visits."""
    rounds = [r for r in basis.problem.ordered if r.year == year]
    first = min([date(year, 1, 1), *(r.start for r in rounds)])
    last = max([date(year, 12, 31), *(r.end for r in rounds)])
    scale, calendar = Scale(first, last, LEFT, WIDTH - LEFT), Calendar(basis.problem.calendar)
    lanes = list(_lanes(basis, year, changes))
    bottom = TOP + sum(_height(rows) for _, rows in lanes)
    picture = e(
        "svg", viewBox=f"0 0 {WIDTH} {bottom + 2}", class_="gantt", role="img",
        aria_label=basis.say(CHART, year=year), data_year=year,
    )  # fmt: skip
    put(picture, (_band(r, scale, bottom) for r in rounds))
    put(picture, days_off(scale, calendar, 18, bottom, weekends=False))
    put(picture, months(scale, 0, bottom, basis.language))
    for r in rounds:
        put(picture, [clipped(*_ends(r, scale), r.title, "round-name")])
    top = TOP
    for team, rows in lanes:
        put(picture, _lane(basis, team, rows, rounds, scale, top))
        top += _height(rows)
    return picture


def title(basis: Basis, year: int) -> str:
    """What stands above a year's picture."""
    provisional = Calendar(basis.problem.calendar).is_provisional(year)
    return basis.say(PROVISIONAL if provisional else YEAR, year=year)


def _lanes(
    basis: Basis, year: int, changes: Changes | None
) -> Iterator[tuple[str | None, list[list[Bar]]]]:
    """Each team with its bars in rows, so that none covers another."""
    bars = [
        Bar(stay, n, is_changed=changes is not None and changes.of(stay.visit) is not None)
        for n, stay in enumerate(basis.stays)
        if stay.visit.round.year == year
    ]
    if changes is not None:
        bars += [Bar(s, n, is_ghost=True) for n, s in changes.gone() if s.visit.round.year == year]
    for team in (*(t.id for t in basis.problem.teams), None):
        mine = [b for b in bars if (b.stay.visit.team.id if b.stay.visit.team else None) == team]
        present = team and any(
            team in basis.problem.present(r.id) for r in basis.problem.rounds if r.year == year
        )
        if mine or present:
            yield team, _rows(mine)


def _rows(bars: Sequence[Bar]) -> list[list[Bar]]:
    """Bars in as few rows as it takes; ghosts lie below."""
    rows: list[list[Bar]] = []
    order = sorted(bars, key=lambda b: (b.is_ghost, b.stay.entry, b.stay.departure, b.number))
    for bar in order:
        for row in rows:
            last = row[-1]
            if last.is_ghost == bar.is_ghost and last.stay.departure <= bar.stay.entry:
                row.append(bar)
                break
        else:
            rows.append([bar])
    return rows or [[]]


def _height(rows: list[list[Bar]]) -> int:
    return len(rows) * (BAR + GAP) + 2 * GAP


def _band(r: Round, scale: Scale, bottom: int) -> Element:
    x, width = scale.span(r.start, r.end)
    return e("rect", x=x, y=18, width=width, height=bottom - 18, class_="round")


def _ends(r: Round, scale: Scale) -> tuple[float, float, float, float]:
    x, width = scale.span(r.start, r.end)
    return x, 18, width, 16


def _lane(
    basis: Basis,
    team: str | None,
    rows: list[list[Bar]],
    rounds: list[Round],
    scale: Scale,
    top: int,
) -> Iterator[Element]:
    height = _height(rows)
    name = SUPERIOR.say(basis.language) if team is None else basis.naming.value("team", team)
    yield e("line", x1=0, x2=WIDTH, y1=top, y2=top, class_="lane")
    yield clipped(2, top, LEFT - 6, height, name, "lane-name", top + height / 2 + 4)
    for r in rounds:
        if team is None or team in basis.problem.present(r.id):
            x, width = scale.span(r.start, r.end)
            yield e(
                "rect", x=x, y=top, width=width, height=height, class_="slot",
                data_slot=f"{basis.problem.index[r.id]}|{team_number(basis, team)}",
            )  # fmt: skip
    for n, row in enumerate(rows):
        for bar in row:
            yield _bar(basis, bar, scale, top + GAP + n * (BAR + GAP))


def team_number(basis: Basis, team: str | None) -> int:
    """A team's place in the problem; -1 is the superior's."""
    return -1 if team is None else [t.id for t in basis.problem.teams].index(team)


def _bar(basis: Basis, bar: Bar, scale: Scale, y: float) -> Element:
    visit = bar.stay.visit
    x, width = scale.span(bar.stay.entry, bar.stay.departure)
    said = described(basis, bar.stay)
    if bar.is_ghost:
        box = e("g", e("title", basis.say(BEFORE, what=said)), class_="ghost")
        box.append(e("rect", x=x, y=y, width=max(width, 2), height=BAR, rx=2))
        box.append(clipped(x, y, width, BAR, visit.target.title, "bar-name", y + 14))
        return box
    link = e(
        "a",
        e("title", said),
        href=f"#v{bar.number}",
        data_visit=bar.number,
        class_="bar changed" if bar.is_changed else "bar",
    )
    link.append(
        e(
            "rect", x=x, y=y, width=max(width, 2), height=BAR, rx=2,
            class_=f"m-{visit.mode} p-{visit.purpose}",
        )
    )  # fmt: skip
    link.append(clipped(x, y, width, BAR, visit.target.title, "bar-name", y + 14))
    return link


def described(basis: Basis, stay: Stay) -> str:
    """A visit in one line, for whoever points at it."""
    visit = stay.visit
    facts = (
        visit.target.id,
        visit.target.title,
        visit.round.title,
        basis.team(visit),
        basis.say(SPAN, start=stay.entry, end=stay.departure),
        basis.naming.mode(visit.mode),
        basis.naming.purpose(visit.purpose),
    )
    return " · ".join(dict.fromkeys(facts))


def described_in_place(basis: Basis, stay: Stay) -> str:
    """What its round, its team and its name beside it do not say of a visit."""
    mode, purpose = stay.visit.mode, stay.visit.purpose
    days = basis.say(SPAN, start=stay.entry, end=stay.departure)
    facts = (stay.visit.target.id, days, basis.naming.mode(mode), basis.naming.purpose(purpose))
    return " · ".join(facts)
