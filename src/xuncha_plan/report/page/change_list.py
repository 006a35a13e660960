"""What moved since an earlier plan, one row a visit."""

from collections.abc import Iterator, Sequence

from xuncha_plan.model import PURPOSES, VisitRecord, Words
from xuncha_plan.report.naming import SUPERIOR
from xuncha_plan.report.page.changes import Changes
from xuncha_plan.report.page.markup import Element, e, put
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.headings import HEADINGS

COUNTS = Words(
    "变动{moved}个，新增{new}个，取消{dropped}个，其余{kept}个不变。",
    "{moved} moved, {new} new, {dropped} dropped, {kept} as they were.",
)
BEFORE, NOW = Words("原计划", "Before"), Words("本计划", "Now")
NONE = Words("无", "none")


def change_list(changes: Changes) -> Iterator[Element]:
    """A line of counts, then the table."""
    basis, found = changes.now, changes.moves
    kinds = [move.kind for move in found]
    kept = len(changes.before.plan.visits) - sum(1 for move in found if move.old is not None)
    yield e("p", basis.say(COUNTS, kept=kept, **_counted(kinds)))
    if not found:
        return
    names = ("target", "target_name", "purpose")
    headings = [*(basis.say(HEADINGS[key]) for key in names), basis.say(BEFORE), basis.say(NOW)]
    body = e("tbody")
    for move in found:
        target = basis.problem.target[move.target]
        cells = (
            target.id,
            target.title,
            basis.say(PURPOSES[move.purpose]) if move.purpose in PURPOSES else move.purpose,
            _said(changes.before, move.old),
            _said(basis, move.new),
        )
        body.append(put(e("tr", class_=f"c-{move.kind}"), (e("td", cell) for cell in cells)))
    head = put(e("tr"), (e("th", heading, scope="col") for heading in headings))
    yield e("table", e("thead", head), body, class_="changes")


def _counted(kinds: Sequence[str]) -> dict[str, int]:
    return {kind: kinds.count(kind) for kind in ("moved", "new", "dropped")}


def _said(basis: Basis, visit: VisitRecord | None) -> str:
    if visit is None:
        return basis.say(NONE)
    team = basis.naming.value("team", visit.team) if visit.team else basis.say(SUPERIOR)
    mode = next((m for m in basis.problem.mode if m == visit.mode), None)
    parts = (
        basis.naming.value("round", visit.round),
        team,
        basis.naming.mode(mode) if mode else visit.mode,
    )
    return " · ".join(parts)
