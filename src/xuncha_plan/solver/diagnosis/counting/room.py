"""Where each class of targets may still be visited, and who has closed the rest."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from xuncha_plan.model import Exact, Problem
from xuncha_plan.solver.diagnosis.counting.facts import Team, Term, facts
from xuncha_plan.solver.diagnosis.subset import Kept, subset
from xuncha_plan.solver.formulation.classes import Alike, Slot, classes, weight


@dataclass(frozen=True, eq=False)
class Spot:
    """A slot of a class that is still open, to these teams; None is the superior's."""

    slot: Slot
    teams: frozenset[Team]


@dataclass
class Group:
    """A class of targets that no rule tells apart.

    `closers` are the rules that closed something; by capacity alone a team is too small.
    """

    alike: Alike
    spots: list[Spot] = field(default_factory=list)
    closers: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  # by round
    too_large: set[str] = field(default_factory=set)  # rounds where a team is too small

    @property
    def member(self) -> str:
        """One of them, who stands for all."""
        return self.alike.members[0]


@dataclass(frozen=True)
class Must:
    """So many visits of a class that have to be, by one rule."""

    group: int
    visits: int
    spots: tuple[Spot, ...]
    by: int


@dataclass(frozen=True)
class Least:
    """What a rule asks for at least, beyond whole classes, and who could bring it.

    `reach` holds classes with their spots, and the most that one visit brings.
    """

    place: int
    term: Term
    least: Fraction
    reach: tuple[tuple[Group, list[Spot], Fraction], ...]

    def counts(self, must: Must) -> bool:
        """Whether visits that must be are of a purpose that it counts."""
        purposes = self.term.visits.purposes
        return purposes is None or any(spot.slot.purpose in purposes for spot in must.spots)


class Room:
    """What some rules leave open."""

    def __init__(self, problem: Problem, kept: Kept) -> None:
        small = subset(problem, kept)
        self.problem = small.problem
        self._capacities: dict[tuple[str, str], Fraction] = {}
        self._narrowed: dict[tuple[Spot, frozenset[Team]], Spot] = {}
        alike = classes(small.problem)
        self.facts = facts(small.problem, {i: small.rules[i] for i in sorted(kept)}, alike)
        self.groups = [Group(one) for one in alike]
        self._of = {frozenset(group.alike.members): i for i, group in enumerate(self.groups)}
        closings = [(fact.place, term) for fact in self.facts for term in fact.closed()]
        for group in self.groups:
            its = [(i, t) for i, t in closings if _is_about(t, group.member)]
            pins = list(self._pins(group))
            for slot in group.alike.slots:
                self._open(group, slot, its, pins)
        self._places = {id(group): i for i, group in enumerate(self.groups)}
        self.musts = list(self._musts())
        self.leasts = list(self._leasts())

    def _pins(self, group: Group) -> Iterator[tuple[int, Term]]:
        """What says of the only visit of a class's only member where it is."""
        for fact in self.facts:
            bound = fact.bound(-1)
            if bound is None or group.alike.size > 1 or bound[0].visits.targets is None:
                continue
            term, least = bound
            is_its = term.visits.targets == frozenset({group.member}) and term.unit == "count"
            if is_its and least == 1 and self._times(group, term) == 1:
                yield fact.place, term

    def _times(self, group: Group, term: Term) -> int:
        purposes = term.visits.purposes or frozenset({"coverage", "lookback", "special"})
        return sum(self.most(group, purpose) for purpose in purposes)

    def most(self, group: Group, purpose: str) -> int:
        """The most visits of a purpose that a member can have."""
        match purpose:
            case "coverage":
                return self.problem.times(group.member)
            case "special":
                return len(self.problem.asked("special", group.member))
            case _:
                return 1

    def _open(
        self,
        group: Group,
        slot: Slot,
        closings: list[tuple[int, Term]],
        pins: list[tuple[int, Term]],
    ) -> None:
        load = self.weight(group, slot, "load")
        shut: dict[int, frozenset[Team]] = {}
        every = frozenset(slot.teams)
        for i, term in closings:
            if term.takes(group.member, slot) and (load or term.unit != "load"):
                shut[i] = shut.get(i, frozenset()) | term.among(every)
        for i, term in pins:
            if slot.purpose in (term.visits.purposes or ()):
                is_there = term.takes(group.member, slot)
                shut[i] = shut.get(i, frozenset()) | (
                    every - term.among(every) if is_there else every
                )
        group.closers[slot.round] |= {i for i, teams in shut.items() if teams}
        left = every.difference(*shut.values())
        small = {t for t in left if t is not None and load > self.capacity(slot.round, t)}
        if small:
            group.too_large.add(slot.round)
        if left - small:
            group.spots.append(Spot(slot, left - small))

    def weight(self, group: Group, slot: Slot, unit: str) -> Exact:
        """What one visit counts in a unit."""
        return weight(self.problem, self.problem.target[group.member], slot, unit)

    def _musts(self) -> Iterator[Must]:
        """Visits of whole classes that have to be; of two rules that ask for them, the narrower."""
        found: dict[tuple[int, str], Must] = {}
        for fact in self.facts:
            bound = fact.bound(-1)
            if bound is None or bound[0].unit != "count" or bound[0].visits.targets is None:
                continue
            term, least = bound
            i = self._of.get(term.visits.targets or frozenset())
            if i is None or least <= 0 or term.visits.purposes is None:
                continue
            group = self.groups[i]
            for purpose in term.visits.purposes if len(term.visits.purposes) == 1 else ():
                must = Must(i, int(-(-least // 1)), tuple(self.taken(group, term)), fact.place)
                key = (i, f"{purpose} {fact.place}" if purpose == "special" else purpose)
                old = found.get(key)
                if old is None or (must.visits, -len(must.spots)) > (old.visits, -len(old.spots)):
                    found[key] = must
        yield from found.values()

    def place(self, group: Group) -> int:
        """Where a class stands among all."""
        return self._places[id(group)]

    def _leasts(self) -> Iterator[Least]:
        """Least amounts of rules that do not simply ask for visits of whole classes."""
        simple = {must.by for must in self.musts}
        for fact in self.facts:
            bound = fact.bound(-1)
            if bound is None or fact.place in simple:
                continue
            term, least = bound
            reach = []
            for group in self.groups:
                if spots := list(self.taken(group, term)):
                    weights = (self.weight(group, spot.slot, term.unit) for spot in spots)
                    reach.append((group, spots, Fraction(max(weights))))
            yield Least(fact.place, term, least, tuple(reach))

    def taken(self, group: Group, term: Term) -> Iterator[Spot]:
        """The open spots of a class that an amount is about."""
        if not _is_about(term, group.member):
            return
        for spot in group.spots:
            if term.takes(group.member, spot.slot):
                if term.visits.teams is None:
                    yield spot
                elif teams := term.among(spot.teams):
                    yield self._narrowed.setdefault((spot, teams), Spot(spot.slot, teams))

    def about(self, term: Term) -> list[Group]:
        """The classes that an amount could be about, were nothing closed."""
        return [
            group
            for group in self.groups
            if _is_about(term, group.member)
            and any(term.takes(group.member, slot) for slot in group.alike.slots)
        ]

    def possible(self, group: Group, spots: Iterable[Spot]) -> int:
        """The most visits that a class can have in some spots."""
        rounds: dict[str, set[str]] = defaultdict(set)
        for spot in spots:
            rounds[spot.slot.purpose].add(spot.slot.round)
        return group.alike.size * sum(
            min(self.most(group, purpose), len(its)) for purpose, its in rounds.items()
        )

    def closers(self, group: Group) -> set[int]:
        """Every rule that closed something to a class."""
        return set().union(*group.closers.values())

    def capacity(self, r: str, team: str) -> Fraction:
        """Team-weeks of a team in a round."""
        if (r, team) not in self._capacities:
            self._capacities[r, team] = self.problem.capacity([r], frozenset({team}))
        return self._capacities[r, team]


def _is_about(term: Term, member: str) -> bool:
    return term.visits.targets is None or member in term.visits.targets
