"""Contradictions that counting finds: too few places, or more to be taken than there is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from xuncha_plan.model import Exact, Problem
from xuncha_plan.model.diagnosis import Sentence
from xuncha_plan.solver.diagnosis.counting.facts import Term
from xuncha_plan.solver.diagnosis.counting.room import Group, Least, Must, Room, Spot
from xuncha_plan.solver.diagnosis.counting.supplies import Piece, Supply, supplies
from xuncha_plan.solver.diagnosis.counting.telling import Telling
from xuncha_plan.solver.diagnosis.subset import Kept, without_parts

FEW = 12  # sets of pieces up to which pairs of them are looked at too


@dataclass(frozen=True)
class Argument:
    """Rules that cannot hold together, counted out; `needs_capacity`: with what teams have."""

    rules: Kept
    chain: tuple[Sentence, ...]
    needs_capacity: bool


@dataclass(frozen=True)
class Shortage:
    """A least number, and the most that there are places for."""

    term: Term
    least: Fraction
    most: Fraction
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Taking:
    """What some visits take of a supply at least."""

    must: Must
    each: Exact
    pieces: int  # a bit for each piece that could give it

    @property
    def takes(self) -> Exact:
        return self.must.visits * self.each


@dataclass(frozen=True)
class Extra:
    """What a rule asks for beyond what is asked for anyway, and what that takes at least."""

    place: int
    term: Term
    least: Fraction  # what the rule asks for
    rest: Fraction  # what of it is not there anyway
    takes: Fraction


@dataclass(frozen=True)
class _Offer:
    """So many more visits of a class, what each brings to a rule and what it takes at least."""

    weight: Fraction
    takes: Fraction
    number: int


def arguments(problem: Problem, kept: Kept) -> Iterator[Argument]:
    """Every contradiction that counting finds among some rules, the plainest first."""
    room = Room(problem, kept)
    telling = Telling(problem, room)
    yield from _too_few_places(room, telling)
    for supply in supplies(room):
        yield from _Account(room, telling, supply).arguments()


def smallest(problem: Problem, kept: Kept) -> Argument | None:
    """A contradiction that needs every rule it names, as far as counting can tell."""
    found = next(arguments(problem, kept), None)

    def fewer(rules: Kept) -> Kept | None:
        nonlocal found
        argument = next(arguments(problem, rules), None)
        found = argument or found
        return None if argument is None else argument.rules

    if found is not None:
        without_parts(found.rules, len(found.rules) // 2, fewer)
    return found


def _too_few_places(room: Room, telling: Telling) -> Iterator[Argument]:
    """A least number that not even all places that are open could give."""
    short: dict[int, list[Shortage]] = defaultdict(list)
    for fact in room.facts:
        bound = fact.bound(-1)
        if bound is None:
            continue
        term, least = bound
        groups = room.about(term)
        spots = {g.member: list(room.taken(g, term)) for g in groups}
        most = sum((_most(room, g, spots[g.member], term.unit) for g in groups), Fraction(0))
        if most < least:
            short[fact.place].append(Shortage(term, least, most, tuple(groups)))
    for place, shortages in short.items():
        groups = [group for one in shortages for group in one.groups]
        rules = frozenset({place}).union(*(room.closers(group) for group in groups))
        chain = telling.too_few(place, shortages)
        yield Argument(rules, tuple(chain), any(group.too_large for group in groups))


def _most(room: Room, group: Group, spots: list[Spot], unit: str) -> Fraction:
    heaviest = max((room.weight(group, spot.slot, unit) for spot in spots), default=0)
    return Fraction(heaviest) * room.possible(group, spots)


class _Account:
    """What is to be taken of one supply, and what there is of it."""

    def __init__(self, room: Room, telling: Telling, supply: Supply) -> None:
        self._room, self._telling, self._supply = room, telling, supply
        self._known: dict[Spot, tuple[Exact, int]] = {}
        self._pieces: dict[str, list[tuple[int, Piece]]] = defaultdict(list)
        for n, piece in enumerate(supply.pieces):
            for r in piece.term.visits.rounds or room.problem.round:
                self._pieces[r].append((n, piece))
        takings = (self._taking(must) for must in room.musts)
        self._takings = [one for one in takings if one.each > 0]

    def arguments(self) -> Iterator[Argument]:
        """Contradictions, first of what must be anyway, then with one more rule's demand."""
        spans = {one.pieces for one in self._takings}
        if len(spans) <= FEW:
            spans |= {a | b for a in spans for b in spans}
        spans.add((1 << len(self._supply.pieces)) - 1)
        for span in sorted(spans, key=lambda bits: (bits.bit_count(), bits)):
            yield from self._short(span, None)
        if self._supply.size is None:
            for least in self._room.leasts:
                yield from self._with_extra(least)

    def _taking(self, must: Must) -> Taking:
        group = self._room.groups[must.group]
        each, pieces = self._least(group, must.spots)
        return Taking(must, each, pieces)

    def _least(self, group: Group, spots: Iterable[Spot]) -> tuple[Exact, int]:
        """What a visit takes at least, wherever it is, and of which pieces."""
        takes: list[Exact] = []
        pieces = 0
        for spot in spots:
            if spot not in self._known:
                self._known[spot] = self._of(group, spot)
            least, its = self._known[spot]
            takes.append(least)
            pieces |= its
        return min(takes, default=0), pieces

    def _of(self, group: Group, spot: Spot) -> tuple[Exact, int]:
        """What a visit takes in a spot: nothing where some team takes none of any piece."""
        bits, free = 0, spot.teams
        for n, piece in self._pieces[spot.slot.round]:
            teams = piece.term.among(spot.teams)
            if teams and piece.term.takes(group.member, spot.slot):
                bits |= 1 << n
                free -= teams
        return (0 if free else self._supply.weight(self._room, group, spot.slot)), bits

    def _with_extra(self, least: Least) -> Iterator[Argument]:
        """Beside what must be within a rule's reach anyway, what the rule asks for in addition."""
        takes = [self._least(group, spots) for group, spots, _ in least.reach]
        span = 0
        for _, pieces in takes:
            span |= pieces
        known: dict[int, int] = defaultdict(int)
        for one in self._inside(span):
            if least.counts(one.must):
                known[one.must.group] += one.must.visits
        offers: list[_Offer] = []
        brought = Fraction(0)
        for (group, spots, weight), (each, _) in zip(least.reach, takes, strict=True):
            there = known[self._room.place(group)]
            brought += weight * there
            more = self._room.possible(group, spots) - there
            if weight > 0 and more > 0:
                offers.append(_Offer(weight, Fraction(each), more))
        if (rest := least.least - brought) > 0:
            extra = Extra(least.place, least.term, least.least, rest, _cheapest(offers, rest))
            yield from self._short(span, extra)

    def _inside(self, span: int) -> list[Taking]:
        return [one for one in self._takings if not one.pieces & ~span]

    def _short(self, span: int, extra: Extra | None) -> Iterator[Argument]:
        """A contradiction where what has to be taken inside a span is more than there is."""
        inside = self._inside(span)
        takes = sum((Fraction(one.takes) for one in inside), Fraction(0))
        takes += extra.takes if extra else 0
        pieces = [p for n, p in enumerate(self._supply.pieces) if span >> n & 1]
        there = sum((piece.high for piece in pieces), Fraction(0))
        if takes <= there:
            return
        groups = [self._room.groups[one.must.group] for one in inside]
        rules = frozenset(one.must.by for one in inside)
        rules |= frozenset({extra.place}) if extra else frozenset()
        rules = rules.union(*(piece.rules for piece in pieces))
        rules = rules.union(*(self._room.closers(group) for group in groups))
        if extra:
            rules = rules.union(*(self._room.closers(g) for g in self._room.about(extra.term)))
        is_capacity = not all(piece.rules for piece in pieces) or self._supply.unit == "load"
        chain = self._telling.short(self._supply, pieces, inside, extra, takes, there)
        yield Argument(rules, tuple(chain), is_capacity)


def _cheapest(offers: list[_Offer], rest: Fraction) -> Fraction:
    """What it takes at least to bring so much, the cheapest first; a part of a visit may do."""
    takes = Fraction(0)
    for offer in sorted(offers, key=lambda one: one.takes / one.weight):
        part = min(rest, offer.weight * offer.number)
        takes += part * offer.takes / offer.weight
        rest -= part
        if rest <= 0:
            break
    return takes
