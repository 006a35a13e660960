"""What rules about look-backs, specials, pins, balance and wishes mean, as exact amounts."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from tests.oracle.plain_model import Maybe, Plain
from tests.oracle.plain_reading import capacity, field, meets, numeric, rounds_of, year
from tests.oracle.plain_sums import Sum, add_up
from xuncha_plan.model import Round, Target, VisitRecord


def lookback(rule: Any, plain: Plain) -> Sum:
    """Short of at_least, musts missing, over at_most, and visits that breach."""
    chosen = [t for t in plain.problem.targets if t.id in plain.chosen[id(rule)]]
    breaches, done = [], {}
    for target in chosen:
        backs = plain.of(target.id, "lookback")
        wrong = add_up(_is_wrong(rule, plain, back) for back in backs)
        breaches.append(wrong)
        done[target.id] = plain.number(backs) - wrong
    missing = [1 - done[t.id] for t in chosen if rule.must is not None and meets(rule.must, t)]
    count, parts = add_up(done.values()), [*breaches, *missing]
    for bound, side in ((rule.at_least, -1), (rule.at_most, 1)):
        if bound is not None:
            wanted = bound.value * (len(chosen) if bound.is_share else 1)
            parts.append(plain.over((count - wanted) * side))
    return add_up(parts)


def _is_wrong(rule: Any, plain: Plain, back: Maybe) -> Sum:
    """1 if a look-back is there and in another mode, too early, or by the same team."""
    if back.mode != rule.mode:
        return back.is_there
    covered = plain.of(back.target.id, "coverage")
    good = [
        first
        for first in covered
        if (back.round.start - first.round.end).days >= rule.after_days
        and not (
            rule.other_team
            and first.team is not None
            and back.team is not None
            and first.team.id == back.team.id
        )
    ]
    after_a_good_one = plain.some(_is_number(plain, covered, one, 0) for one in good)
    return plain.over(back.is_there - after_a_good_one)


def _is_number(plain: Plain, visits: list[Maybe], one: Maybe, before: int) -> Sum:
    """1 if a visit is there and so many of its target and purpose come before it."""
    earlier = plain.number(v for v in visits if plain.index[v.round.id] < plain.index[one.round.id])
    if not earlier.terms:
        return one.is_there if before == 0 else Sum()
    difference = plain.largest([earlier - before, before - earlier])
    return plain.over(one.is_there - difference)


def special(rule: Any, plain: Plain) -> Sum:
    """Targets without a special visit that answers this rule."""
    return add_up(
        1
        - plain.any_of(
            v
            for v in plain.of(target.id, "special")
            if plain.answered(target, v.round, v.mode) is rule
        )
        for target in plain.problem.targets
        if target.id in plain.chosen[id(rule)]
    )


def pinned(rule: Any, plain: Plain) -> Sum:
    """1 if no visit of the target and purpose is exactly there."""
    return 1 - plain.any_of(
        v
        for v in plain.of(rule.target, rule.purpose)
        if rule.round in (None, v.round.id)
        and rule.mode in (None, v.mode)
        and (rule.team is None or (v.team is not None and v.team.id == rule.team))
    )


def balance(rule: Any, plain: Plain) -> Sum:
    """Deviation, range, peak or squares of what lies beyond the band, summed over families."""
    families = _among_teams if rule.by == "team" else _over_periods
    return add_up(_measured(rule, plain, gaps) for gaps in families(rule, plain) if gaps)


def _measured(rule: Any, plain: Plain, gaps: list[tuple[Sum, Sum]]) -> Sum:
    """Of each group or period its amount and its share."""
    ups, downs = [], []
    for amount, share in gaps:
        band = share * rule.allow.value if rule.allow.is_share else Sum(constant=rule.allow.value)
        ups.append(plain.over(amount - share - band))
        downs.append(plain.over(share - amount - band))
    signed = [up - down for up, down in zip(ups, downs, strict=True)]
    match rule.measure:
        case "deviation":
            return add_up([*ups, *downs])
        case "range":
            return plain.largest(signed) - plain.smallest(signed)
        case "peak":
            return plain.largest([0, *signed])
    return add_up(plain.square(one) for one in signed)


def _periods(rule: Any, plain: Plain) -> dict[object, list[Round]]:
    found: dict[object, list[Round]] = defaultdict(list)
    for r in rounds_of(rule.rounds, plain.problem):
        found[{"year": year(r), "round": r.id, "term": "term"}[rule.over]].append(r)
    return found


def _over_periods(rule: Any, plain: Plain) -> Iterator[list[tuple[Sum, Sum]]]:
    groups: dict[str, list[Maybe]] = defaultdict(list)
    for visit in plain.taken(rule):
        for value in [""] if rule.by is None else field(visit.target, rule.by):
            groups[str(value)].append(visit)
    periods = list(_periods(rule, plain).values())
    teams = [t.id for t in plain.problem.teams if rule.teams is None or t.id in rule.teams]
    strengths = [capacity(plain.problem, rounds, teams) for rounds in periods]
    for visits in groups.values():
        yield _shared(rule, visits, [{r.id for r in rounds} for rounds in periods], strengths)


def _shared(
    rule: Any, visits: list[Maybe], periods: list[set[str]], strengths: list[Fraction]
) -> list[tuple[Sum, Sum]]:
    amounts = [
        add_up(v.amount(rule.unit) for v in visits if v.round.id in period) for period in periods
    ]
    return _with_shares(amounts, strengths)


def _with_shares(amounts: list[Sum], strengths: list[Fraction]) -> list[tuple[Sum, Sum]]:
    whole, full = add_up(amounts), sum(strengths, Fraction(0))
    return [
        (amount, whole * (strength / full if full else Fraction(0)))
        for amount, strength in zip(amounts, strengths, strict=True)
    ]


def _among_teams(rule: Any, plain: Plain) -> Iterator[list[tuple[Sum, Sum]]]:
    teams = [t.id for t in plain.problem.teams if rule.teams is None or t.id in rule.teams]
    visits = plain.taken(rule)
    for rounds in _periods(rule, plain).values():
        ids = {r.id for r in rounds}
        amounts = [
            add_up(
                v.amount(rule.unit)
                for v in visits
                if v.round.id in ids and v.team is not None and v.team.id == team
            )
            for team in teams
        ]
        yield _with_shares(amounts, [capacity(plain.problem, rounds, [team]) for team in teams])


def early(rule: Any, plain: Plain) -> Sum:
    """Weight times position of every coverage visit."""
    years = sorted({year(r) for r in plain.rounds})
    amounts = []
    for target in plain.problem.targets:
        if target.id not in plain.chosen[id(rule)]:
            continue
        weight = numeric(rule.weight_by)
        if weight is None:
            weight = _field_of(target, rule.weight_by)
        for visit in plain.of(target.id, "coverage"):
            r = visit.round
            position = {
                "round": plain.index[r.id],
                "year": years.index(year(r)),
                "day": (r.start - plain.problem.term.start).days,
            }[rule.per]
            amounts.append(visit.is_there * (weight * position))
    return add_up(amounts)


def _field_of(target: Target, name: str) -> Fraction:
    return sum((numeric(value) or Fraction(0) for value in field(target, name)), Fraction(0))


def prefer(rule: Any, plain: Plain) -> Sum:
    """Cost times visits."""
    return plain.number(plain.taken(rule)) * rule.cost


def stability(rule: Any, plain: Plain) -> Sum:
    """Old visits, matched in order with the new of their target and purpose, that changed."""
    old: dict[tuple[str, str], list[VisitRecord]] = defaultdict(list)
    for visit in rule._old:
        old[visit.target, visit.purpose].append(visit)
    amounts = []
    for (target, purpose), records in old.items():
        records.sort(key=lambda v: plain.index.get(v.round, len(plain.rounds)))
        now = plain.of(target, purpose)
        for i, record in enumerate(records):
            for part, cost in rule.cost.items():
                same = [v for v in now if _is_same(plain.record(v), record, part)]
                kept = plain.some(_is_number(plain, now, v, i) for v in same)
                amounts.append((1 - kept) * cost)
    return add_up(amounts)


def _is_same(new: VisitRecord, old: VisitRecord, part: str) -> bool:
    if part == "target":
        return (new.round, new.mode, new.team) == (old.round, old.mode, old.team)
    return bool(getattr(new, part) == getattr(old, part))
