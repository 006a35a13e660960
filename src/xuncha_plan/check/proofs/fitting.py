"""What fits into teams of a round, whoever takes what: rows that every sharing out of visits keeps.

A visit is one team's, undivided, and so is all that must come along with it. How many pieces of a
size fit is counted team by team; dual feasible functions (Fekete and Schepers 2001) weigh pieces of
all sizes so that no team takes more than 1 of the weight.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

from xuncha_plan.check.proofs.places import Places
from xuncha_plan.model import Exact, Ids, Problem

SMALLEST = Fraction(1, 5)  # of the largest capacity: smaller pieces are counted by their sum alone

Pieces = Mapping[int, Fraction]  # a place, and what a team needs for a visit there, in team-weeks
Counted = tuple[dict[int, Exact], Fraction]  # so much at most


def together(problem: Problem, places: Places, by: int, held: Iterable[int]) -> Pieces:
    """The pieces where one rule binds targets to one round and team; nothing if it binds none.

    What is bound to a target comes along with it only where hard rules have it covered.
    """
    bundles = list(_disjoint(problem.rules[by].bundles(problem)))
    if not bundles:
        return {}
    rules = {id(problem.rules[i]) for i in held}
    covered = {
        target
        for bundle in bundles
        for target in bundle
        if any(o.times and id(o.by) in rules for o in problem.asked("coverage", target))
    }
    pieces = alone(places)
    for bundle in bundles:
        head = max(sorted(bundle), key=lambda target: problem.target[target].workload)
        _bind(places, pieces, head, bundle - {head}, covered)
    return pieces


def alone(places: Places) -> dict[int, Fraction]:
    """The pieces where nothing is bound to anything."""
    return {x: Fraction(one.load) for x, one in enumerate(places.all) if one.load and one.teams}


def _disjoint(bundles: Iterable[Ids]) -> Iterator[Ids]:
    seen: set[str] = set()
    for bundle in bundles:
        if len(bundle) > 1 and not bundle & seen:
            seen |= bundle
            yield bundle


def _bind(
    places: Places, pieces: dict[int, Fraction], head: str, rest: Ids, covered: set[str]
) -> None:
    """Let the head's pieces hold the least that the rest takes in the round, and the rest none."""
    least: dict[tuple[str, str], Exact] = {}
    for x, one in enumerate(places.all):
        if one.target in rest and one.purpose == "coverage":
            key = one.target, one.round
            least[key] = min(one.load, least.get(key, one.load))
            pieces.pop(x, None)
    for x, one in enumerate(places.all):
        if one.target == head and one.purpose == "coverage" and x in pieces:
            its = (least.get((t, one.round), Fraction(0)) for t in rest & covered)
            pieces[x] = Fraction(one.load) + sum(its, Fraction(0))


def fitting(
    places: Places, pieces: Pieces, r: str, capacity: Mapping[str, Fraction]
) -> Iterator[Counted]:
    """What some teams can take of a round's pieces at most; `capacity` by team, in team-weeks."""
    bins = list(capacity.values())
    largest = max(bins, default=Fraction(0))
    its = {
        x: piece
        for x, piece in pieces.items()
        if places.all[x].round == r and places.all[x].teams <= capacity.keys()
    }
    if not largest or not its:
        return
    sizes = sorted({piece for piece in its.values() if piece > largest * SMALLEST})
    for size in sizes:
        room = sum((one // size for one in bins), 0)
        yield {x: 1 for x, piece in its.items() if piece >= size}, Fraction(room)
    for function in _functions([size / largest for size in sizes]):
        weights = {x: function(min(Fraction(1), piece / largest)) for x, piece in its.items()}
        yield {x: weight for x, weight in weights.items() if weight}, Fraction(len(bins))


def _functions(sizes: list[Fraction]) -> Iterator[Callable[[Fraction], Fraction]]:
    """Of any pieces that fit into 1 together, the values add up to 1 at most."""
    yield from map(_rounded, range(1, 5))
    yield from map(_cut, (size for size in sizes if size * 2 <= 1))


def _rounded(k: int) -> Callable[[Fraction], Fraction]:
    def function(x: Fraction) -> Fraction:
        scaled = x * (k + 1)
        return x if scaled.denominator == 1 else Fraction(scaled // 1, k)

    return function


def _cut(threshold: Fraction) -> Callable[[Fraction], Fraction]:
    def function(x: Fraction) -> Fraction:
        if x > 1 - threshold:
            return Fraction(1)
        return x if x >= threshold else Fraction(0)

    return function
