"""What the parts of a problem file say of each other: dates, parents, pins."""

from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel

from xuncha_plan.files.draft import Draft
from xuncha_plan.files.tree import Key
from xuncha_plan.model import Place, Problem, Round, Target, Term

M = TypeVar("M", bound=BaseModel)


def check_consistency(draft: Draft, rest: Problem | None) -> None:
    """Notes dates that end before they start, rounds outside the term, rings of parents, pins."""
    term = rest.term if rest else None
    if term and term.end < term.start:
        _backwards(draft, "start", "end", "term")
        term = None
    for i, r in _whole(draft, "rounds", Round):
        if r.end < r.start:
            _backwards(draft, "start", "end", "rounds", i)
        elif term:
            _check_inside(draft, term, r, i)
    for i, target in _whole(draft, "targets", Target):
        if target.not_before and target.not_after and target.not_after < target.not_before:
            _backwards(draft, "not_before", "not_after", "targets", i)
    _check_parents(draft)
    _check_pins(draft)


def _whole(draft: Draft, section: str, model: type[M]) -> Iterator[tuple[int, M]]:
    """The parts of a section that hold, each with its place among all."""
    return ((i, x) for i, x in draft.items[section].items() if isinstance(x, model))


def _backwards(draft: Draft, first: str, last: str, *path: Key) -> None:
    draft.fault(
        draft.tree.place(*path, last),
        "{last}早于{first}",
        "`{last}` is before `{first}`",
        first=first,
        last=last,
        code="dates",
    )


def _check_inside(draft: Draft, term: Term, r: Round, i: int) -> None:
    for key, outside in (("start", r.start < term.start), ("end", r.end > term.end)):
        if outside:
            draft.fault(
                draft.tree.place("rounds", i, key),
                "轮次“{round}”不在届期{start}至{end}之内",
                "the round `{round}` is not inside the term, {start} to {end}",
                round=r.id,
                start=term.start,
                end=term.end,
                code="dates",
            )
            return


def _check_parents(draft: Draft) -> None:
    parents = {t.id: (t.parent, i) for i, t in _whole(draft, "targets", Target) if t.parent}
    done: set[str] = set()
    for start in parents:
        chain: dict[str, None] = {}
        target = start
        while target in parents and target not in done and target not in chain:
            chain[target] = None
            target = str(parents[target][0])
        if target in chain:
            ring = list(chain)[list(chain).index(target) :]
            draft.fault(
                draft.tree.place("targets", parents[ring[-1]][1], "parent"),
                "所属对象首尾相接：{ring}",
                "the parents make a ring: {ring}",
                ring=[*ring, target],
                code="parent-ring",
            )
        done |= set(chain)


def _check_pins(draft: Draft) -> None:
    """Two hard pins of one visit to different rounds, where a target has one such visit."""
    if any(getattr(rule, "times", 1) != 1 for rule in draft.rules):
        return
    first: dict[tuple[str, str], tuple[str, Place]] = {}
    for rule in draft.rules:
        pinned = getattr(rule, "round", None)
        if rule.word != "pinned" or rule.tier is not None or pinned is None:
            continue
        visit = (str(getattr(rule, "target", "")), str(getattr(rule, "purpose", "")))
        place = draft.tree.place("rules", rule.number - 1, "round")
        other, where = first.setdefault(visit, (pinned, place))
        if other != pinned and visit[1] != "special":
            draft.fault(
                place,
                "“{target}”的同一任务已在{where}固定在“{other}”，这里又固定在“{round}”",
                "this visit of `{target}` is pinned to `{other}` at {where}, and here to `{round}`",
                target=visit[0],
                where=str(where),
                other=other,
                round=pinned,
                code="pins",
            )
