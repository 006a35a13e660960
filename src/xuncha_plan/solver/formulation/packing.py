"""What the capacities of teams imply for a round whose teams are still open.

Each team's work must fit into its capacity, undivided: bins and items. The rows here hold in every
dispatch, so a level without teams may ask them: capacities of sets of teams, how many pieces of a
size fit, and dual feasible functions (Fekete and Schepers 2001), which bound any packing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from xuncha_plan.model import Exact, Ids, Linear, Problem
from xuncha_plan.solver.formulation.cells import Cell, Key, Teams
from xuncha_plan.solver.formulation.classes import Alike
from xuncha_plan.solver.formulation.counts import Counts

Function = Callable[[Fraction], Fraction]
FEW = 12  # sets of teams up to which pairs of them are asked about too
SMALLEST = Fraction(1, 5)  # of a capacity: smaller pieces are counted by their sum alone


@dataclass(frozen=True)
class _Item:
    """A visit in a round: its own load, what comes along with it, and who may take it."""

    unknown: int
    load: Fraction
    piece: Fraction | None  # with all that is bound to it; None: it is part of another's piece
    teams: Ids


def ask_capacities(counts: Counts, open_to: Mapping[Key, Teams]) -> None:
    """Add to a program without teams what the teams' capacities imply, round by round."""
    pieces = Pieces(counts)
    rounds: dict[str, list[_Item]] = defaultdict(list)
    for cell in counts.cells():
        teams = frozenset(t for t in open_to.get((cell.of, cell.slot), ()) if t is not None)
        load = Fraction(counts.weight(cell, "load"))
        if teams and load:
            piece = pieces.of(cell)
            rounds[cell.slot.round] += [
                _Item(x, load, piece, teams) for x in cell.unknowns.values()
            ]
    for r, items in rounds.items():
        _ask_round(counts, r, items)


class Pieces:
    """What a visit takes of a team, undivided: its own load and that of all that comes along."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._along = _along(counts.problem, counts.classes)

    def of(self, cell: Cell) -> Fraction | None:
        """Team-weeks; None where the visit is a part of another's piece."""
        load = Fraction(self._counts.weight(cell, "load"))
        if cell.slot.purpose != "coverage" or cell.of not in self._along:
            return load
        more = self._along[cell.of]
        return None if more is None else load + more


def _along(problem: Problem, classes: tuple[Alike, ...]) -> dict[int, Fraction | None]:
    """For the head of each bundle the least load that comes along; for its other members None."""
    class_of = {target: i for i, one in enumerate(classes) for target in one.members}
    found: dict[int, Fraction | None] = {}
    for rule in problem.rules:
        for bundle in filter(None, rule.bundles(problem)):
            head = max(sorted(bundle), key=lambda t: problem.target[t].workload)
            if classes[class_of[head]].size > 1 or class_of[head] in found:
                continue
            rest = bundle - {head}
            found[class_of[head]] = sum(
                (_least(problem, classes[class_of[t]]) for t in rest), Fraction(0)
            )
            found |= dict.fromkeys({class_of[t] for t in rest} - {class_of[head]})
    return found


def _least(problem: Problem, one: Alike) -> Fraction:
    """The least own load of a coverage visit of a class; 0 where it may go uncovered."""
    offers = problem.asked("coverage", one.members[0])
    if not any(offer.times and offer.by and offer.by.tier is None for offer in offers):
        return Fraction(0)
    covered = (slot for slot in one.slots if slot.purpose == "coverage")
    return min((s.work * problem.mode[s.mode].own_share for s in covered), default=Fraction(0))


def _ask_round(counts: Counts, r: str, items: list[_Item]) -> None:
    program, capacity = counts.program, counts.problem.capacity
    own = {item.teams for item in items}
    pairs = {a | b for a in own for b in own} if len(own) <= FEW else {frozenset().union(*own)}
    for teams in own | pairs:
        terms: dict[int, Exact] = {i.unknown: i.load for i in items if i.teams <= teams}
        program.at_most(Linear(terms), capacity([r], teams))
    bins = [capacity([r], frozenset({t})) for t in frozenset().union(*own)]
    pieces = {item.unknown: item.piece for item in items if item.piece}
    for row, most in _rows(pieces, bins):
        program.at_most(Linear(row), most)


def _rows(
    pieces: Mapping[int, Fraction], bins: list[Fraction]
) -> Iterator[tuple[dict[int, Exact], Fraction]]:
    """Rows that every packing of pieces into bins keeps."""
    largest = max(bins)
    if not largest:
        return
    alike: dict[Fraction, list[int]] = defaultdict(list)
    for x, piece in pieces.items():
        alike[piece].append(x)
    sizes = sorted(size for size in alike if size > largest * SMALLEST)
    for size in sizes:
        fitting = sum((bin // size for bin in bins), 0)
        large = [xs for piece, xs in alike.items() if piece >= size]
        yield {x: 1 for xs in large for x in xs}, Fraction(fitting)
    thresholds = [size / largest for size in sizes if size * 2 <= largest]
    for function in (*map(_rounded, range(1, 5)), *map(_cut, thresholds)):
        row: dict[int, Exact] = {}
        for piece, xs in alike.items():
            if worth := function(min(Fraction(1), piece / largest)):
                row |= dict.fromkeys(xs, worth)
        yield row, Fraction(len(bins))


def _rounded(k: int) -> Function:
    def function(x: Fraction) -> Fraction:
        scaled = x * (k + 1)
        return x if scaled.denominator == 1 else Fraction(scaled // 1, k)

    return function


def _cut(threshold: Fraction) -> Function:
    def function(x: Fraction) -> Fraction:
        if x > 1 - threshold:
            return Fraction(1)
        return x if x >= threshold else Fraction(0)

    return function
