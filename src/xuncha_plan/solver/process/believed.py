"""The best plan that the checker believes, and what is proved of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from xuncha_plan.check import findings, plan_of, tier_values
from xuncha_plan.model import Claim, PlanRecord, Problem, Proof, Tier, VisitRecord
from xuncha_plan.rules import REGISTRY
from xuncha_plan.solver.news import Bounded, Engine, Found
from xuncha_plan.solver.search.bounds import Bounds, worst


@dataclass
class Believed:
    """Keeps the last plan that passes the check; the solver's own word counts for nothing."""

    problem: Problem
    visits: tuple[VisitRecord, ...] | None = None
    values: dict[str, Fraction] = field(default_factory=dict)
    refused: str = ""  # what was wrong with a plan that the solver called valid
    _bounds: Bounds = field(default_factory=Bounds)
    _is_doubted: bool = False
    _floor: dict[str, Fraction] = field(default_factory=dict)  # of the plan that it began with

    def take(self, found: Found) -> bool:
        """Check a plan and keep it if nothing forbids it."""
        record = PlanRecord(found.visits)
        for finding in findings(self.problem, record):
            if finding.is_breach:
                self.refused = finding.say("en")
                self.doubt()
                return False
        values = tier_values(plan_of(self.problem, record))
        if self._is_below_floor(values):
            return False
        self.visits, self.values = found.visits, values
        return True

    def begin(self, found: Found, proved: Iterable[Bounded]) -> None:
        """Begin with a plan, if it passes the check, and with what was proved of the problem."""
        if self.take(found):
            self._floor = dict(self.values)
        else:
            self.refused, self._is_doubted = "", False  # an old plan is nobody's fault
        for news in proved:
            self.hear(news)

    def _is_below_floor(self, values: Mapping[str, Fraction]) -> bool:
        """Whether a plan is worse than the one that it began with, beyond what tolerances allow."""
        for tier in self.problem.tiers if self._floor else ():
            old, new = self._floor[tier.id], values[tier.id]
            if new > worst(tier, old, self._bounds.of(tier.id, self._floor)):
                return True
            if new < old:
                return False
        return False

    def hear(self, news: Bounded) -> None:
        """A bound of one engine."""
        if not self._is_doubted:
            self._bounds.add(news)

    def doubt(self) -> None:
        """The solver contradicts the checker: nothing that it proves counts."""
        self._bounds, self._is_doubted = Bounds(), True

    def bound(self, tier: str) -> Fraction | None:
        """The best bound of a tier; None if none is known, or if the plan lies below it."""
        known = self._bounds.of(tier, self._allowed())
        if self._least(tier) is not None:
            known = max(known or Fraction(0), Fraction(0))
        return None if self.is_contradicted(tier) else known

    def is_contradicted(self, tier: str) -> bool:
        """Whether the plan lies below what the solver calls the least."""
        known, value = self._bounds.of(tier, self.values), self.values.get(tier)
        return known is not None and value is not None and known > value

    def _allowed(self) -> dict[str, Fraction]:
        return self._bounds.allowed(self.problem.tiers, self.values)

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
        value, bound, by = self.values[tier.id], self.bound(tier.id), self._by(tier)
        if bound is None or value - bound > abs(bound) * tier.tolerance:
            engines = tuple(engine for engine, one in by.items() if one == bound)
            return Claim(tier.id, value, bound, "feasible", "none", engines=engines)
        if value == 0 and self._least(tier.id) == 0:
            return Claim(tier.id, value, bound, "optimal", "bound")  # by arithmetic
        engines = tuple(e for e, one in by.items() if value - one <= abs(one) * tier.tolerance)
        proof: Proof = "engines" if len(engines) > 1 else "engine"
        return Claim(tier.id, value, bound, "optimal", proof, engines=engines)

    def _by(self, tier: Tier) -> dict[Engine, Fraction]:
        """What each engine proved of a tier."""
        engines = sorted(self._bounds.engines(tier.id))
        bounds = {e: self._bounds.of(tier.id, self._allowed(), e) for e in engines}
        return {engine: bound for engine, bound in bounds.items() if bound is not None}
