"""What rules cost: the best plan without one beside the plan in hand, and which cost nothing.

Where several rules are set aside at once and the bounds stay, none of them costs anything: so a
few bounds settle most rules.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction

from xuncha_plan.check import plan_of
from xuncha_plan.model import PlanRecord
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.engines.effort import Answer as Solved
from xuncha_plan.solver.engines.effort import Effort
from xuncha_plan.solver.explanation.answers import Answer, Lifting
from xuncha_plan.solver.explanation.aside import ASIDE, aside
from xuncha_plan.solver.explanation.bounding import bound
from xuncha_plan.solver.explanation.descent import Descent
from xuncha_plan.solver.explanation.following import follow
from xuncha_plan.solver.explanation.ground import Ground
from xuncha_plan.solver.explanation.relaxed import Relaxed
from xuncha_plan.solver.search.neighbourhoods import LARGEST, spans
from xuncha_plan.solver.settings import Settings

SOME = 5.0  # seconds at most that one bound may take while rules are sifted


class Pricer:
    """Answers about the rules of one plan's problem."""

    def __init__(self, ground: Ground, settings: Settings) -> None:
        self._ground, self._settings = ground, settings
        self._standing = Descent(ground, settings, {})

    def standing(self, clock: Clock) -> Answer:
        """The best plan found with all the rules; all that is asked later is compared with it."""
        descent = self._descended(self._ground, clock)
        if (records := descent.records()) is not None:
            plan = plan_of(self._ground.problem, PlanRecord(records))
            self._ground = Ground(plan)
        self._standing = descent
        return Answer("possible", descent.answers(), records)

    def lift(self, asked: Lifting, clock: Clock) -> Answer:
        """The best plan found without what a rule asks, and what is proved of it."""
        ground = self._ground.on(aside(self._ground.problem, {asked.rule}))
        descent = self._descended(ground, clock)
        breach = descent.values.get(ASIDE.id)
        return Answer("possible", descent.answers(), descent.records(), breach=breach)

    def _descended(self, ground: Ground, clock: Clock) -> Descent:
        """From a plan to better ones, tier after tier, until they meet their bounds."""
        descent, relaxed = Descent(ground, self._settings, {}), Relaxed(ground)
        descent.begin(ground.solution, ground.values)
        while clock.left() > 0 and (tier := next(descent.unsettled(), None)):
            before = descent.values[tier.id]
            self._improve(descent, relaxed, tier.id, Clock.of(clock.left() / 2))
            if not descent.is_settled(tier.id) and descent.values[tier.id] == before:
                break
        self._in_parts(descent, clock)
        return descent

    def _improve(self, descent: Descent, relaxed: Relaxed, tier: str, clock: Clock) -> None:
        """Bound the first tier that could be better, and go where the bound's plan leads."""
        bound(descent, relaxed, Clock.of(clock.left() / 3), in_whole_years=False)
        if descent.is_settled(tier):
            return
        years = bound(descent, relaxed, Clock.of(clock.left() / 2), in_whole_years=True)
        if descent.is_settled(tier) or years.values is None:
            return
        follow(descent, relaxed, tier, years, clock)

    def _in_parts(self, descent: Descent, clock: Clock) -> None:
        """Decide two years at a time anew, then all, while there is time and something to gain."""
        ground = descent.ground
        parts = (ground.places(rounds, None, ()) for rounds in spans(ground.problem))
        for places in (*parts, ground.open_to):
            if clock.left() <= 0 or not any(descent.unsettled()):
                return
            if sum(map(len, places.values())) <= LARGEST:
                descent.descend(places, clock.left() / 2)

    # Rules that cost nothing.

    def sift(self, rules: Sequence[int], clock: Clock) -> Answer:
        """The rules that are proved to cost nothing in the tiers that are proved themselves."""
        targets = dict(self._proved())
        return Answer("possible", free=self._free(rules, targets, clock) if targets else ())

    def _proved(self) -> Iterator[tuple[str, Fraction]]:
        """The first tiers, with their values, as far as no plan with all rules can be better."""
        standing = self._standing
        for tier in standing.tiers:
            if not standing.is_settled(tier.id):
                return
            yield tier.id, standing.values[tier.id]

    def _free(
        self, rules: Sequence[int], targets: Mapping[str, Fraction], clock: Clock
    ) -> tuple[int, ...]:
        if not rules or clock.left() <= 0:
            return ()
        if self._cost_nothing(rules, targets, clock):
            return tuple(rules)
        if len(rules) == 1:
            return ()
        half = len(rules) // 2
        first = self._free(rules[:half], targets, clock)
        return (*first, *self._free(rules[half:], targets, clock))

    def _cost_nothing(
        self, rules: Collection[int], targets: Mapping[str, Fraction], clock: Clock
    ) -> bool:
        ground = self._ground.on(aside(self._ground.problem, rules))
        relaxed, most = Relaxed(ground), dict[str, Fraction]()
        least = relaxed.least()
        for tier, target in targets.items():
            if least[tier] < target:
                relaxed.keep(most)
                if not self._reaches(relaxed, tier, target, clock):
                    return False
            most[tier] = target
        return True

    def _reaches(self, relaxed: Relaxed, tier: str, target: Fraction, clock: Clock) -> bool:
        """Whether a tier's bound is as high as a target: with fractions, else whole in years."""
        for in_whole_years in (False, True):
            effort = Effort(max(0.1, min(SOME, clock.left())), seed=self._settings.seed)
            answer: Solved = relaxed.minimize(tier, effort, in_whole_years=in_whole_years)
            known = in_whole_years or answer.verdict == "optimal"
            if known and answer.bound is not None and answer.bound >= target:
                return True
        return False
