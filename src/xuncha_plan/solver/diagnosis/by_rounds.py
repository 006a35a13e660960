"""Plans of large problems by their rounds: what giving way costs there, then teams.

At the level of rounds, where teams are open, two engines prove within seconds what it costs at
least that rules give way. Any plan that costs no more will do, so how full rounds are is free to
choose: where the work is spread as evenly as can be, teams fit nearly always. Measured on the
reference district: 1 s to any plan and 3 to 7 s to the proof, against 5 s and 15 to 25 s by the
search for the best plan, which sees to the rounds of a tier before it spreads the work.
"""

from dataclasses import replace
from fractions import Fraction
from threading import Event

from xuncha_plan.model import Linear, Problem
from xuncha_plan.solver.diagnosis.means import Means
from xuncha_plan.solver.diagnosis.subset import GIVING_WAY
from xuncha_plan.solver.engines.cpsat import CpSat
from xuncha_plan.solver.engines.effort import Effort
from xuncha_plan.solver.engines.highs import Highs
from xuncha_plan.solver.formulation.classes import classes
from xuncha_plan.solver.formulation.program import Program
from xuncha_plan.solver.news import Bounded
from xuncha_plan.solver.search.engine import HUGE, LARGE
from xuncha_plan.solver.search.ledger import Ledger
from xuncha_plan.solver.search.levels import Rounds
from xuncha_plan.solver.search.parts import Parts

LEAST = 0.12  # of the time limit that the least cost may take
EVEN = 0.06  # the same for spreading the work
FLOOR = 0.1  # the same, where nothing is left to be proved then
TEAMS = 0.03  # the same for finding teams
OPINION = 0.05  # the same for a second opinion


class ByRounds:
    """Looks for a plan of one problem, and hands what is found to a ledger."""

    def __init__(self, problem: Problem, means: Means, ledger: Ledger, stop: Event) -> None:
        groups = classes(problem)
        self._means, self._ledger, self._stop = means, ledger, stop
        self._rounds = Rounds(problem, groups, ledger)
        self._parts = Parts(problem, groups, self._rounds.open_to, ledger, stop)
        size = sum(map(len, self._rounds.open_to.values()))
        self.is_fit = LARGE < size <= HUGE  # decided at once where smaller; too much where larger

    def is_refuted(self) -> bool:
        """Looks for any plan; whether two engines say that there is none, whichever teams come."""
        verdict = self._give_teams(EVEN)
        return verdict == "infeasible" and self._is_confirmed(self._rounds.counts.program)

    def look_for_cheapest(self, at_least: Fraction) -> None:
        """Looks for a plan in which giving way costs as little as can be; it is `at_least` so.

        A plan that costs no more is looked for first: where there is one, nothing is to be proved.
        """
        if at_least and self._give_teams_within(at_least, FLOOR):
            return
        self._rounds.let_worsen(GIVING_WAY)
        self._ledger.bounds.add(Bounded(GIVING_WAY.id, at_least, "highs"))
        self._rounds.improve(GIVING_WAY, self._effort(LEAST), self._stop)
        most = self._rounds.value(GIVING_WAY)
        if most is not None:
            self._give_teams_within(most, EVEN)

    def _give_teams_within(self, most: Fraction, share: float) -> bool:
        """Teams may add to what rounds cost; whether a plan was found in which they do not."""
        self._rounds.keep(GIVING_WAY, most)
        self._give_teams(share)
        best = self._ledger.best.get(GIVING_WAY.id)
        return best is not None and best <= most

    def _give_teams(self, share: float) -> str:
        """Spreads the work evenly and finds teams for it; what engines say of its rounds."""
        verdict = self._rounds.even_out(self._effort(share), self._stop)
        planned = self._rounds.solution() if verdict != "infeasible" else None
        for held in self._rounds.releases() if planned is not None else ():
            effort = self._effort(TEAMS)
            if self._parts.dispatch(planned or {}, held, GIVING_WAY, {}, effort):
                break
        return verdict

    def _is_confirmed(self, program: Program) -> bool:
        """Whether another engine says so too, or the same one by another way."""
        effort = self._effort(OPINION)
        answer = Highs(program).solve(Linear(), replace(effort, seconds=effort.seconds / 2))
        if answer.verdict == "unknown":
            answer = CpSat(program).solve(replace(effort, seed=effort.seed + 1))
        return answer.verdict == "infeasible"

    def _effort(self, share: float) -> Effort:
        return self._means.within(share).effort()
