"""The coverage curve against the milestones, and each round's load against its capacity."""

from collections.abc import Iterator
from fractions import Fraction

from xuncha_plan.model import Words
from xuncha_plan.report.figures import Stretch, percent, stretches, weeks
from xuncha_plan.report.page.markup import Element, e, put
from xuncha_plan.report.page.timeline import Scale
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.coverage import whole_milestones

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 600, 300, 44, 16, 26
BARS_LEFT, BAR = 130, 19
CURVE = Words("覆盖进度（线）与进度节点（菱形）", "Coverage (line) and milestones (diamonds)")
POINT = Words(
    "{name}：{by}前应达到{wanted}，计划{done}", "{name}: {wanted} by {by}, planned {done}"
)
STRENGTH = Words("各轮投入与力量（组周）", "Load and capacity by round (team-weeks)")


def curve(basis: Basis, before: Basis | None) -> Element:
    """Covered targets over time, in percent of those that want it; diamonds are milestones."""
    term = basis.problem.term
    scale = Scale(term.start, term.end, LEFT, WIDTH - LEFT - 10)
    picture = e(
        "svg", e("title", basis.say(CURVE)), viewBox=f"0 0 {WIDTH} {HEIGHT}", class_="chart",
        role="img",
    )  # fmt: skip
    put(picture, _grid(basis, scale))
    if before is not None:
        picture.append(e("path", d=_path(before, scale), class_="line before"))
    picture.append(e("path", d=_path(basis, scale), class_="line"))
    return put(picture, _milestones(basis, scale))


def _y(share: Fraction) -> float:
    return HEIGHT - BOTTOM - float(share) * (HEIGHT - TOP - BOTTOM)


def _grid(basis: Basis, scale: Scale) -> Iterator[Element]:
    for step in range(0, 101, 20):
        y = _y(Fraction(step, 100))
        yield e("line", x1=LEFT, x2=WIDTH - 10, y1=y, y2=y, class_="grid")
        yield e("text", f"{step}%", x=LEFT - 6, y=y + 4, class_="tick", text_anchor="end")
    for year in range(scale.first.year, scale.last.year + 1):
        day = max(scale.first, scale.first.replace(year=year, month=1, day=1))
        yield e("line", x1=scale.x(day), x2=scale.x(day), y1=TOP, y2=HEIGHT - BOTTOM,
                class_="month")  # fmt: skip
        if scale.shows(day.replace(month=4), day.replace(month=9)):
            yield e("text", str(year), x=scale.x(day) + 4, y=HEIGHT - 8, class_="tick")


def _path(basis: Basis, scale: Scale) -> str:
    """A step at the end of every round."""
    path = f"M{scale.x(scale.first):.1f} {_y(Fraction(0)):.1f}"
    rounds = sorted(
        zip(basis.problem.ordered, stretches(basis.plan, "round"), strict=True),
        key=lambda pair: pair[0].end,
    )
    for r, stretch in rounds:
        share = Fraction(stretch.covered, stretch.wanted) if stretch.wanted else Fraction(0)
        path += f"H{scale.x(r.end):.1f}V{_y(share):.1f}"
    return path + f"H{scale.x(scale.last):.1f}"


def _milestones(basis: Basis, scale: Scale) -> Iterator[Element]:
    for milestone in whole_milestones(basis):
        if not scale.shows(milestone.by, milestone.by):
            continue
        x, y = scale.x(milestone.by), _y(milestone.wanted)
        said = basis.say(
            POINT,
            name=milestone.name,
            by=milestone.by,
            wanted=percent(milestone.wanted, 1),
            done=percent(milestone.done, 1),
        )
        kind = "ok" if milestone.is_reached else "short"
        shape = f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z"
        yield e("g", e("title", said), e("path", d=shape), class_=f"milestone {kind}")
        label = f"{percent(milestone.wanted, 1)}"
        yield e("text", label, x=x + 8, y=y + 13, class_="tick")


def capacity_bars(basis: Basis, before: Basis | None) -> Element:
    """One bar a round in the frame of its capacity; a line marks the load of an earlier plan."""
    lines = stretches(basis.plan, "round")
    old = {s.name: s for s in stretches(before.plan, "round")} if before else {}
    most = max([*(max(s.capacity, s.load) for s in lines), Fraction(1)])
    height = TOP + len(lines) * BAR + 6
    picture = e(
        "svg", e("title", basis.say(STRENGTH)), viewBox=f"0 0 {WIDTH} {height}", class_="chart",
        role="img",
    )  # fmt: skip
    unit = Fraction(WIDTH - BARS_LEFT - 130) / most
    for n, stretch in enumerate(lines):
        before_it = old[stretch.name].load * unit if stretch.name in old else None
        name = basis.naming.value("round", stretch.name)
        put(picture, _bar(name, stretch, before_it, unit, TOP + n * BAR))
    return picture


def _bar(
    name: str, stretch: Stretch, before: Fraction | None, unit: Fraction, y: int
) -> Iterator[Element | None]:
    load, capacity = stretch.load * unit, stretch.capacity * unit
    kind = "load over" if load > capacity else "load"
    yield e("text", name, x=BARS_LEFT - 6, y=y + 13, class_="tick", text_anchor="end")
    yield e("rect", x=BARS_LEFT, y=y + 2, width=capacity, height=BAR - 5, class_="frame")
    yield e("rect", x=BARS_LEFT, y=y + 4, width=load, height=BAR - 9, class_=kind)
    if before is not None:
        x = BARS_LEFT + before
        yield e("line", x1=x, x2=x, y1=y, y2=y + BAR - 1, class_="line before")
    said = _figures(stretch.load, stretch.capacity)
    yield e("text", said, x=BARS_LEFT + max(capacity, load) + 6, y=y + 13, class_="tick")


def _figures(load: Fraction, capacity: Fraction) -> str:
    return f"{weeks(load)}/{weeks(capacity)}  {percent(load, capacity)}"
