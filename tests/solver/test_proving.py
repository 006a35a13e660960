"""Certificates are found, prove nothing false, and are as strong as enumeration of the tiny."""

import os
from fractions import Fraction

import pytest

from tests.diagnosis.test_counting_is_sound import small
from tests.oracle.enumerate import best
from tests.solver.district import district
from xuncha_plan.check.proofs import bound_of, excess_of, pose
from xuncha_plan.model import BoundProof, Claim, ConflictProof, PlanRecord, Problem
from xuncha_plan.model.certificate import Added, Split
from xuncha_plan.model.diagnosis import Conflict, Member
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.proving import run
from xuncha_plan.solver.proving.finding import Finder
from xuncha_plan.solver.proving.run import prove_bounds, prove_conflicts, vouched
from xuncha_plan.solver.settings import Settings

CASES = int(os.environ.get("XUNCHA_CASES", "40"))
AGES = 600.0  # seconds: time is never the reason here

# Three targets pairwise apart in two rounds: half a visit each would do, whole ones do not.
ODD = district({"rule": "apart"}, targets="a b c", rounds=2, tiers="")


def hard(problem: Problem) -> frozenset[int]:
    return frozenset(i for i, rule in enumerate(problem.rules) if rule.tier is None)


@pytest.mark.parametrize("seed", range(CASES))
def test_what_is_found_is_never_more_than_enumeration_finds(seed: int) -> None:
    problem = small(seed)
    optimum = best(problem)
    conflict = Finder(pose(problem, hard(problem)), Clock.of(AGES)).conflict()
    if optimum is None:
        assert conflict is not None  # so it is of these, not of all problems
        return
    assert conflict is None
    given: dict[str, Fraction] = {}
    for tier, value in zip(problem.tiers, optimum, strict=True):
        kept = pose(problem).keeping(given)
        found = Finder(kept, Clock.of(AGES)).bound(tier.id, value + 1000)
        assert found is not None
        bound, sums = found
        assert bound <= value
        statement = BoundProof(tier.id, bound, given, sums)
        assert bound_of(problem, statement, pose(problem)) == bound
        given = {**given, tier.id: value}


def test_what_fractions_do_not_show_is_shown_by_cases() -> None:
    sums = Finder(pose(ODD, hard(ODD)), Clock.of(AGES)).conflict()
    assert isinstance(sums, Split)
    names = {i + 1: rule.title_or_name for i, rule in enumerate(ODD.rules)}
    assert excess_of(ODD, ConflictProof(names, sums)) > 0


def test_bounds_that_are_known_anyway_take_no_rows() -> None:
    problem = district({"rule": "early", "tier": "first"}, targets="a")
    found = Finder(pose(problem), Clock.of(AGES)).bound("first", Fraction(0))
    assert found == (0, Added({}))


def test_no_time_no_proof() -> None:
    assert Finder(pose(ODD, hard(ODD)), Clock.of(-1)).conflict() is None


# In a process of its own.

SLOW = district({"rule": "early", "tier": "first"}, targets="a b", teams={"t1": 1})
CLAIMED = PlanRecord((), tiers=(Claim("first", Fraction(1), Fraction(1), "optimal", "engine"),))


def test_a_plan_says_what_is_proved() -> None:
    proofs = prove_bounds(SLOW, CLAIMED, Settings())
    assert [(one.tier, one.bound) for one in proofs] == [("first", 1)]
    (claim,) = vouched(CLAIMED, proofs).tiers
    assert claim.proof == "bound"
    (claim,) = vouched(CLAIMED, ()).tiers
    assert claim.proof == "engine"


def test_a_conflict_is_proved_by_its_rules_alone() -> None:
    conflict = Conflict(tuple(Member(rule) for rule in ODD.rules), "engines")
    (proof,) = prove_conflicts(ODD, (conflict,), Settings())
    assert set(proof.rules) == {1, 2}


def test_what_does_not_hold_is_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    false = BoundProof("first", Fraction(9), {}, Added({}))
    monkeypatch.setattr(run, "_heard", lambda problem, search, hear, settings: hear(false))
    assert prove_bounds(SLOW, CLAIMED, Settings()) == []


def test_none_are_looked_for_where_it_would_take_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "LARGEST", 1)
    assert prove_bounds(SLOW, CLAIMED, Settings()) == []
    assert prove_conflicts(ODD, (), Settings()) == []
