"""A part of a plan decided anew, with teams, the rest as given: how plans are found and bettered.

What is given is a number in every demand, so a part costs what it frees, not what the problem has.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from threading import Event

from xuncha_plan.model import Linear, Problem, Tier
from xuncha_plan.solver.cells import Alike
from xuncha_plan.solver.counts import Counts, Key, Part, Solution, Teams
from xuncha_plan.solver.cpsat import CpSat
from xuncha_plan.solver.effort import Answer, Effort
from xuncha_plan.solver.ledger import Ledger, kept
from xuncha_plan.solver.levels import Held, amounts, rows
from xuncha_plan.solver.neighbourhoods import LARGEST, Frees
from xuncha_plan.solver.program import Values, worth
from xuncha_plan.solver.tiers import Posed, pose

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
        self._open_to = open_to
        self._ledger, self._stop = ledger, stop

    def pose(self, part: Part) -> Posed:
        """The program of a part."""
        counts = Counts(self._problem, self._classes, part=part)
        return pose(counts, self._problem.tiers, self._problem.rules)

    def whole(self) -> Posed:
        """The program of the whole, with teams."""
        return self.pose(Part(self._open_to, {}, lambda key, team: True))

    def size(self, frees: Frees) -> int:
        """How many counts a part would free."""
        part = Part(self._open_to, self._ledger.solution or {}, frees)
        return sum(len(free) for _, free, _ in part.cells())

    # Teams for a plan without them.

    def dispatch(
        self, solution: Solution, held: Held, tier: Tier, kept_to: Kept, effort: Effort
    ) -> bool:
        """Find teams for a plan without them, held in these sums; whether all were found.

        As many rounds at a time as a part may free; rounds whose turn comes later have no teams
        yet, which binds nobody.
        """
        wanted = amounts(solution, held)
        places = {key: its for key, its in self._open_to.items() if wanted.get(held(key))}
        done: Solution = {key: {None: sum(its.values())} for key, its in solution.items()}
        chunks = list(self._chunks(places, held))
        for chunk in chunks:
            posed = self.pose(Part(chunk, _outside(done, chunk, held), lambda key, team: True))
            inside = {held(key) for key in chunk}
            here = {key: amount for key, amount in wanted.items() if key in inside}
            for amount, number in rows(posed.counts, here, held):
                posed.counts.program.at_most(amount, number, equal=True)
            part = replace(effort, seconds=effort.seconds / len(chunks))
            is_last = chunk is chunks[-1]
            answer = self._solved(posed, tier, kept_to, None, part, is_whole=is_last)
            if answer.values is None:
                return False
            done = posed.counts.solution(posed.counts.program.completed(answer.values))
        return True

    def _chunks(self, places: Mapping[Key, Teams], held: Held) -> Iterator[dict[Key, Teams]]:
        """Rounds in order, together as long as they free few enough; what is held stays whole."""
        first: dict[object, int] = {}
        for key in places:
            index = self._problem.index[key[1].round]
            first[held(key)] = min(index, first.get(held(key), index))
        chunk: dict[Key, Teams] = {}
        size = 0
        for start in sorted(set(first.values())):
            more = {key: its for key, its in places.items() if first[held(key)] == start}
            its_size = sum(map(len, more.values()))
            if chunk and size + its_size > LARGEST:
                yield chunk
                chunk, size = {}, 0
            chunk |= more
            size += its_size
        yield chunk

    # A better plan.

    def improve(self, frees: Frees, tier: Tier, effort: Effort) -> Answer:
        """Decide a part of the best plan anew, earlier tiers kept, so that a tier gains."""
        ledger = self._ledger
        if ledger.solution is None:
            return Answer("unknown")
        posed = self.pose(Part(self._open_to, ledger.solution, frees))
        start = posed.counts.values(ledger.solution)
        return self._solved(posed, tier, ledger.kept_before(tier), start, effort, is_whole=True)

    def _solved(
        self,
        posed: Posed,
        tier: Tier,
        kept_to: Kept,
        start: Values | None,
        effort: Effort,
        *,
        is_whole: bool,
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
            if is_whole and (known is None or value < known):
                known = value
                self._found(posed, tier, values)

        answer = model.solve(effort, better, stop=self._stop)
        if answer.values is not None and is_whole and known is None:
            self._found(posed, tier, answer.values)
        return answer

    def _found(self, posed: Posed, tier: Tier, values: Values) -> None:
        complete = posed.counts.program.completed(values)
        self._ledger.found(tier.id, posed.counts, complete, posed.tiers)


def _outside(done: Solution, chunk: Mapping[Key, Teams], held: Held) -> Solution:
    inside = {held(key) for key in chunk}
    return {key: its for key, its in done.items() if held(key) not in inside}
