"""What a plan file claims, held against what the plan is worth."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from xuncha_plan.model import (
    Claim,
    Finding,
    Place,
    Plan,
    PlanRecord,
    PlanStatus,
    Tier,
    Words,
    decimal,
)

ROUNDING = Fraction(1, 10_000)  # a file states four decimals


def claims(plan: Plan, record: PlanRecord, values: Mapping[str, Fraction]) -> Iterator[Finding]:
    """Claims that do not hold; a plan typed by hand claims nothing."""
    if not record.tiers and not record.sha256:
        return
    yield from claims_of_tiers(
        plan.problem.tiers, record.tiers, record.status, values, record.place
    )
    yield from _uncovered(plan, record)


def claims_of_tiers(
    tiers: Iterable[Tier],
    stated: Iterable[Claim],
    status: PlanStatus,
    values: Mapping[str, Fraction],
    place: Place | None,
) -> Iterator[Finding]:
    """Claims about tiers that do not hold; `place` is the file's that states them."""
    claimed = {claim.id: claim for claim in stated}
    for tier in tiers:
        claim = claimed.pop(tier.id, None)
        if claim is None:
            yield _found(
                Words(
                    "计划文件没有写层级“{tier}”的值",
                    "the plan file states no value of the tier {tier}",
                ),
                place,
                tier=tier.id,
            )
            continue
        yield from _of_tier(tier, claim, values[tier.id])
        if status == "optimal" and claim.status != "optimal":
            yield _found(
                Words(
                    "计划称为最优，层级“{tier}”却不是",
                    "the plan is called optimal, its tier {tier} is not",
                ),
                claim.place,
                tier=tier.id,
            )
    for claim in claimed.values():
        yield _found(
            Words("问题文件中没有层级“{tier}”", "the problem has no tier {tier}"),
            claim.place,
            tier=claim.id,
        )


def _of_tier(tier: Tier, claim: Claim, value: Fraction) -> Iterator[Finding]:
    if decimal(claim.value) != decimal(value):
        yield _found(
            Words(
                "层级“{tier}”写的值是{claimed}，实为{value}",
                "the tier {tier} is claimed to be {claimed}, but is {value}",
            ),
            claim.place, tier=tier.id, claimed=claim.value, value=value,
        )  # fmt: skip
    if claim.bound is not None and claim.bound > value + ROUNDING:
        yield _found(
            Words(
                "层级“{tier}”的界{bound}高于值{value}",
                "the bound {bound} of the tier {tier} is above its value {value}",
            ),
            claim.place, tier=tier.id, bound=claim.bound, value=value,
        )  # fmt: skip
    if claim.status == "optimal":
        bound = claim.bound
        if bound is None or value - bound > abs(bound) * tier.tolerance + 2 * ROUNDING:
            yield _found(
                Words(
                    "层级“{tier}”称为最优，但值{value}与界{bound}之差超出容差",
                    "the tier {tier} is called optimal, but its value {value} is too far from the "
                    "bound {bound}",
                ),
                claim.place, tier=tier.id, value=value, bound="-" if bound is None else bound,
            )  # fmt: skip


def _uncovered(plan: Plan, record: PlanRecord) -> Iterator[Finding]:
    missing = {
        t.id
        for t in plan.problem.targets
        if plan.problem.times(t.id) and not plan.of(t.id, "coverage")
    }
    if missing != set(record.uncovered):
        yield _found(
            Words("未覆盖的对象应为[{missing}]，文件写的是[{stated}]",
                  "the uncovered targets are [{missing}], the file states [{stated}]"),
            record.place, missing=sorted(missing), stated=sorted(record.uncovered),
        )  # fmt: skip


def _found(words: Words, place: Place | None, **blanks: object) -> Finding:
    return Finding(Fraction(1), words, blanks, None, "claim", (), place)
