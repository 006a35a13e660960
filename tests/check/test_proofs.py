"""Certificates are added up exactly: right ones prove what they say, wrong ones prove less."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from tests.diagnosis.test_counting_is_sound import small
from tests.oracle.enumerate import best
from tests.solver.district import district
from xuncha_plan.check.proofs import (
    Wrong,
    bound_of,
    excess_of,
    pose,
    stale,
    verified,
)
from xuncha_plan.check.proofs.rows import Row, Rows
from xuncha_plan.check.proofs.verified import Sum, proved_bound
from xuncha_plan.model import BoundProof, Certificate, ConflictProof, Linear
from xuncha_plan.model.certificate import Added, Split, Sums

ONE, TWO = Fraction(1), Fraction(2)
COVERAGE = {1: "coverage#0"}

# Three targets of four weeks, one team of ten: 12 are more than 10.
FULL = district(targets={t: {"workload": 4} for t in "abc"}, rounds=1, tiers="")

# One team of one week: the second target waits for the second round, which counts 1.
SLOW = district({"rule": "early", "tier": "first"}, targets="a b", teams={"t1": 1})


def coverage(rows: Rows) -> Iterator[str]:
    """The rows that a rule asked for."""
    return (rows.name_of(row) for row in rows.rows if row.rule is not None)


def capacity(rows: Rows) -> Iterator[str]:
    """The rows of capacity that limit all targets at once."""
    return (rows.name_of(row) for row in rows.rows if is_capacity(row))


def is_capacity(row: Row) -> bool:
    """Whether it limits all targets at once by weight."""
    return len(row.terms) == 3 and row.high == 10


def full() -> ConflictProof:
    """Coverage four times each and the capacity once: 0 <= -2."""
    rows = pose(FULL, frozenset({0})).rows
    (room,) = capacity(rows)
    times = dict.fromkeys(coverage(rows), Fraction(4))
    assert len(times) == 3
    return ConflictProof(COVERAGE, Added({**times, room: ONE}))


def slow() -> BoundProof:
    """Coverage and the capacity of the first round, once each."""
    rows = pose(SLOW).rows
    mine = [row for row in rows.rows if row.rule is not None or is_of_first_round(rows, row)]
    return BoundProof("first", ONE, {}, Added({rows.name_of(row): ONE for row in mine}))


def is_of_first_round(rows: Rows, row: Row) -> bool:
    visits = {rows.name("visit\n" + "\n".join((t, "coverage", "r1", "self_run"))) for t in "ab"}
    return {rows.unknowns[x].name for x in row.terms} == visits and row.high == 1


def mutants(sums: Sums) -> Iterator[tuple[str, Added]]:
    """Each row left out, taken less often, taken below 0, and called otherwise."""
    assert isinstance(sums, Added)
    for name, times in sums.rows.items():
        rest = {other: x for other, x in sums.rows.items() if other != name}
        yield "less", Added(rest)
        yield "less", Added({**rest, name: times / 8})
        yield "wrong", Added({**rest, name: -times})
        yield "wrong", Added({**rest, name[::-1]: times})


def test_a_contradiction_is_added_up() -> None:
    assert excess_of(FULL, full()) == 2


def test_a_bound_is_added_up() -> None:
    assert bound_of(SLOW, slow()) == 1


def test_every_change_of_a_contradiction_proves_less_or_is_refused() -> None:
    for kind, sums in mutants(full().sums):
        if kind == "wrong":
            with pytest.raises(Wrong):
                excess_of(FULL, replace(full(), sums=sums))
        else:
            rows = pose(FULL, frozenset({0})).rows
            assert Sum(rows, sums).least(Linear(), sums) < 2


def test_no_change_of_a_bound_proves_more() -> None:
    kinds = set()
    for kind, sums in mutants(slow().sums):
        mutant = replace(slow(), sums=sums)
        if kind == "wrong":
            with pytest.raises(Wrong):
                bound_of(SLOW, mutant)
        else:
            kinds.add(proved_bound(pose(SLOW), "first", sums))
    assert kinds == {Fraction(0), ONE}  # an eighth of a step is lifted to a step


def test_more_than_is_proved_is_refused() -> None:
    with pytest.raises(Wrong, match=r"only 1 is proved, 1\.25 is not"):
        bound_of(SLOW, replace(slow(), bound=Fraction(5, 4)))


def test_a_bound_between_two_values_is_lifted_to_the_next() -> None:
    sums = slow().sums
    assert isinstance(sums, Added)
    weaker = Added({name: times * Fraction(3, 4) for name, times in sums.rows.items()})
    assert bound_of(SLOW, replace(slow(), sums=weaker)) == 1


@pytest.mark.parametrize(
    ("proof", "words"),
    [
        (replace(slow(), tier="second"), "the problem has no tier second"),
        (replace(slow(), given={"first": ONE}), "first is not one of the earlier tiers"),
        (replace(full(), rules={1: "another"}), "no hard rule called another"),
        (replace(full(), rules={2: "coverage#0"}), "rule of number 2"),
        (replace(full(), rules={0: "coverage#0"}), "rule of number 0"),
        (replace(full(), sums=Added({})), "no contradiction"),
        (replace(full(), sums=Split("00", ONE, Added({}), Added({}))), "no unknown 00"),
    ],
)
def test_what_is_not_there_is_refused(proof: BoundProof | ConflictProof, words: str) -> None:
    problem = SLOW if isinstance(proof, BoundProof) else FULL
    proofs = (proof,) if isinstance(proof, BoundProof) else ()
    conflicts = (proof,) if isinstance(proof, ConflictProof) else ()
    (one,) = verified(problem, Certificate("", "", "", proofs, conflicts))
    assert one.proved is None
    assert one.wrong is not None
    assert words in one.wrong.say("en")
    assert one.wrong.code == "proof"


def test_what_earlier_tiers_are_kept_to_counts() -> None:
    rules = ({"rule": "early", "tier": "first"}, {"rule": "early", "tier": "second"})
    problem = district(*rules, targets="a", rounds=2)
    posed = pose(problem).keeping({"first": Fraction(-1)})
    (kept,) = posed.rows.rows[-1:]
    row = posed.rows.name_of(kept)
    never = BoundProof(
        "second", Fraction(100), {"first": Fraction(-1)}, Added({row: Fraction(100)})
    )
    assert bound_of(problem, never) == 100  # there is no such plan, so any bound holds
    with pytest.raises(Wrong, match="there is no row"):
        bound_of(problem, replace(never, given={}))


def test_cases_of_an_unknown_prove_what_each_of_them_proves() -> None:
    rows = Rows()
    x = rows.unknown(b"x", 0, 1, 1)
    y = rows.unknown(b"y", 0, 1, 1)
    rows.at_most(1 - x * 2 - y * 2, 0)  # 2x + 2y >= 1: fractions do with a half
    (name,) = map(rows.name_of, rows.rows)
    half, none = Added({name: Fraction(1, 2)}), Added({})
    assert Sum(rows, half).least(x + y, half) == Fraction(1, 2)
    split = Split(b"x".hex(), Fraction(0), Added({name: Fraction(1, 2)}), none)
    assert Sum(rows, split).least(x + y, split) == Fraction(1, 2)
    twice = Split(
        b"x".hex(), Fraction(0), Split(b"y".hex(), Fraction(0), Added({name: ONE * 9}), none), none
    )
    assert Sum(rows, twice).least(x + y, twice) == 1


def test_names_are_the_same_in_whatever_order_things_are_said() -> None:
    problem = district({"rule": "early", "tier": "first"}, targets="a b", rounds=3)
    turned = problem.replace(
        targets=problem.targets[::-1], rules=problem.rules[::-1], rounds=problem.rounds[::-1]
    )
    one, other = (pose(p).rows for p in (problem, turned))
    assert {one.name_of(row) for row in one.rows} == {other.name_of(row) for row in other.rows}


@pytest.mark.parametrize("seed", range(60))
def test_no_sum_proves_more_than_the_best_of_all_plans(seed: int) -> None:
    problem, random = small(seed), Random(seed)
    optimum = best(problem)
    if optimum is None:
        return
    given: dict[str, Fraction] = {}
    for tier, value in zip(problem.tiers, optimum, strict=True):
        posed = pose(problem).keeping(given)
        for _ in range(20):
            assert proved_bound(posed, tier.id, any_sum(posed.rows, random)) <= value
        given[tier.id] = value
    hard = frozenset(i for i, rule in enumerate(problem.rules) if rule.tier is None)
    rows = pose(problem, hard).rows
    for _ in range(20):
        sums = any_sum(rows, random)
        assert Sum(rows, sums).least(Linear(), sums) <= 0


def any_sum(rows: Rows, random: Random) -> Added:
    some = random.sample(rows.rows, min(len(rows.rows), random.randint(1, 6)))
    times = {rows.name_of(row): Fraction(random.randint(0, 8), 4) for row in some}
    return Added(times)


def test_a_proof_of_another_problem_is_named() -> None:
    (finding,) = stale(Certificate("f", "a" * 64), "b" * 64)
    assert "made for another problem" in finding.say("en")
    assert not list(stale(Certificate("f", "a" * 64), "a" * 64))
