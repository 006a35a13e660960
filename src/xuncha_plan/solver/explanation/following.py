"""From the plan by years that a bound comes with to one with rounds and teams."""

from collections.abc import Iterator

from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.engines.effort import Answer as Solved
from xuncha_plan.solver.engines.effort import Effort
from xuncha_plan.solver.explanation.descent import Descent
from xuncha_plan.solver.explanation.relaxed import Relaxed
from xuncha_plan.solver.formulation.cells import Key
from xuncha_plan.solver.formulation.program import Row
from xuncha_plan.solver.formulation.tiers import Posed
from xuncha_plan.solver.search.levels import amounts, rows
from xuncha_plan.solver.search.neighbourhoods import LARGEST


def follow(descent: Descent, relaxed: Relaxed, tier: str, years: Solved, clock: Clock) -> None:
    """Look for a plan that does in each year what a bound's plan does; too large a one is left."""
    effort = Effort(max(0.1, clock.left() / 3))
    solution = relaxed.rounded(tier, years, effort)
    if solution is None:
        return
    rounds = descent.ground.problem.round

    def held(key: Key) -> tuple[int, str, int]:
        return key[0], key[1].purpose, rounds[key[1].round].year

    wanted = amounts(solution, held)
    places = {key: its for key, its in relaxed.open_to.items() if wanted.get(held(key))}
    if sum(map(len, places.values())) > LARGEST:
        return

    def by_years(posed: Posed) -> Iterator[Row]:
        for amount, number in rows(posed.counts, wanted, held):
            yield Row(dict(amount.terms), number - amount.constant, equal=True)

    descent.descend(places, clock.left(), by_years)
