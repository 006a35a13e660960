"""Round after round: teams for one round, what does not fit goes to later rounds, planned anew.

Where a whole plan is too large for one dispatch, and one round of it has no teams for all that was
planned, the round takes as much as fits. Later rounds are then planned again around what is done.
"""

from collections.abc import Mapping
from dataclasses import replace

from xuncha_plan.model import Problem, Tier
from xuncha_plan.solver.engines.effort import Effort
from xuncha_plan.solver.formulation.cells import Key, Part, Solution, Teams
from xuncha_plan.solver.search.levels import Rounds
from xuncha_plan.solver.search.parts import Parts

REPLAN = 0.5  # of the time left, for planning later rounds anew


class Rolling:
    """Finds a first plan of a large problem."""

    def __init__(self, problem: Problem, rounds: Rounds, parts: Parts) -> None:
        self._problem, self._rounds, self._parts = problem, rounds, parts

    def run(self, tier: Tier, effort: Effort) -> bool:
        """Whether a plan was found; `effort` is for all rounds together."""
        try:
            return self._rolled(tier, effort)
        finally:
            self._rounds.let_go()

    def _rolled(self, tier: Tier, effort: Effort) -> bool:
        end = effort.clock()
        order = [r.id for r in self._problem.ordered]
        done: dict[Key, Mapping[str | None, int]] = {}
        for i, r in enumerate(order):
            planned = self._rounds.solution()
            if planned is None or end.left() <= 0:
                return False
            later: Solution = {
                k: {None: sum(n.values())} for k, n in planned.items() if k not in done
            }
            here = {k: n for k, n in later.items() if k[1].round == r}
            given = {**done, **{k: n for k, n in later.items() if k not in here}}
            part = replace(effort, seconds=end.left() / (len(order) - i))
            placed = self._placed(here, given, tier, part, is_last=i == len(order) - 1)
            if placed is None:
                return False
            done |= {key: placed.get(key, {}) for key in here}
            if any(sum(done[k].values()) < sum(n.values()) for k, n in here.items()):
                self._rounds.hold({key: sum(its.values()) for key, its in done.items()}, r)
                self._rounds.start(tier, replace(effort, seconds=max(0.1, end.left() * REPLAN)))
        return True

    def _placed(
        self, here: Solution, given: Solution, tier: Tier, effort: Effort, *, is_last: bool
    ) -> Solution | None:
        """The visits of a round with their teams: as many as fit, in the last round all."""
        open_to: dict[Key, Teams] = {key: self._parts.open_to[key] for key in here}
        part = Part(open_to, given, lambda key, team: True)
        if is_last:
            return self._parts.place(part, here, tier, effort)
        return self._parts.place_most(part, here, effort)
