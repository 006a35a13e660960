"""The whole with teams as one exact program: proofs for what is small, and the last word."""

from fractions import Fraction
from threading import Event

from xuncha_plan.model import Linear, Tier
from xuncha_plan.solver.engines.cpsat import CpSat
from xuncha_plan.solver.engines.effort import Answer, Effort
from xuncha_plan.solver.formulation.cells import Solution
from xuncha_plan.solver.formulation.program import Values, worth
from xuncha_plan.solver.formulation.tiers import Posed
from xuncha_plan.solver.search.ledger import Ledger, kept


class Whole:
    """Minimises tier after tier, each kept from then on.

    `proves` says that its bounds hold for every plan; those of a mere part do not.
    """

    def __init__(self, posed: Posed, ledger: Ledger, stop: Event, *, proves: bool = True) -> None:
        self._posed, self._ledger, self._stop = posed, ledger, stop
        self.proves = proves
        self.near: Solution | None = None  # where to look first, while there is no plan
        self._model = CpSat(posed.counts.program)
        self._given: dict[str, Fraction] = {}

    def minimize(self, tier: Tier, effort: Effort) -> Answer:
        """Minimise one tier from the best plan so far, unless it is proved already."""
        expression = self._posed.tiers.get(tier.id, Linear())
        answer = Answer("unknown")
        if self._ledger.solution is None or not self._ledger.is_exact(tier):
            answer = self._minimized(tier, expression, effort)
        if self._ledger.solution is not None and tier.id in self._ledger.best:
            self.keep(tier)
        return answer

    def begin(self, solution: Solution) -> None:
        """Go on from a plan that was found elsewhere."""
        self.found("", self._posed.counts.values(solution))

    def keep(self, tier: Tier) -> None:
        """Keep a tier to what the best plan so far allows."""
        self._given[tier.id] = self._ledger.worst(tier, self._ledger.best)
        if row := kept(self._posed.tiers.get(tier.id, Linear()), self._given[tier.id]):
            self._model.add(row)

    def _minimized(self, tier: Tier, expression: Linear, effort: Effort) -> Answer:
        known: Fraction | None = None
        self._model.minimize(expression)
        has_plan = self._ledger.solution is not None  # one without a visit is a plan too
        plan = self._ledger.solution if has_plan else self.near
        if plan is not None:
            start = self._posed.counts.values(plan)
            self._model.hint(dict(enumerate(start)))
            known = Fraction(worth(expression, start)) if has_plan else None

        def better(values: Values, value: Fraction) -> None:
            nonlocal known
            if known is None or value < known:
                known = value
                self.found(tier.id, values)

        def bound(at_least: Fraction | None) -> None:
            if self.proves and tier.id in self._posed.tiers:
                self._ledger.bound(tier, at_least, "cpsat", self._given)

        answer = self._model.solve(effort, better, bound, self._stop)
        bound(answer.bound)
        if answer.values is not None and known is None:
            self.found(tier.id, answer.values)
        return answer

    def found(self, tier: str, values: Values) -> None:
        """A plan was found."""
        complete = self._posed.counts.program.completed(values)
        self._ledger.found(tier, self._posed.counts, complete, self._posed.tiers)
