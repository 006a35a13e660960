"""What rules cost a plan, as values: the best plan with each beside the best without it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from xuncha_plan.model import Plan, Rule
from xuncha_plan.solver.explanation import Answer, TierAnswer


@dataclass(frozen=True)
class TierPrice:
    """What a rule costs in one tier: what the best plan found is worth with it and without.

    Both leave out what the rule itself counts. The bounds are what no plan can go below; None
    where nothing is known.
    """

    tier: str
    with_it: Fraction
    without: Fraction
    bound_with: Fraction | None
    bound_without: Fraction | None

    @property
    def price(self) -> Fraction:
        """How much less the tier is worth without the rule; below 0 where an earlier tier gains."""
        return self.with_it - self.without

    @property
    def highest(self) -> Fraction | None:
        """What the price cannot be above, as far as the best plan with the rule is concerned."""
        return None if self.bound_without is None else self.with_it - self.bound_without

    @property
    def is_proved(self) -> bool:
        """Whether both plans are proved best in this tier, those before it kept.

        Where both are worth the same, one proof does: no plan with the rule beats all without it.
        """
        return self.without == self.bound_without and (
            not self.price or self.with_it == self.bound_with
        )


@dataclass(frozen=True)
class RulePrice:
    """A rule with its price, tier by tier; `breach` is how far the plan without it breaks it.

    Without tiers it was not answered; a rule that is free is proved to cost nothing in the tiers
    in which the best plan with all rules is itself proved.
    """

    rule: Rule
    tiers: tuple[TierPrice, ...] = ()
    breach: Fraction | None = None
    is_free: bool = False
    answer: Answer | None = None

    @property
    def first(self) -> TierPrice | None:
        """The first tier that gains without the rule: what is after it follows from that gain."""
        return next((one for one in self.tiers if one.price > 0), None)

    @property
    def open_to_doubt(self) -> TierPrice | None:
        """The first tier up to the one that gains in which the price is not proved."""
        for one in self.tiers:
            if not one.is_proved:
                return one
            if one is self.first:
                break
        return None

    @property
    def is_proved_free(self) -> bool:
        """Whether it was answered, and the answer is that it costs nothing in any tier."""
        return bool(self.tiers) and self.first is None and self.open_to_doubt is None


@dataclass(frozen=True)
class Prices:
    """The prices of rules, dearest first, counted from the best plan found with all of them."""

    plan: Plan
    standing: Answer
    prices: tuple[RulePrice, ...]

    def proved(self) -> tuple[str, ...]:
        """The first tiers in which no plan with all rules can be better than the one found."""
        found = []
        for one in self.standing.tiers:
            if one.value is None or one.value != one.bound:
                break
            found.append(one.tier)
        return tuple(found)

    def costs_nothing(self, price: RulePrice) -> bool:
        """Whether it is proved that a rule costs nothing in any tier."""
        all_proved = len(self.proved()) == len(self.standing.tiers)
        return price.is_proved_free or (price.is_free and all_proved)

    def ranked(self) -> list[RulePrice]:
        """What costs more in an earlier tier comes first; what is free comes last."""
        order = [tier.id for tier in self.plan.problem.tiers]

        def rank(one: RulePrice) -> tuple[object, ...]:
            if one.first is not None:
                return 0, order.index(one.first.tier), -one.first.price
            return (2 if one.is_free or one.is_proved_free else 1), 0, Fraction(0)

        return sorted(self.prices, key=rank)


def price_of(rule: Rule, standing: Answer, answer: Answer) -> RulePrice:
    """The price that an answer tells, given what is known of plans with all rules."""
    own = _own(rule, standing, answer)
    bounds = {one.tier: one.bound for one in standing.tiers}
    return RulePrice(rule, tuple(_tiers(answer, bounds, own)), answer.breach, answer=answer)


def _own(rule: Rule, standing: Answer, answer: Answer) -> Mapping[str, Fraction]:
    """What the rule itself counts in each tier of the best plan with it."""
    whole = {one.tier: one.value for one in standing.tiers}
    return {
        one.tier: value - one.now
        for one in answer.tiers
        if (value := whole.get(one.tier)) is not None and one.tier == rule.tier
    }


def _tiers(
    answer: Answer, bounds: Mapping[str, Fraction | None], own: Mapping[str, Fraction]
) -> Iterator[TierPrice]:
    for one in answer.tiers:
        if one.value is not None:
            yield _tier(one, one.value, bounds.get(one.tier), own.get(one.tier, Fraction(0)))


def _tier(one: TierAnswer, without: Fraction, bound: Fraction | None, own: Fraction) -> TierPrice:
    # what others count in a plan that is not proved best has no bound of its own
    whole = one.now + own
    with_bound = one.now if bound == whole else bound if not own else None
    return TierPrice(one.tier, one.now, without, with_bound, one.bound)
