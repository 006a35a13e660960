"""Certificates of a plan's bounds and of conflicts, each verified before it is handed on."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from xuncha_plan.check.proofs import Wrong, bound_of, excess_of, pose
from xuncha_plan.model import BoundProof, Claim, ConflictProof, PlanRecord, Problem
from xuncha_plan.model.diagnosis import Conflict
from xuncha_plan.solver.process.child import Search
from xuncha_plan.solver.process.hearing import Hearing
from xuncha_plan.solver.proving.child import Bounds, Conflicts, Wanted
from xuncha_plan.solver.search.bounds import worst
from xuncha_plan.solver.settings import Settings

SECONDS = 60.0  # for all certificates of one problem, at most
LARGEST = 40_000  # targets times rounds up to which certificates are looked for


def prove_bounds(problem: Problem, record: PlanRecord, settings: Settings) -> list[BoundProof]:
    """Certificates for the bounds that a plan claims, as far as short ones are found in time."""
    wanted = tuple(_wanted(problem, record))
    found: list[BoundProof] = []
    if _is_small(problem) and wanted:
        _heard(problem, Bounds(wanted), found.append, settings)
    posed = pose(problem) if found else None
    return [one for one in found if _holds(bound_of, problem, one, posed)]


def prove_conflicts(
    problem: Problem, conflicts: Iterable[Conflict], settings: Settings
) -> list[ConflictProof]:
    """Certificates for conflicts, as far as short ones are found in time."""
    places = {id(rule): i for i, rule in enumerate(problem.rules)}
    sets = (frozenset(places[id(m.rule)] for m in one.members) for one in conflicts)
    found: list[ConflictProof] = []
    if _is_small(problem):
        _heard(problem, Conflicts(tuple(sets)), found.append, settings)
    return [one for one in found if _holds(excess_of, problem, one)]


def vouched(record: PlanRecord, proofs: Iterable[BoundProof]) -> PlanRecord:
    """The plan, with `proof: bound` where a certificate proves as much as is claimed."""
    proved = {one.tier: one.bound for one in proofs}

    def claim(one: Claim) -> Claim:
        is_proved = one.bound is not None and proved.get(one.id, one.bound - 1) >= one.bound
        if not is_proved or one.status != "optimal":
            return one
        return replace(one, proof="bound", engines=())

    return replace(record, tiers=tuple(map(claim, record.tiers)))


def _is_small(problem: Problem) -> bool:
    return len(problem.targets) * len(problem.rounds) <= LARGEST


def _wanted(problem: Problem, record: PlanRecord) -> Iterator[Wanted]:
    """What each tier claims, for all plans that count as no worse in earlier ones."""
    claims = {claim.id: claim for claim in record.tiers}
    given: dict[str, Fraction] = {}
    for tier in problem.tiers:
        claim = claims[tier.id]
        if claim.bound is not None:
            yield Wanted(tier.id, claim.bound, dict(given))
        given[tier.id] = worst(tier, claim.value, claim.bound)


def _heard(problem: Problem, search: Search, hear: Callable[..., None], settings: Settings) -> None:
    limit = min(SECONDS, settings.time_limit)
    Hearing(problem, replace(settings, time_limit=limit), search, hear).ended()


def _holds(verify: Callable[..., object], *given: object) -> bool:
    """Whether a certificate is what it says; the finder's word counts for nothing."""
    try:
        verify(*given)
    except Wrong:
        return False
    return True
