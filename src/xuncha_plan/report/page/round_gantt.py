"""The Gantt chart by round: one picture a round, one line a visit, days off shaded."""

from collections.abc import Iterator

from xuncha_plan.model import Round, Words, sizes
from xuncha_plan.model.calendar import Calendar
from xuncha_plan.report.figures import percent, weeks
from xuncha_plan.report.onsite import Stay
from xuncha_plan.report.page.markup import Element, e, put
from xuncha_plan.report.page.timeline import Scale, clipped, days_off, months
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.overview import SPAN

WIDTH, LEFT, TOP, LINE = 1200, 330, 22, 19
SUMMARY = Words(
    "{round}　{start}至{end}　任务{visits}个　投入{load}/{capacity}组周　负荷{used}",
    "{round}  {start} to {end}  {visits} visits  {load}/{capacity} team-weeks  {used}",
)
CHART = Words("{round}任务甘特图", "visits of {round}")


def round_gantt(basis: Basis, r: Round) -> Element:
    """The round's picture, folded under its summary."""
    stays = [stay for stay, _ in basis.by_round[r.id]]
    capacity, load = basis.problem.capacity([r.id]), sizes((s.visit for s in stays), "load")
    summary = basis.say(
        SUMMARY,
        round=r.title,
        start=r.start,
        end=r.end,
        visits=len(stays),
        load=weeks(load),
        capacity=weeks(capacity),
        used=percent(load, capacity),
    )
    return e("details", e("summary", summary), _picture(basis, r, stays))


def _picture(basis: Basis, r: Round, stays: list[Stay]) -> Element:
    scale = Scale(r.start, r.end, LEFT, WIDTH - LEFT)
    bottom = TOP + LINE * len(stays) + 4
    picture = e(
        "svg", viewBox=f"0 0 {WIDTH} {bottom}", class_="gantt", role="img",
        aria_label=basis.say(CHART, round=r.title),
    )  # fmt: skip
    calendar = Calendar(basis.problem.calendar)
    put(picture, days_off(scale, calendar, 16, bottom, weekends=True))
    put(picture, months(scale, 0, bottom, basis.language))
    put(picture, _weeks(scale, bottom))
    order = sorted(
        stays, key=lambda s: (s.visit.team.id if s.visit.team else "", s.entry, s.visit.target.id)
    )
    before = ""
    for n, stay in enumerate(order):
        team = basis.team(stay.visit)
        put(picture, _line(basis, stay, scale, TOP + n * LINE, team if team != before else ""))
        before = team
    return picture


def _weeks(scale: Scale, bottom: float) -> Iterator[Element]:
    """The number of every Monday."""
    for day in scale.days():
        if day.weekday() == 0 and day.day > 3 and day != scale.first:
            yield e("text", str(day.day), x=scale.x(day) + 2, y=11, class_="tick day")
            yield e("line", x1=scale.x(day), x2=scale.x(day), y1=16, y2=bottom, class_="week")


def _line(basis: Basis, stay: Stay, scale: Scale, y: float, team: str) -> Iterator[Element]:
    visit = stay.visit
    if team:
        yield e("line", x1=0, x2=WIDTH, y1=y, y2=y, class_="lane")
        yield clipped(2, y, 120, LINE, team, "lane-name", y + 13)
    yield clipped(122, y, LEFT - 126, LINE, visit.target.title, "line-name", y + 13)
    x, width = scale.span(stay.entry, stay.departure)
    names = (basis.naming.mode(visit.mode), basis.naming.purpose(visit.purpose))
    bar = e("g", e("title", " · ".join(names)))
    bar.append(
        e(
            "rect", x=x, y=y + 3, width=max(width, 2), height=LINE - 6, rx=2,
            class_=f"m-{visit.mode} p-{visit.purpose}",
        )
    )  # fmt: skip
    days = basis.say(SPAN, start=f"{stay.entry:%m-%d}", end=f"{stay.departure:%m-%d}")
    fits = x + width + 80 < WIDTH
    bar.append(
        e("text", days, x=x + width + 4 if fits else x - 4, y=y + 13, class_="tick",
          text_anchor=None if fits else "end")
    )  # fmt: skip
    yield bar
