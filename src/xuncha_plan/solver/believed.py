"""The best plan that the checker believes, and what is proved of it."""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

from xuncha_plan.check import findings, plan_of, tier_values
from xuncha_plan.model import Claim, PlanRecord, Problem, Proof, Tier, VisitRecord
from xuncha_plan.rules import REGISTRY
from xuncha_plan.solver.news import Bounded, Engine, Found


@dataclass
class Believed:
    """Keeps the last plan that passes the check; the solver's own word counts for nothing."""

    problem: Problem
    visits: tuple[VisitRecord, ...] | None = None
    values: dict[str, Fraction] = field(default_factory=dict)
    refused: str = ""  # what was wrong with a plan that the solver called valid
    _bounds: dict[str, dict[Engine, Fraction]] = field(default_factory=lambda: defaultdict(dict))

    def take(self, found: Found) -> bool:
        """Check a plan and keep it if nothing forbids it."""
        record = PlanRecord(found.visits)
        for finding in findings(self.problem, record):
            if finding.is_breach:
                self.refused = finding.say("en")
                return False
        self.visits = found.visits
        self.values = tier_values(plan_of(self.problem, record))
        return True

    def hear(self, news: Bounded) -> None:
        """A bound of one engine."""
        mine = self._bounds[news.tier]
        mine[news.engine] = max(news.bound, mine.get(news.engine, news.bound))

    def bound(self, tier: str) -> Fraction | None:
        """The best bound of a tier; None if none is known, or if a plan lies below it."""
        known = max(self._bounds[tier].values(), default=None)
        if self._least(tier) is not None:
            known = max(known or Fraction(0), Fraction(0))
        value = self.values.get(tier)
        return None if known is not None and value is not None and known > value else known

    def _least(self, tier: str) -> int | None:
        """0 where every rule of a tier counts upwards from 0 whatever the plan; else None."""
        for rule in self.problem.rules:
            if rule.tier == tier and (isinstance(rule, REGISTRY["prefer"]) or rule.word == "early"):
                return None
        return 0

    def record(self) -> PlanRecord | None:
        """The plan with its claims; None while there is none."""
        if self.visits is None:
            return None
        claims = tuple(self._claim(tier) for tier in self.problem.tiers)
        proved = all(claim.status == "optimal" for claim in claims)
        covered = {visit.target for visit in self.visits if visit.purpose == "coverage"}
        missing = (t.id for t in self.problem.targets if self.problem.times(t.id))
        return PlanRecord(
            tuple(sorted(self.visits, key=self._place)),
            jurisdiction=self.problem.jurisdiction.name,
            status="optimal" if proved else "feasible",
            uncovered=tuple(t for t in missing if t not in covered),
            tiers=claims,
        )

    def _place(self, visit: VisitRecord) -> tuple[int, str, str, str]:
        return self.problem.index[visit.round], visit.team or "", visit.target, visit.purpose

    def _claim(self, tier: Tier) -> Claim:
        value, bound = self.values[tier.id], self.bound(tier.id)
        if bound is None or value - bound > abs(bound) * tier.tolerance:
            return Claim(tier.id, value, bound, "feasible", "none")
        return Claim(tier.id, value, bound, "optimal", self._proof(tier, value))

    def _proof(self, tier: Tier, value: Fraction) -> Proof:
        """Who says so: arithmetic, two engines, or one."""
        near = [
            engine
            for engine, bound in self._bounds[tier.id].items()
            if value - bound <= abs(bound) * tier.tolerance
        ]
        if value == 0 and self._least(tier.id) == 0:
            return "bound"
        return "engines" if len(near) > 1 else "engine"
