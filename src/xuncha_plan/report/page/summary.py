"""The head of the page: whose plan, how good, how far its tiers are proved."""

from collections import Counter
from collections.abc import Iterator

from xuncha_plan.check import tier_values
from xuncha_plan.model import PURPOSES, Claim, Words, decimal, sizes
from xuncha_plan.report.figures import milestones, percent, stretches, weeks
from xuncha_plan.report.page.markup import Element, e, put
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.overview import SPAN, TITLE
from xuncha_plan.report.screen.overview import MILESTONE, REACHED, SHORT
from xuncha_plan.report.screen.tier_lines import HEADINGS, STATUS, gap, vouching

COVERED, OF = Words("应覆盖对象", "targets to cover"), Words("已安排{count}个", "{count} planned")
VISITS, USED = Words("任务", "visits"), Words("力量负荷", "capacity used")
STATE, TIERS = Words("计划状态", "status"), Words("层级", "tiers")
WEEKS = Words("{load}/{capacity}组周", "{load}/{capacity} team-weeks")
PROVED = Words("{proved}/{all}个层级最优", "{proved} of {all} tiers optimal")
POINTS = Words("进度节点", "milestones")
OK_OF = Words("{ok}/{all}达到", "{ok} of {all} reached")


def head(basis: Basis) -> Iterator[Element]:
    """Title, term, and a few figures at one look."""
    problem = basis.problem
    term = basis.say(SPAN, start=problem.term.start, end=problem.term.end)
    owners = (problem.jurisdiction.superior, problem.term.name, term)
    yield e("h1", basis.say(TITLE, name=problem.jurisdiction.name))
    yield e("p", " · ".join(filter(None, owners)), class_="note")
    yield put(e("div", class_="cards"), _cards(basis))


def _cards(basis: Basis) -> Iterator[Element]:
    plan, record = basis.plan, basis.record
    term = stretches(plan, "term")
    covered, wanted = (term[0].covered, term[0].wanted) if term else (0, 0)
    claims = record.tiers
    proved = basis.say(
        PROVED, proved=sum(1 for c in claims if c.status == "optimal"), all=len(claims)
    )
    yield _card(basis.say(STATE), basis.say(STATUS[record.status]), proved if claims else "")
    yield _card(basis.say(COVERED), str(wanted), basis.say(OF, count=covered), covered < wanted)
    counts = Counter(visit.purpose for visit in plan.visits)
    parts = basis.listed(f"{basis.say(w)} {counts[p]}" for p, w in PURPOSES.items())
    yield _card(basis.say(VISITS), str(len(plan.visits)), parts)
    load, capacity = sizes(plan.visits, "load"), basis.problem.capacity()
    said = basis.say(WEEKS, load=weeks(load), capacity=weeks(capacity))
    yield _card(basis.say(USED), percent(load, capacity), said, load > capacity)
    if reached := milestones(plan):
        ok = sum(1 for one in reached if one.is_reached)
        said = basis.say(OK_OF, ok=ok, all=len(reached))
        yield _card(basis.say(POINTS), percent(ok, len(reached)), said, ok < len(reached))


def _card(name: str, value: str, more: str, alarm: bool = False) -> Element:
    return e(
        "div", e("span", name), e("b", value), e("small", more),
        class_="alarm card" if alarm else "card",
    )  # fmt: skip


def tier_table(basis: Basis) -> Element | None:
    """One row a tier; None where the problem has none."""
    if not basis.problem.tiers:
        return None
    values = tier_values(basis.plan)
    claims = basis.record.tiers or tuple(Claim(t, v) for t, v in values.items())
    names = {tier.id: tier.title for tier in basis.problem.tiers}
    head_row = put(e("tr"), (e("th", basis.say(words), scope="col") for words in HEADINGS))
    body = e("tbody")
    for claim in claims:
        cells = (
            basis.say(STATUS[claim.status]),
            basis.say(vouching(claim)),
            decimal(claim.value),
            "-" if claim.bound is None else decimal(claim.bound),
            gap(claim.value, claim.bound),
        )
        row = e("tr", e("th", names.get(claim.id, claim.id), scope="row"))
        body.append(put(row, (e("td", cell) for cell in cells)))
    return e("table", e("caption", basis.say(TIERS)), e("thead", head_row), body)


def milestone_table(basis: Basis) -> Element | None:
    """One row a milestone; None where the problem has none."""
    found = milestones(basis.plan)
    if not found:
        return None
    head_row = put(e("tr"), (e("th", basis.say(words), scope="col") for words in MILESTONE))
    body = e("tbody")
    for one in found:
        kind = None if one.is_reached else "over"
        cells = (
            basis.say(REACHED if one.is_reached else SHORT),
            one.by.isoformat(),
            decimal(one.wanted, 2),
            decimal(one.done, 2),
        )
        row = e("tr", e("th", one.name, scope="row"), class_=kind)
        body.append(put(row, (e("td", cell) for cell in cells)))
    return e("table", e("caption", basis.say(POINTS)), e("thead", head_row), body)
