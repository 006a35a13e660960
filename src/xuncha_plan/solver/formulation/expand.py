"""From counts back to visits: which member of a class goes where."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle

from xuncha_plan.model import Offer, Plan, Problem, Visit
from xuncha_plan.solver.formulation.cells import Solution
from xuncha_plan.solver.formulation.classes import Alike, Slot

Where = tuple[Slot, str | None]


def visits(problem: Problem, classes: Sequence[Alike], solution: Solution) -> tuple[Visit, ...]:
    """The visits that counts stand for: members of a class are interchangeable."""
    found: list[Visit] = []
    taken: dict[int, dict[str, list[Where]]] = defaultdict(lambda: defaultdict(list))
    for (i, slot), its in solution.items():
        for team, number in its.items():
            taken[i][slot.purpose] += [(slot, team)] * number
    for i, purposes in sorted(taken.items()):
        found += _of_class(problem, classes[i].members, purposes)
    return tuple(found)


def _of_class(
    problem: Problem, members: tuple[str, ...], purposes: Mapping[str, list[Where]]
) -> Iterator[Visit]:
    covered: dict[str, Visit] = {}
    for purpose in ("coverage", "special"):
        # in order of rounds a turn through the members gives nobody two visits in a round
        places = sorted(purposes.get(purpose, ()), key=lambda place: problem.index[place[0].round])
        for member, (slot, team) in zip(cycle(members), places, strict=False):
            visit = Plan.visit(problem, member, slot.purpose, slot.round, slot.mode, team)
            if purpose == "coverage":
                covered.setdefault(member, visit)
            yield visit
    yield from _look_backs(problem, members, covered, purposes.get("lookback", []))


def _look_backs(
    problem: Problem,
    members: tuple[str, ...],
    covered: Mapping[str, Visit],
    places: list[Where],
) -> Iterator[Visit]:
    """Match look-backs with members whose coverage visit they may follow; the rest as they come."""
    offers = problem.asked("lookback", members[0])
    candidates = [
        [Plan.visit(problem, m, s.purpose, s.round, s.mode, team) for m in members]
        for s, team in places
    ]
    graph = [
        [m for m, visit in enumerate(row) if _fits(offers, covered.get(members[m]), visit)]
        for row in candidates
    ]
    taken = _matching(graph)
    free = [m for m in range(len(members)) if m not in taken.values()]
    for i, row in enumerate(candidates):
        yield row[taken[i] if i in taken else free.pop()]


def _fits(offers: Sequence[Offer], covered: Visit | None, visit: Visit) -> bool:
    if covered is None:
        return False
    return all(offer.follows is None or offer.follows(covered, visit) for offer in offers)


def _matching(graph: list[list[int]]) -> dict[int, int]:
    """A largest matching of a bipartite graph, by augmenting paths (Kuhn 1955)."""
    owner: dict[int, int] = {}

    def augment(i: int, seen: set[int]) -> bool:
        for m in graph[i]:
            if m not in seen:
                seen.add(m)
                if m not in owner or augment(owner[m], seen):
                    owner[m] = i
                    return True
        return False

    for i in range(len(graph)):
        augment(i, set())
    return {i: m for m, i in owner.items()}
