"""What rules about where and how much mean, each as one exact amount of breach.

Written from the file format alone; a hard rule's amount is 0, a soft one's counts in its tier.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from typing import Any

from tests.oracle.plain_model import OWN_TEAMS_STAY, PURPOSES, Maybe, Plain
from tests.oracle.plain_reading import capacity, field, rounds_of, year
from tests.oracle.plain_sums import Sum, add_up
from xuncha_plan.model import CATALOGUE, Round, Target

Key = tuple[str, ...]


def coverage(rule: Any, plain: Plain) -> Sum:
    """Visits missing."""
    return add_up(
        plain.over(rule.times - plain.number(plain.of(target, "coverage")))
        for target in plain.chosen[id(rule)]
    )


def window(rule: Any, plain: Plain) -> Sum:
    """Visits whose rounds do not lie inside the span."""
    first, last = rule.since or date.min, rule.until or date.max
    return plain.number(v for v in plain.taken(rule) if v.round.start < first or v.round.end > last)


def blackout(rule: Any, plain: Plain) -> Sum:
    """Visits whose rounds overlap one occurrence of the span by more days than are allowed."""
    return plain.number(
        v for v in plain.taken(rule) if _longest_overlap(rule, v.round) > rule.allow_days
    )


def _longest_overlap(rule: Any, r: Round) -> int:
    days = [r.start + timedelta(n) for n in range((r.end - r.start).days + 1)]
    if not rule.yearly:
        return sum(rule.since <= day <= rule.until for day in days)
    found = 0
    for y in range(r.start.year - 2, r.end.year + 2):
        first, last = _on(y, rule.since), _on(y, rule.until)
        if last < first:
            last = _on(y + 1, rule.until)
        found = max(found, sum(first <= day <= last for day in days))
    return found


def _on(y: int, month_and_day: tuple[int, int]) -> date:
    month, day = month_and_day
    is_common = (date(y, 3, 1) - timedelta(1)).day == 28
    return date(y, month, 28 if (month, day) == (2, 29) and is_common else day)


def eligible(rule: Any, plain: Plain) -> Sum:
    """Visits in other modes or in other rounds."""
    rounds = plain.ids(rule.rounds)
    return plain.number(
        v
        for v in plain.visits
        if v.target.id in plain.chosen[id(rule)]
        and (rule.purposes is None or v.purpose in rule.purposes)
        and (v.round.id not in rounds or (rule.modes is not None and v.mode not in rule.modes))
    )


def directive(rule: Any, plain: Plain) -> Sum:
    """Covering visits short or over."""
    rounds = plain.ids(rule.rounds)
    count = plain.number(
        v
        for v in plain.visits
        if v.purpose == "coverage"
        and v.mode == rule.mode
        and v.round.id in rounds
        and v.target.id in plain.chosen[id(rule)]
    )
    over = Sum() if rule.at_most is None else plain.over(count, rule.at_most)
    return plain.over(rule.at_least - count) + over


def recusal(rule: Any, plain: Plain) -> Sum:
    """Visits of the targets by the teams."""
    return plain.number(
        v
        for v in plain.visits
        if v.target.id in plain.chosen[id(rule)] and v.team is not None and v.team.id in rule.teams
    )


def limit(rule: Any, plain: Plain) -> Sum:
    """Amount short or over, summed over the groups that exist."""
    visits, base = plain.taken(rule), _whatever_the_visit(rule, plain)
    amounts = []
    for key in _existing(rule, plain):
        mine = add_up(v.amount(rule.unit) for v in visits if key in _keys(rule.per, v))
        whole = add_up(v.amount(rule.unit) for v in base if key in _keys(rule.per, v))
        for bound, side in ((rule.at_least, -1), (rule.at_most, 1)):
            if bound is not None:
                most = whole * bound.value if bound.is_share else Sum(constant=bound.value)
                amounts.append(plain.over((mine - most) * side))
    return add_up(amounts)


def _whatever_the_visit(rule: Any, plain: Plain) -> list[Maybe]:
    rounds = plain.ids(rule.rounds)
    return plain.those(lambda v: v.target.id in plain.chosen[id(rule)] and v.round.id in rounds)


def _existing(rule: Any, plain: Plain) -> Iterator[Key]:
    """The combinations that a selected target, round, team present and admitted mode give."""
    if not rule.per:
        yield ()
        return
    found = set()
    for target in plain.problem.targets:
        if target.id not in plain.chosen[id(rule)]:
            continue
        for r in rounds_of(rule.rounds, plain.problem):
            for mode, team in _comings(rule, plain, target, r):
                given = {"round": [r.id], "year": [str(year(r))], "mode": [mode], "team": team}
                values = (given.get(part) or _texts(field(target, part)) for part in rule.per)
                found |= set(product(*values))
    yield from sorted(found)


def _comings(rule: Any, plain: Plain, target: Target, r: Round) -> Iterator[tuple[str, list[str]]]:
    """Modes that a round admits for a target, with each team that is present, or with nobody."""
    by_team, by_mode = "team" in rule.per, "mode" in rule.per
    present = [t.id for t in plain.problem.teams if t.rounds is None or r.id in t.rounds]
    for mode in CATALOGUE:
        if not any(_is_admitted(plain, target, purpose, r, mode) for purpose in PURPOSES):
            continue
        if by_mode and rule.modes is not None and mode not in rule.modes:
            continue
        if by_team:
            yield from ((mode, [t]) for t in present if rule.teams is None or t in rule.teams)
        elif present or mode == OWN_TEAMS_STAY:
            yield mode, []


def _is_admitted(plain: Plain, target: Target, purpose: str, r: Round, mode: str) -> bool:
    if r.purposes is not None and purpose not in r.purposes:
        return False
    if not plain.is_directed(target, r, mode):
        return False
    if purpose == "coverage":
        return mode in r.modes and bool(plain.rules("coverage", target))
    return any(rule.mode == mode for rule in plain.rules(purpose, target))


def _keys(per: tuple[str, ...], visit: Maybe) -> set[Key]:
    """The groups that a visit is in: none where it lacks a value."""
    return set(product(*(_values(visit, part) for part in per)))


def _values(visit: Maybe, part: str) -> list[str]:
    match part:
        case "round":
            return [visit.round.id]
        case "year":
            return [str(year(visit.round))]
        case "mode":
            return [visit.mode]
        case "team":
            return [] if visit.team is None else [visit.team.id]
    return _texts(field(visit.target, part))


def _texts(values: list[Any]) -> list[str]:
    return [str(value) for value in values]


def distinct(rule: Any, plain: Plain) -> Sum:
    """Different values short or over, in every group that has a visit."""
    groups: dict[Key, list[Maybe]] = defaultdict(list)
    for visit in plain.taken(rule):
        for key in _keys(rule.per, visit):
            groups[key].append(visit)
    amounts = []
    for visits in groups.values():
        by_value: dict[str, list[Maybe]] = defaultdict(list)
        for visit in visits:
            for value in _values(visit, rule.of):
                by_value[value].append(visit)
        count = add_up(plain.any_of(those) for those in by_value.values())
        if rule.at_least is not None:
            wanted = plain.any_of(visits) * rule.at_least
            amounts.append(plain.over(wanted - count))
        if rule.at_most is not None:
            amounts.append(plain.over(count, rule.at_most))
    return add_up(amounts)


def milestone(rule: Any, plain: Plain) -> Sum:
    """Coverage short by the day."""
    chosen = [t for t in plain.problem.targets if t.id in plain.chosen[id(rule)]]
    whole = sum(
        (Fraction(1) if rule.unit == "count" else target.workload for target in chosen), Fraction(0)
    )
    wanted = rule.at_least.value * (whole if rule.at_least.is_share else 1)
    done = add_up(
        visit.amount(rule.unit)
        for target in chosen
        for visit in plain.of(target.id, "coverage")
        if visit.round.end <= rule.by
    )
    return plain.over(wanted - done)


def reserve(rule: Any, plain: Plain) -> Sum:
    """Own load over what the reserve leaves, in each round or year."""
    groups: dict[object, list[Round]] = defaultdict(list)
    for r in rounds_of(rule.rounds, plain.problem):
        groups[r.id if rule.per == "round" else year(r)].append(r)
    amounts = []
    for rounds in groups.values():
        ids = {r.id for r in rounds}
        load = add_up(
            v.amount("load") for v in plain.visits if v.round.id in ids and v.purpose != "special"
        )
        strength = capacity(plain.problem, rounds, [t.id for t in plain.problem.teams])
        amounts.append(plain.over(load, (1 - rule.share) * strength))
    return add_up(amounts)
