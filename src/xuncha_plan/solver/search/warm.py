"""A plan to begin with: an earlier one, by which a search starts where another ended."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from xuncha_plan.model import Tier, VisitRecord
from xuncha_plan.solver.formulation.cells import Key, Part, Solution, Teams
from xuncha_plan.solver.formulation.classes import Alike
from xuncha_plan.solver.search.ledger import Ledger
from xuncha_plan.solver.search.parts import Parts


def begin_with(
    visits: Iterable[VisitRecord], classes: tuple[Alike, ...], parts: Parts, ledger: Ledger
) -> bool:
    """Whether the plan keeps every rule: it is then the first that is found."""
    solution = in_counts(visits, classes, parts.open_to)
    if solution is None:
        return False
    posed = parts.pose(Part(parts.open_to, solution, lambda key, team: False))
    values = posed.counts.values(solution)
    if posed.counts.program.is_impossible or not posed.counts.program.holds(values):
        return False
    first = ledger.problem.tiers[0].id if ledger.problem.tiers else Tier(id="-").id
    ledger.found(first, posed.counts, values, posed.tiers)
    return True


def in_counts(
    visits: Iterable[VisitRecord], classes: tuple[Alike, ...], open_to: Mapping[Key, Teams]
) -> Solution | None:
    """A plan in counts; None where a visit has no place that is open to it."""
    class_of = {target: i for i, one in enumerate(classes) for target in one.members}
    places = {(i, slot.purpose, slot.round, slot.mode): (i, slot) for i, slot in open_to}
    found: dict[Key, dict[str | None, int]] = defaultdict(lambda: defaultdict(int))
    for visit in visits:
        of = class_of.get(visit.target, -1)
        key = places.get((of, visit.purpose, visit.round, visit.mode))  # type: ignore[arg-type]
        if key is None or visit.team not in open_to[key]:
            return None
        found[key][visit.team] += 1
    return {key: dict(its) for key, its in found.items()}
