"""A part of a plan decided anew, with teams, the rest as given: how plans are found and bettered.

What is given is a number in every demand, so a part costs what it frees, not what the problem has.
"""

from collections.abc import Mapping
from fractions import Fraction
from threading import Event

from xuncha_plan.model import Linear, Problem, Selection, Tier
from xuncha_plan.solver.engines.cpsat import CpSat
from xuncha_plan.solver.engines.effort import Answer, Effort
from xuncha_plan.solver.formulation.cells import Key, Part, Solution, Teams
from xuncha_plan.solver.formulation.classes import Alike
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.formulation.program import Values, worth
from xuncha_plan.solver.formulation.tiers import Posed, pose, pose_begun
from xuncha_plan.solver.search.ledger import Ledger, kept
from xuncha_plan.solver.search.levels import Held, amounts, rows
from xuncha_plan.solver.search.neighbourhoods import LARGEST, Frees

Kept = Mapping[str, Fraction]  # tiers, and the most that each may be


class Parts:
    """Poses parts of the problem and hands what is found to the ledger."""

    def __init__(
        self,
        problem: Problem,
        classes: tuple[Alike, ...],
        open_to: Mapping[Key, Teams],
        ledger: Ledger,
        stop: Event,
    ) -> None:
        self._problem, self._classes = problem, classes
        self.open_to = open_to
        self._ledger, self._stop = ledger, stop

    def pose(self, part: Part) -> Posed:
        """The program of a part."""
        counts = Counts(self._problem, self._classes, part=part)
        return pose(counts, self._problem.tiers, self._problem.rules)

    def whole(self) -> Posed:
        """The program of the whole, with teams."""
        return self.pose(Part(self.open_to, {}, lambda key, team: True))

    def size(self, frees: Frees) -> int:
        """How many counts a part would free."""
        part = Part(self.open_to, self._ledger.solution or {}, frees)
        return sum(len(free) for _, free, _ in part.cells())

    def is_large(self, planned: Solution | None) -> bool:
        """Whether teams for a plan without them are too much for one program."""
        return sum(len(self.open_to.get(key, ())) for key in planned or ()) > LARGEST

    # Teams for a plan without them.

    def dispatch(
        self, solution: Solution, held: Held, tier: Tier, kept_to: Kept, effort: Effort
    ) -> bool:
        """Find teams for a plan without them, held in these sums; whether all were found."""
        wanted = amounts(solution, held)
        places = {key: its for key, its in self.open_to.items() if wanted.get(held(key))}
        posed = self.pose(Part(places, {}, lambda key, team: True))
        for amount, number in rows(posed.counts, wanted, held):
            posed.counts.program.at_most(amount, number, equal=True)
        answer = self._solved(posed, tier, kept_to, None, effort)
        return answer.values is not None

    def place(self, part: Part, here: Solution, tier: Tier, effort: Effort) -> Solution | None:
        """Teams for all of some visits, which completes a plan; None where none were found."""
        posed = self.pose(part)
        for cell in posed.counts.cells():
            if its := here.get((cell.of, cell.slot)):
                whole = sum(its.values())
                posed.counts.program.at_most(cell.amount(None), whole, equal=True)
        answer = self._solved(posed, tier, {}, None, effort)
        return None if answer.values is None else _free(part, posed.counts, answer.values)

    def place_most(self, part: Part, here: Solution, effort: Effort) -> Solution | None:
        """Teams for as much of some visits as fits, whatever a rule then still waits for."""
        counts = Counts(self._problem, self._classes, part=part)
        lacking = pose_begun(counts, self._problem.rules)
        for cell in counts.cells():
            if its := here.get((cell.of, cell.slot)):
                counts.program.at_most(cell.amount(None), sum(its.values()))
        self._all_or_none(counts, here)
        model = CpSat(counts.program)
        model.minimize(lacking)
        answer = model.solve(effort, stop=self._stop)
        return None if answer.values is None else _free(part, counts, answer.values)

    def _all_or_none(self, counts: Counts, here: Solution) -> None:
        """Of targets that are always covered together, all come or none."""
        present = {i for i, slot in here if slot.purpose == "coverage"}
        mine = {i: frozenset(counts.classes[i].members) for i in present}
        for rule in self._problem.rules:
            for bundle in rule.bundles(self._problem):
                classes = [members for members in mine.values() if members <= bundle]
                shares = [
                    counts.load(Selection(members, purposes=frozenset({"coverage"})))
                    * Fraction(1, len(members))
                    for members in classes
                ]
                for share in shares[1:]:
                    counts.program.at_most(shares[0] - share, 0, equal=True)

    # A better plan.

    def improve(self, frees: Frees, tier: Tier, effort: Effort) -> Answer:
        """Decide a part of the best plan anew, earlier tiers kept, so that a tier gains."""
        ledger = self._ledger
        if ledger.solution is None:
            return Answer("unknown")
        posed = self.pose(Part(self.open_to, ledger.solution, frees))
        start = posed.counts.values(ledger.solution)
        return self._solved(posed, tier, ledger.kept_before(tier), start, effort)

    def _solved(
        self,
        posed: Posed,
        tier: Tier,
        kept_to: Kept,
        start: Values | None,
        effort: Effort,
    ) -> Answer:
        program, objective = posed.counts.program, posed.tiers.get(tier.id, Linear())
        known = None if start is None else worth(objective, start)
        model = CpSat(program)
        for earlier, worst in kept_to.items():
            if row := kept(posed.tiers[earlier], worst):
                model.add(row)
        model.minimize(objective)
        if start is not None:
            model.hint(dict(enumerate(start)))

        def better(values: Values, value: Fraction) -> None:
            nonlocal known
            if known is None or value < known:
                known = value
                self._found(posed, tier, values)

        answer = model.solve(effort, better, stop=self._stop)
        if answer.values is not None and known is None:
            self._found(posed, tier, answer.values)
        return answer

    def _found(self, posed: Posed, tier: Tier, values: Values) -> None:
        complete = posed.counts.program.completed(values)
        self._ledger.found(tier.id, posed.counts, complete, posed.tiers)


def _free(part: Part, counts: Counts, values: Values) -> Solution:
    """What a part decided, without what was given."""
    return {key: its for key, its in counts.solution(values).items() if key in part.teams}
