"""Proves how low tiers can go, on the whole problem with teams left open."""

from dataclasses import replace
from fractions import Fraction

from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.engines.effort import Answer as Solved
from xuncha_plan.solver.engines.effort import Effort
from xuncha_plan.solver.explanation.descent import Descent
from xuncha_plan.solver.explanation.relaxed import Relaxed


def bound(
    descent: Descent,
    relaxed: Relaxed,
    clock: Clock,
    *,
    in_whole_years: bool,
    tiers: int | None = None,
) -> Solved:
    """Bound the tiers in order, up to the first that could still be better; the last answer.

    It is `infeasible` only where nothing at all does what is asked. `tiers` is how many are looked
    at; None: all.
    """
    most: dict[str, Fraction] = {}
    answer = Solved("unknown")
    descent.least = relaxed.least()
    for tier in descent.tiers[:tiers]:
        if clock.left() <= 0:
            break
        asked = (tier.id, in_whole_years, tuple(most.items()))
        if not descent.is_settled(tier.id) and asked not in descent.asked:
            descent.asked.add(asked)
            relaxed.keep(most)
            effort = Effort(clock.left())
            answer = relaxed.minimize(tier.id, effort, in_whole_years=in_whole_years)
            if answer.verdict == "infeasible":
                return replace(answer, verdict="unknown") if most else answer
            if in_whole_years or answer.verdict == "optimal":
                descent.add_bound(tier.id, answer.bound, "highs", most)
        if not descent.is_settled(tier.id) and not _is_as_good_as_needed(descent, tier.id):
            break
        most[tier.id] = descent.most(tier.id)
    return answer


def _is_as_good_as_needed(descent: Descent, tier: str) -> bool:
    """Whether later tiers are worth a look: where no plan is in hand, as long as none is dearer."""
    if descent.solution is not None:
        return descent.is_settled(tier)
    known = descent.bound(tier)
    return known is None or known <= descent.most(tier)
