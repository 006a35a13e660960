"""What the parts of a net file say of each other: ids, names, dates, files."""

import os
from collections.abc import Iterator, Mapping

from xuncha_plan.files.included import inside
from xuncha_plan.files.refusals import offering
from xuncha_plan.files.tree import Key
from xuncha_plan.model import BadInput, Place, RoundSpan, Where, Words
from xuncha_plan.net.files.draft import NetDraft
from xuncha_plan.net.model import Net

_NOUNS = {
    "areas": Words("中间层级", "area"),
    "jurisdictions": Words("区县", "district"),
    "rounds": Words("轮次", "round"),
    "tiers": Words("层级", "tier"),
}
_SELECTORS = {"districts": "districts", "sender": "from", "host": "to"}  # field and key
_FIELDS = ("id", "kind", "tag", "within", "not", "any")


def check_consistency(draft: NetDraft, net: Net | None) -> None:
    """Notes what is written twice, names of nothing, days in the wrong order, missing files."""
    for section in _NOUNS:
        _check_ids(draft, section)
    _check_files(draft)
    _check_names(draft)
    if net is None:
        return
    _check_dates(draft, net)
    _check_within(draft, net)
    _check_distances(draft, net)
    for rule in net.rules:
        _check_rule(draft, net, rule.number - 1)


def _ids(draft: NetDraft, section: str) -> Iterator[tuple[int, str, Place]]:
    for i, raw in enumerate(draft.sections[section]):
        if isinstance(raw, dict) and isinstance(raw.get("id"), str):
            yield i, str(raw["id"]), draft.tree.place(section, i, "id")


def _check_ids(draft: NetDraft, section: str) -> None:
    first: dict[str, tuple[str, Place]] = {}
    for _, name, place in _ids(draft, section):
        its, where = first.setdefault(name.casefold(), (name, place))
        if (its, where) != (name, place):
            _twice(draft, place, where, _NOUNS[section], name)


def _twice(draft: NetDraft, place: Place, where: Place, noun: Words, name: str) -> None:
    draft.fault(
        place,
        "{noun}“{name}”重复，前一处在{where}",
        "the {noun} `{name}` is written twice, first at {where}",
        noun=noun,
        name=name,
        where=str(where),
        code="duplicate-id",
    )


def _check_files(draft: NetDraft) -> None:
    """Each district's file is there, inside the net's folder, and no other district's."""
    first: dict[str, Place] = {}
    for i, raw in enumerate(draft.sections["jurisdictions"]):
        if not isinstance(raw, dict) or "file" not in raw:
            continue
        place = draft.tree.place("jurisdictions", i, "file")
        try:
            path = inside(raw["file"], place, draft.path)
        except BadInput as error:
            draft.faults += error.faults
            continue
        where = first.setdefault(os.path.realpath(path), place)
        if where != place:
            _twice(draft, place, where, Words("问题文件", "problem file"), str(raw["file"]))


def _check_names(draft: NetDraft) -> None:
    """Rules are told of by their names: no two have the same."""
    first: dict[str, Place] = {}
    for rule in draft.rules:
        place = draft.tree.place("rules", rule.number - 1, "name")
        where = first.setdefault(rule.title_or_name, place)
        if where != place:
            _twice(draft, place, where, Words("规则名称", "name of a rule"), rule.title_or_name)


def _check_dates(draft: NetDraft, net: Net) -> None:
    if net.term.end < net.term.start:
        _backwards(draft, "term")
        return
    for i, r in enumerate(net.rounds):
        if r.end < r.start:
            _backwards(draft, "rounds", i)
        elif r.start < net.term.start or r.end > net.term.end:
            key = "start" if r.start < net.term.start else "end"
            draft.fault(
                draft.tree.place("rounds", i, key),
                "轮次“{round}”不在届期{start}至{end}之内",
                "the round `{round}` is not inside the term, {start} to {end}",
                round=r.id,
                start=net.term.start,
                end=net.term.end,
                code="dates",
            )


def _backwards(draft: NetDraft, *path: Key) -> None:
    draft.fault(
        draft.tree.place(*path, "end"),
        "{last}早于{first}",
        "`{last}` is before `{first}`",
        first="start",
        last="end",
        code="dates",
    )


def _check_within(draft: NetDraft, net: Net) -> None:
    for section in ("areas", "jurisdictions"):
        for i, one in enumerate(getattr(net, section)):
            if one.within is not None:
                place = draft.tree.place(section, i, "within")
                _want(draft, place, _NOUNS["areas"], one.within, net.area)
    for i, area in enumerate(net.areas):
        chain, above = [area.id], area.within
        while above in net.area and above not in chain:
            chain.append(above)
            above = net.area[above].within
        if above == area.id:
            draft.fault(
                draft.tree.place("areas", i, "within"),
                "层级首尾相接：{ring}",
                "the areas make a ring: {ring}",
                ring=[*chain, area.id],
                code="parent-ring",
            )


def _want(
    draft: NetDraft, place: Place, noun: Words, name: str, known: Mapping[str, object]
) -> None:
    if name not in known:
        draft.fault(
            place,
            "没有{noun}“{name}”{near}",
            "there is no {noun} `{name}`{near}",
            noun=noun,
            name=name,
            near=offering(name, known),
            code="unknown-name",
        )


def _check_distances(draft: NetDraft, net: Net) -> None:
    for i, leg in enumerate(net.distances):
        for j, name in enumerate(leg.between):
            place = draft.tree.place("distances", i, "between", j)
            _want(draft, place, _NOUNS["jurisdictions"], name, net.district)


def _check_rule(draft: NetDraft, net: Net, i: int) -> None:
    rule = next(rule for rule in net.rules if rule.number == i + 1)
    if rule.tier is not None:
        tiers = {tier.id: tier for tier in net.tiers}
        _want(draft, draft.tree.place("rules", i, "tier"), _NOUNS["tiers"], rule.tier, tiers)
    rounds = getattr(rule, "rounds", None)
    if rounds is not None and not isinstance(rounds, RoundSpan):
        for name in sorted(rounds):
            place = draft.tree.place("rules", i, "rounds")
            _want(draft, place, _NOUNS["rounds"], name, net.round)
    if rounds is not None and not net.chosen(rule):
        draft.fault(
            draft.tree.place("rules", i, "rounds"),
            "没有选中任何轮次",
            "this selects no round",
            code="selects-nothing",
        )
    for field, key in _SELECTORS.items():
        where = getattr(rule, field, None)
        if isinstance(where, Where):
            _check_selector(draft, net, where, ("rules", i, key))


def _check_selector(draft: NetDraft, net: Net, where: Where, path: tuple[Key, ...]) -> None:
    known: dict[str, Mapping[str, object]] = {"id": net.district, "within": net.area}
    for key, criteria in where.named():
        if key not in _FIELDS:
            draft.fault(
                draft.tree.key_place(*path, key),
                "区县没有“{key}”这个字段{near}",
                "a district has no field `{key}`{near}",
                key=key,
                near=offering(key, _FIELDS),
                code="unknown-key",
            )
        for criterion in criteria:
            if key in known and criterion.is_plain:
                noun = _NOUNS["jurisdictions" if key == "id" else "areas"]
                place = draft.tree.place(*path, key)
                _want(draft, place, noun, criterion.text, known[key])
    if not draft.faults and not net.selected(where):
        draft.fault(
            draft.tree.place(*path),
            "没有选中任何区县",
            "this selects no district",
            code="selects-nothing",
        )
