"""What visits use up: the time of teams, and what rules allow at most."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from xuncha_plan.model import Exact, Ids, Selection
from xuncha_plan.solver.diagnosis.counting.facts import Term
from xuncha_plan.solver.diagnosis.counting.room import Group, Room
from xuncha_plan.solver.formulation.classes import Slot

FORESEEN = frozenset({"coverage", "lookback"})
MOST_PIECES = 3  # of a size in one team, up to which pieces are counted


@dataclass(frozen=True)
class Piece:
    """So much at most in some visits."""

    term: Term
    high: Fraction
    rules: frozenset[int] = frozenset()  # by which rules; none: by the capacity of teams


@dataclass(frozen=True)
class Supply:
    """Pieces that together limit what visits take; `size`: pieces of at least so many weeks."""

    unit: str
    pieces: tuple[Piece, ...]
    size: Fraction | None = None

    def weight(self, room: Room, group: Group, slot: Slot) -> Exact:
        """What one visit takes of it."""
        amount = room.weight(group, slot, self.unit)
        return amount if self.size is None else int(amount >= self.size)


def supplies(room: Room) -> Iterator[Supply]:
    """Everything that visits use up."""
    yield Supply("load", tuple(_by_teams(room, lambda capacity: capacity)))
    yield from _with_reserve(room)
    yield from _of_rules(room)
    yield from _large_pieces(room)


def _by_teams(room: Room, high: Callable[[Fraction], Fraction]) -> Iterator[Piece]:
    for r in room.problem.ordered:
        for team in room.problem.present(r.id):
            term = Term(1, Selection(rounds=frozenset({r.id}), teams=frozenset({team})), "load")
            yield Piece(term, high(room.capacity(r.id, team)))


def _with_reserve(room: Room) -> Iterator[Supply]:
    """The time of teams less what is to be kept free, by the widest spans that rules name."""
    kept: list[tuple[Ids, Fraction, int]] = []
    for fact in room.facts:
        bound = fact.bound(1)
        if bound is not None and is_all_work(bound[0]) and bound[0].visits.rounds is not None:
            kept.append((bound[0].visits.rounds, bound[1], fact.place))
    if kept:
        yield Supply("load", tuple(_laminar(room, kept)))


def is_all_work(term: Term) -> bool:
    """Whether it is about all work that teams know of beforehand, in some rounds."""
    visits = term.visits
    is_all = visits.targets is None and visits.modes is None and visits.teams is None
    return term.unit == "load" and is_all and (visits.purposes or FORESEEN) >= FORESEEN


def _laminar(room: Room, kept: list[tuple[Ids, Fraction, int]]) -> Iterator[Piece]:
    """Spans inside one another become one piece; of two that only overlap the later is left out."""
    blocks: list[tuple[Ids, Fraction, frozenset[int]]] = [
        (frozenset({r.id}), room.problem.capacity([r.id]), frozenset())
        for r in room.problem.ordered
    ]
    for rounds, high, place in sorted(kept, key=lambda one: (len(one[0]), one[2])):
        inside = [block for block in blocks if block[0] <= rounds]
        if frozenset().union(*(block[0] for block in inside)) != rounds:
            continue
        whole = sum((block[1] for block in inside), Fraction(0))
        if high < whole:
            blocks = [block for block in blocks if not block[0] <= rounds]
            blocks.append((rounds, high, frozenset({place})))
    for rounds, high, places in blocks:
        yield Piece(Term(1, Selection(rounds=rounds, purposes=FORESEEN), "load"), high, places)


def _of_rules(room: Room) -> Iterator[Supply]:
    found: dict[tuple[int, str], list[Piece]] = {}
    for fact in room.facts:
        bound = fact.bound(1)
        if bound is not None:
            piece = Piece(bound[0], bound[1], frozenset({fact.place}))
            found.setdefault((fact.place, bound[0].unit), []).append(piece)
    for (_, unit), pieces in found.items():
        yield Supply(unit, tuple(pieces))


def _large_pieces(room: Room) -> Iterator[Supply]:
    """How many undivided pieces of a size teams have room for: one each, two each, three each."""
    present = ((r.id, team) for r in room.problem.ordered for team in room.problem.present(r.id))
    largest = max((room.capacity(*one) for one in present), default=Fraction(0))
    loads = {_least_load(room, group) for group in room.groups if group.spots}
    for each in range(1, MOST_PIECES + 1):
        sizes = (load for load in loads if load and largest // load == each)
        if (size := min(sizes, default=None)) is not None:
            yield Supply("load", tuple(_by_teams(room, partial(_fitting, size))), size)


def _fitting(size: Fraction, capacity: Fraction) -> Fraction:
    return Fraction(capacity // size)


def _least_load(room: Room, group: Group) -> Fraction:
    return Fraction(min(room.weight(group, spot.slot, "load") for spot in group.spots))
