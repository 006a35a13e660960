"""When a team enters and leaves each target: it takes those of a round one after another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from xuncha_plan.model import Plan, Round, Selection, Visit
from xuncha_plan.model.calendar import Calendar
from xuncha_plan.report.rows import in_order
from xuncha_plan.rules.blackout import Blackout

WEEK = 5  # working days of a team-week


@dataclass(frozen=True)
class Stay:
    """A visit with the days on which its team enters and leaves, both on site."""

    visit: Visit
    entry: date
    departure: date


@dataclass(frozen=True)
class _Placed:
    """One way to place a team's visits: what is worse comes first in the comparison."""

    closed: int  # days worked on although a blackout closes them
    broken: int  # closed days inside stays, which the team works around
    end: Fraction  # working days of the round that are used up
    stays: tuple[tuple[int, date, date], ...]  # of each visit's number

    def rank(self) -> tuple[int, int, Fraction]:
        return self.closed, self.broken, self.end


def stays(plan: Plan) -> list[Stay]:
    """Every visit with its days, by round, team, target and purpose.

    A team begins on the first working day of the round and spends on each target five working
    days a team-week of its own load, less if its work would not fit. Days of a blackout are
    worked around, by the order of the targets or by a pause, where the round leaves room. A
    visit that takes no own work, or has no team, lasts as long as the round.
    """
    visits = in_order(plan)
    problem, calendar = plan.problem, Calendar(plan.problem.calendar)
    blackouts = [(b.visits(problem), b) for b in problem.rules if isinstance(b, Blackout)]
    found: dict[int, Stay] = {}
    for r in problem.ordered:
        workdays = _workdays(r, calendar)
        for numbers in _by_team(visits, r):
            mine = [visits[n] for n in numbers]
            closed = [_closed_days(blackouts, visit) for visit in mine]
            for i, entry, departure in _placed(mine, workdays, closed).stays:
                found[numbers[i]] = Stay(mine[i], entry, departure)
    return [found[n] for n in range(len(visits))]


def _workdays(r: Round, calendar: Calendar) -> list[date]:
    days = [r.start + timedelta(n) for n in range((r.end - r.start).days + 1)]
    return [day for day in days if calendar.is_working_day(day)] or days


def _by_team(visits: Sequence[Visit], r: Round) -> Iterator[list[int]]:
    """The numbers of a round's visits, those of each team together."""
    teams: dict[str | None, list[int]] = defaultdict(list)
    for n, visit in enumerate(visits):
        if visit.round.id == r.id:
            teams[visit.team.id if visit.team else None].append(n)
    yield from teams.values()


def _closed_days(blackouts: Iterable[tuple[Selection, Blackout]], visit: Visit) -> frozenset[date]:
    """The days on which a blackout closes a visit, near its round."""
    return frozenset(
        first + timedelta(n)
        for visits, rule in blackouts
        if visits.takes(visit)
        for first, last in rule.spans(visit.round)
        for n in range((last - first).days + 1)
    )


def _placed(
    visits: Sequence[Visit], days: Sequence[date], closed: Sequence[frozenset[date]]
) -> _Placed:
    """The best of three orders: as the families lie, the closed ones first, the closed ones last.

    With two or three targets a team these are nearly all orders, and no others are worth a search.
    """
    base = sorted(range(len(visits)), key=lambda i: _family(visits[i]))
    touched = [bool(closed[i] & frozenset(days)) for i in range(len(visits))]
    orders = [
        base,
        sorted(base, key=lambda i: not touched[i]),
        sorted(base, key=lambda i: touched[i]),
    ]
    open_everywhere = [frozenset[date]()] * len(visits)
    if not any(touched):
        orders = [base]
    ways = [_in_order(order, visits, days, closed, closed) for order in orders]
    ways += [_in_order(order, visits, days, open_everywhere, closed) for order in orders]
    return min((way for way in ways if way is not None), key=_Placed.rank)


def _family(visit: Visit) -> tuple[str, bool, str, str]:
    """A target's place beside its parent."""
    target = visit.target
    is_child = target.parent is not None
    return (target.parent or target.id, is_child, target.id, visit.purpose)


def _in_order(
    order: Sequence[int],
    visits: Sequence[Visit],
    days: Sequence[date],
    avoided: Sequence[frozenset[date]],
    closed: Sequence[frozenset[date]],
) -> _Placed | None:
    """The visits one after another around the avoided days; None where the round is too short."""
    needed = _needed(visits, len(days))
    used, worked, broken = Fraction(0), 0, 0
    found: list[tuple[int, date, date]] = []
    for i in order:
        if not needed[i]:
            found.append((i, visits[i].round.start, visits[i].round.end))
            continue
        taken, used = _take(needed[i], used, days, avoided[i])
        if taken is None:
            return None
        worked += len(closed[i].intersection(taken))
        broken += sum(1 for day in closed[i] if taken[0] < day < taken[-1])
        found.append((i, taken[0], taken[-1]))
    return _Placed(worked, broken, used, tuple(found))


def _needed(visits: Sequence[Visit], working_days: int) -> list[Fraction]:
    """Working days of each visit, shortened alike where the round has too few."""
    loads = [visit.load * WEEK if visit.team else Fraction(0) for visit in visits]
    whole = sum(loads, Fraction(0))
    return [load * working_days / whole for load in loads] if whole > working_days else loads


def _take(
    needed: Fraction, used: Fraction, days: Sequence[date], avoided: frozenset[date]
) -> tuple[list[date] | None, Fraction]:
    """The days that a visit takes from where the last one ended, and where it ends itself."""
    taken: list[date] = []
    while needed:
        day = int(used)
        if day >= len(days):
            return None, used
        if days[day] in avoided:
            used = Fraction(day + 1)
            continue
        part = min(needed, day + 1 - used)
        taken.append(days[day])
        needed, used = needed - part, used + part
    return taken, used
