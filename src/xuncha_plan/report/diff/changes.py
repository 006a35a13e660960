"""What differs between two plans: every visit that moved, is new or was dropped, and in sum."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import zip_longest
from typing import Literal

from xuncha_plan.check import plan_of, tier_values
from xuncha_plan.model import PlanRecord, Problem, Visit, VisitRecord

Kind = Literal["moved", "new", "dropped"]
KINDS: tuple[Kind, ...] = ("moved", "new", "dropped")
PARTS = ("round", "mode", "team")


@dataclass(frozen=True)
class Move:
    """A visit that is not as it was; without `old` it is new, without `new` it was dropped."""

    target: str
    purpose: str
    old: VisitRecord | None
    new: VisitRecord | None

    @property
    def kind(self) -> Kind:
        """What became of the visit."""
        if self.old is None:
            return "new"
        return "dropped" if self.new is None else "moved"

    @property
    def changed(self) -> tuple[str, ...]:
        """The parts in which a moved visit is not as it was."""
        if self.old is None or self.new is None:
            return ()
        return tuple(x for x in PARTS if getattr(self.old, x) != getattr(self.new, x))


@dataclass(frozen=True)
class Side:
    """One of two plans; its problem is None where none was found.

    `is_current` says whether that problem is the very one that the plan was made for.
    """

    name: str
    record: PlanRecord
    problem: Problem | None
    is_current: bool = False


@dataclass(frozen=True)
class Tally:
    """A year or a team before and after: visits, own load in team-weeks, how many left and came.

    A visit that changed within it has both left and come. A load of None is not known.
    """

    name: str
    visits: tuple[int, int]
    load: tuple[Fraction | None, Fraction | None]
    left: int
    came: int


@dataclass(frozen=True)
class TierChange:
    """A tier's value before and after; None where it is not known."""

    id: str
    old: Fraction | None
    new: Fraction | None


@dataclass(frozen=True)
class Diff:
    """Two plans compared."""

    old: Side
    new: Side
    moves: tuple[Move, ...]
    kept: int  # visits that are as they were
    years: tuple[Tally, ...]
    teams: tuple[Tally, ...]
    tiers: tuple[TierChange, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems that give things their names, the newer first."""
        return tuple(x.problem for x in (self.new, self.old) if x.problem is not None)

    def of(self, kind: Kind) -> list[Move]:
        """The moves of one kind."""
        return [move for move in self.moves if move.kind == kind]

    def parts(self) -> Counter[str]:
        """In how many moved visits each part changed."""
        return Counter(part for move in self.moves for part in move.changed)


def compared(old: Side, new: Side) -> Diff:
    """Everything that differs between two plans."""
    problems = [x.problem for x in (new, old) if x.problem is not None]
    found = moves(old.record.visits, new.record.visits, order_of(problems))
    kept = len(old.record.visits) - sum(1 for move in found if move.old is not None)
    years, teams = _Tallies(old, new, "year"), _Tallies(old, new, "team")
    return Diff(
        old, new, tuple(found), kept, tuple(years.of(found)), tuple(teams.of(found)),
        tuple(_tiers(old, new)),
    )  # fmt: skip


def order_of(problems: Sequence[Problem]) -> dict[str, int]:
    """The place of each round that some problem has; what the first says of a round holds."""
    known = {r.id: (r.start, r.id) for problem in reversed(problems) for r in problem.rounds}
    return {r: i for i, r in enumerate(sorted(known, key=known.__getitem__))}


def moves(
    old: Iterable[VisitRecord], new: Iterable[VisitRecord], index: Mapping[str, int]
) -> list[Move]:
    """The visits that differ, by round; those of a target and purpose are matched in order.

    That is how `stability` matches them: the first of the old with the first of the new.
    """
    mine, theirs = _in_order(old, index), _in_order(new, index)
    found = [
        Move(*key, before, after)
        for key in mine | theirs
        for before, after in zip_longest(mine.get(key, ()), theirs.get(key, ()))
        if before != after
    ]
    return sorted(found, key=lambda move: _place(move, index))


def _in_order(
    visits: Iterable[VisitRecord], index: Mapping[str, int]
) -> dict[tuple[str, str], list[VisitRecord]]:
    found: dict[tuple[str, str], list[VisitRecord]] = defaultdict(list)
    for visit in visits:
        found[visit.target, visit.purpose].append(replace(visit, place=None))
    for several in found.values():
        several.sort(key=lambda visit: (index.get(visit.round, len(index)), visit.round))
    return found


def _place(move: Move, index: Mapping[str, int]) -> tuple[int, str, str, str, str]:
    for visit in (move.new, move.old):
        if visit is not None:
            at = index.get(visit.round, len(index))
            return at, visit.round, visit.team or "", visit.target, visit.purpose
    raise AssertionError("a move has an old visit or a new one")


class _Tallies:
    """Counts two plans by year or by team."""

    def __init__(self, old: Side, new: Side, by: Literal["year", "team"]) -> None:
        self._sides, self._by = (old, new), by
        self._problems = [x.problem for x in (new, old) if x.problem is not None]
        self._years = {r.id: str(r.year) for p in reversed(self._problems) for r in p.rounds}

    def of(self, moved: Iterable[Move]) -> Iterator[Tally]:
        """One tally a group that either plan has, in order; a visit without a group is in none."""
        before, after = (self._counted(side) for side in self._sides)
        left = Counter(self._group(move.old) for move in moved if move.old)
        came = Counter(self._group(move.new) for move in moved if move.new)
        for name in self._names(before.keys() | after.keys()):
            one, other = before.get(name, []), after.get(name, [])
            yield Tally(
                name, (len(one), len(other)), (_load(one), _load(other)), left[name], came[name]
            )

    def _group(self, visit: VisitRecord) -> str:
        return self._years.get(visit.round, "") if self._by == "year" else visit.team or ""

    def _counted(self, side: Side) -> dict[str, list[Visit | None]]:
        problem = side.problem or next(iter(self._problems), None)
        found: dict[str, list[Visit | None]] = defaultdict(list)
        for visit in side.record.visits:
            found[self._group(visit)].append(_looked_up(problem, visit))
        return found

    def _names(self, groups: Iterable[str]) -> list[str]:
        known = [t.id for p in self._problems for t in p.teams] if self._by == "team" else []
        order = {name: i for i, name in enumerate(dict.fromkeys(known))}
        return sorted(filter(None, groups), key=lambda name: (order.get(name, len(order)), name))


def _looked_up(problem: Problem | None, visit: VisitRecord) -> Visit | None:
    if problem is None:
        return None
    return next(iter(plan_of(problem, PlanRecord((visit,))).visits), None)


def _load(visits: Iterable[Visit | None]) -> Fraction | None:
    found = Fraction(0)
    for visit in visits:
        if visit is None:
            return None
        found += visit.load
    return found


def _tiers(old: Side, new: Side) -> Iterator[TierChange]:
    before, after = _worth(old), _worth(new)
    for tier in dict.fromkeys((*after, *before)):
        yield TierChange(tier, before.get(tier), after.get(tier))


def _worth(side: Side) -> dict[str, Fraction]:
    """What a plan's tiers come to; what it claims where its own problem is not at hand."""
    if side.problem is not None and (side.is_current or not side.record.tiers):
        return tier_values(plan_of(side.problem, side.record))
    return {claim.id: claim.value for claim in side.record.tiers}
