"""Heat maps: what each sector and region carries a year, against its share by capacity."""

from collections.abc import Iterator
from fractions import Fraction

from xuncha_plan.model import Words
from xuncha_plan.report.figures import Part, group_loads, percent, signed, team_loads, weeks
from xuncha_plan.report.naming import DIMENSIONS
from xuncha_plan.report.page.markup import Element, e, put
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.headings import HEADINGS

STEPS = (Fraction(1, 10), Fraction(1, 4), Fraction(1, 2))  # off the share, as a part of it
TITLE = Words(
    "{dimension} × 年度（组周；小字为与应分份额之差）",
    "{dimension} by year (team-weeks; small: off its share)",
)
LEGEND = Words(
    "应分份额按各年力量分摊。与份额相差：一成以内不着色，二成五、五成以内和以上依次加深；"
    "橙为多，蓝为少。",
    "Shares follow each year's capacity. Off its share: up to 10% plain, then darker up to 25%, "
    "50% and beyond; orange is over, blue is under.",
)
TEAMS = Words(
    "巡察组 × 年度（负荷；小字为投入/力量，组周）", "teams by year (used; small: load/capacity)"
)
SHARE = Words("应分份额{share}", "share {share}")


def heat_map(basis: Basis, by: str) -> Element | None:
    """One row a group, one column a year; None where the problem has no such groups."""
    groups = group_loads(basis.plan, by, "year")
    if not groups:
        return None
    title = basis.say(TITLE, dimension=DIMENSIONS[by])
    body = e("tbody")
    for group, parts in groups.items():
        total = sum((part.work for part in parts.values()), Fraction(0))
        row = e("tr", e("th", basis.naming.value(by, group), scope="row"))
        put(row, (_cell(basis, part) for part in parts.values()))
        body.append(put(row, [e("td", weeks(total), class_="sum")]))
    return _table(basis, title, DIMENSIONS[by].say(basis.language), body)


def team_map(basis: Basis) -> Element:
    """One row a team, one column a year: how much of its capacity is used."""
    body = e("tbody")
    for team, parts in team_loads(basis.plan, "year").items():
        work = sum((part.work for part in parts.values()), Fraction(0))
        whole = sum((part.share for part in parts.values()), Fraction(0))
        row = e("tr", e("th", basis.naming.value("team", team), scope="row"))
        put(row, (_used(part.work, part.share) for part in parts.values()))
        body.append(put(row, [_used(work, whole)]))
    return _table(basis, basis.say(TEAMS), DIMENSIONS["team"].say(basis.language), body)


def _table(basis: Basis, title: str, corner: str, body: Element) -> Element:
    years = (e("th", str(year), scope="col") for year in basis.problem.years)
    head = put(e("tr", e("th", corner, scope="col")), years)
    put(head, [e("th", basis.say(HEADINGS["total"]), scope="col")])
    return e("table", e("caption", title), e("thead", head), body, class_="heat")


def _cell(basis: Basis, part: Part) -> Element:
    gap = part.work - part.share
    return e(
        "td", weeks(part.work), e("small", signed(gap)),
        class_=f"h{_level(gap, part.share)}", title=basis.say(SHARE, share=weeks(part.share)),
    )  # fmt: skip


def _level(gap: Fraction, share: Fraction) -> str:
    """How far off a share: 0 to 3, with `u` for under."""
    off = sum(1 for step in STEPS if abs(gap) > share * step)
    return f"{off}u" if off and gap < 0 else str(off)


def _used(work: Fraction, whole: Fraction) -> Element:
    if not whole:
        return e("td", "-")
    over, full = work > whole, work * 10 > whole * 9
    kind = "full over" if over else "full" if full else "used"
    small = e("small", f"{weeks(work)}/{weeks(whole)}")
    return e("td", percent(work, whole), small, class_=kind)


def maps(basis: Basis) -> Iterator[Element]:
    """All heat maps with their legend."""
    for by in ("sector", "region"):
        if (table := heat_map(basis, by)) is not None:
            yield table
    yield team_map(basis)
    yield e("p", basis.say(LEGEND), class_="note")
