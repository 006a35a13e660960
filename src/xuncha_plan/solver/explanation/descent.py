"""The best plan so far that does what is asked: parts of it are decided anew, tier by tier."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from threading import Event

from xuncha_plan.check.wish import Wish
from xuncha_plan.model import Linear, Tier, VisitRecord
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.engines.cpsat import CpSat
from xuncha_plan.solver.engines.effort import Answer as Solved
from xuncha_plan.solver.engines.effort import Effort
from xuncha_plan.solver.explanation.answers import TierAnswer
from xuncha_plan.solver.explanation.aside import ASIDE
from xuncha_plan.solver.explanation.ground import Ground
from xuncha_plan.solver.formulation.cells import Cell, Key, Solution, Teams
from xuncha_plan.solver.formulation.program import Row, Values, worth
from xuncha_plan.solver.formulation.tiers import Posed
from xuncha_plan.solver.news import Bounded, Engine
from xuncha_plan.solver.search.bounds import Bounds
from xuncha_plan.solver.search.ledger import kept
from xuncha_plan.solver.settings import Settings

MOMENT = 0.5  # seconds that moving less may take
LEAST = 0.3  # seconds that looking takes at least, once a part is posed
Rows = Callable[[Posed], Iterable[Row]]  # what else a part is to keep
Wanted = Callable[[Cell], list[int]]  # the unknowns of a cell of which one must be above 0
Places = Mapping[Key, Teams]


class Descent:
    """Looks for plans that are ever better; what is proved of every plan is kept beside.

    A tier need not be better than its floor: two plans below it are alike there.
    """

    def __init__(
        self,
        ground: Ground,
        settings: Settings,
        floors: Mapping[str, Fraction],
        wanted: Wanted | None = None,
    ) -> None:
        self.ground, self.bounds = ground, Bounds()
        self.tiers = tuple(tier for tier in ground.problem.tiers if tier.id != ASIDE.id)
        self.asked: set[object] = set()  # what was asked of bounds, which would answer the same
        self.least: dict[str, Fraction] = {}  # by arithmetic alone
        self.solution: Solution | None = None
        self.values: dict[str, Fraction] = {}
        self._settings, self._floors, self._wanted = settings, floors, wanted

    def begin(self, solution: Solution, values: Mapping[str, Fraction]) -> None:
        """Go on from a plan that does what is asked."""
        self.solution, self.values = solution, dict(values)

    # What is known.

    def _floored(self, tier: str, value: Fraction) -> Fraction:
        return max(value, self._floors.get(tier, value))

    def most(self, tier: str) -> Fraction:
        """What later tiers may make of a tier."""
        return self._floored(tier, self.values.get(tier, self._floors.get(tier, Fraction(0))))

    def _before(self, tier: Tier) -> dict[str, Fraction]:
        """What the tiers before one are kept to."""
        return {one.id: self.most(one.id) for one in self.tiers[: self.tiers.index(tier)]}

    def bound(self, tier: str) -> Fraction | None:
        """What no plan with earlier tiers like these can go below; None if nothing is known."""
        given = self.values or {t.id: self.most(t.id) for t in self.tiers}
        known = (self.bounds.of(tier, given), self.least.get(tier))
        return max((x for x in known if x is not None), default=None)

    def engines(self, tier: str) -> frozenset[Engine]:
        """Who proves the bound of a tier; nobody needs to where arithmetic does."""
        bound = self.bound(tier)
        if bound is None or bound == self.least.get(tier):
            return frozenset()
        return frozenset(self.bounds.engines(tier))

    def add_bound(
        self, tier: str, bound: Fraction | None, engine: Engine, given: Mapping[str, Fraction]
    ) -> None:
        """No plan that keeps tiers to what is given goes below a bound."""
        if bound is not None:
            self.bounds.add(Bounded(tier, bound, engine, tuple(given.items())))

    def goal(self, tier: str) -> Fraction | None:
        """What it is no use to go below; None if that is not known."""
        known = [x for x in (self._floors.get(tier), self.bound(tier)) if x is not None]
        return max(known, default=None)

    def is_settled(self, tier: str) -> bool:
        """Whether the plan in hand is as good in a tier as it need or can be."""
        goal = self.goal(tier)
        return tier in self.values and goal is not None and self.values[tier] <= goal

    def unsettled(self) -> Iterator[Tier]:
        """The tiers that could still be better, in order."""
        return (tier for tier in self.tiers if not self.is_settled(tier.id))

    def answers(self) -> tuple[TierAnswer, ...]:
        """Each tier in the plan in hand and in the best found."""
        return tuple(
            TierAnswer(
                tier.id,
                self.ground.values[tier.id],
                self.values.get(tier.id),
                self.bound(tier.id),
                self.engines(tier.id),
            )
            for tier in self.tiers
        )

    def records(self, wish: Wish | None = None) -> tuple[VisitRecord, ...] | None:
        """The visits of the best plan found, in which a wish is met."""
        return None if self.solution is None else self.ground.records(self.solution, wish)

    # Looking for better ones.

    def _effort(self, seconds: float) -> Effort:
        return Effort(max(0.05, seconds), self._settings.workers or 8, self._settings.seed)

    def _start(self) -> Solution:
        return self.solution or self.ground.solution

    def _posed(self, places: Places, given: Solution) -> tuple[Posed, CpSat] | None:
        posed = self.ground.pose(places, given)
        model = CpSat(posed.counts.program)
        if self._wanted is not None:
            unknowns = [x for cell in posed.counts.cells() for x in self._wanted(cell)]
            if not any(posed.counts.program.variables[x].high for x in unknowns):
                return None
            model.add(Row(dict.fromkeys(unknowns, -1), -1))
        return posed, model

    def fit(self, places: Places, seconds: float) -> bool:
        """Whether deciding some places anew gives a plan that is no worse than every floor."""
        if (made := self._posed(places, self._start())) is None:
            return False
        posed, model = made
        for tier, floor in self._floors.items():
            if row := kept(posed.tiers[tier], floor):
                model.add(row)
            elif posed.tiers[tier].constant > floor:
                return False
        model.minimize(None)
        start = posed.counts.values(self._start())
        model.hint(dict(enumerate(start)))
        answer = model.solve(self._effort(seconds))
        if answer.values is not None:
            self.take(posed, self._nearer(posed, model, start, answer.values, seconds))
        return answer.values is not None

    def _nearer(
        self, posed: Posed, model: CpSat, start: Values, found: Values, seconds: float
    ) -> Values:
        """A plan that does as well and moves less, as far as that is found in a moment."""
        decided = (x for x, v in enumerate(posed.counts.program.variables) if v.decides)
        model.minimize(Linear({x: -1 for x in decided if start[x]}))
        model.hint(dict(enumerate(posed.counts.program.completed(found))))
        answer = model.solve(self._effort(min(MOMENT, seconds / 2)))
        return answer.values or found

    def descend(self, places: Places, seconds: float, rows: Rows | None = None) -> bool:
        """Decide some places anew, each tier in turn as low as it goes, those before it kept.

        With rows to keep, the places are all there are; else the rest is as in the best plan. False
        where it is proved that no plan does what is asked that way.
        """
        if (made := self._posed(places, {} if rows else self._start())) is None:
            return False
        posed, model = made
        is_whole = rows is None and places == self.ground.open_to
        clock = Clock.of(max(LEAST, seconds))
        for one in rows(posed) if rows else ():
            model.add(one)
        last = self.tiers[-1] if self.tiers else None
        for tier in self.tiers:
            if clock.left() <= 0:
                return True
            if not self.is_settled(tier.id):
                share = clock.left() if tier is last else clock.left() / 2
                model.hint(dict(enumerate(posed.counts.values(self._start()))))
                answer = self._minimize(posed, model, tier.id, share)
                if is_whole:
                    self.add_bound(tier.id, answer.bound, "cpsat", self._before(tier))
                if self.solution is None:
                    return answer.verdict != "infeasible"
            if row := kept(posed.tiers[tier.id], self.most(tier.id)):
                model.add(row)
        return self.solution is not None or self._has_any(posed, model, clock)

    def _has_any(self, posed: Posed, model: CpSat, clock: Clock) -> bool:
        """Whether there is any plan, where no tier asks for one."""
        model.minimize(None)
        answer = model.solve(self._effort(clock.left()))
        if answer.values is not None:
            self.take(posed, answer.values)
        return answer.verdict != "infeasible"

    def _minimize(self, posed: Posed, model: CpSat, tier: str, seconds: float) -> Solved:
        expression, near = posed.tiers[tier], Event()
        model.minimize(expression)

        def better(values: Values, value: Fraction) -> None:
            goal = self.goal(tier)
            if goal is not None and value <= goal:
                near.set()

        answer = model.solve(self._effort(seconds), better, stop=near)
        if answer.values is not None:
            self.take(posed, answer.values)
        return answer

    def take(self, posed: Posed, values: Values) -> None:
        """Keep a plan if none so far is better."""
        complete = posed.counts.program.completed(values)
        its = {t: Fraction(worth(x, complete)) for t, x in posed.tiers.items()}
        if self.solution is None or self._rank(its) < self._rank(self.values):
            self.solution, self.values = posed.counts.solution(complete), its

    def _rank(self, values: Mapping[str, Fraction]) -> tuple[Fraction, ...]:
        return tuple(self._floored(tier.id, values[tier.id]) for tier in self.tiers)
