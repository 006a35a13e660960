"""Planning by levels: the rounds first, with teams left open, then the teams.

A level is nothing but which decisions are taken: without teams the program is a relaxation, so
its bounds hold for the whole, and linear programming proves them where the whole stays open
(measured: 134 targets, risk proved in 0.4 s against 15 s unproved with teams).
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from threading import Event, Lock, Thread

from xuncha_plan.model import Exact, Linear, Problem, Selection, Tier, total
from xuncha_plan.solver.engines.cpsat import CpSat
from xuncha_plan.solver.engines.effort import Answer, Effort, Verdict
from xuncha_plan.solver.engines.highs import Highs
from xuncha_plan.solver.formulation.cells import Key, Solution, Teams
from xuncha_plan.solver.formulation.classes import Alike
from xuncha_plan.solver.formulation.counts import Counts
from xuncha_plan.solver.formulation.dispatchable import ask_dispatch
from xuncha_plan.solver.formulation.guesses import ask_of_teams, open_teams
from xuncha_plan.solver.formulation.packing import ask_capacities
from xuncha_plan.solver.formulation.program import Row, Values, worth
from xuncha_plan.solver.formulation.tiers import pose
from xuncha_plan.solver.search.ledger import Ledger, kept

LARGE = 3000  # unknowns from which proofs are left to HiGHS; measured at 134 targets: 2x the gain
NOISE = 1e-6  # how far from whole a whole number may come back
STEP = 0.05  # seconds between two looks at whether to stop

Held = Callable[[Key], Hashable]  # cells with one key are held to their sum


class Rounds:
    """The level of rounds: how many of each class in which round and mode, by whichever team.

    `open_to` says who may come where once rules and capacities have closed what they close.
    """

    def __init__(self, problem: Problem, classes: tuple[Alike, ...], ledger: Ledger) -> None:
        self.counts = Counts.without_teams(problem, classes)
        self._posed = pose(self.counts, problem.tiers, problem.rules)
        self._program = self.counts.program
        self.open_to: Mapping[Key, Teams] = open_teams(self.counts)
        self._close_what_nobody_takes()
        ask_of_teams(self.counts)
        ask_capacities(self.counts, self.open_to)
        self._taken = ask_dispatch(self.counts, self.open_to)
        self._open_ones = {one.unknown for one in self._taken}
        self._problem, self._ledger = problem, ledger
        self._evenness = self._fullest_round()
        self._years = self._sums_of_years()
        self._whole = {x for x, v in enumerate(self._program.variables) if v.whole}
        self._highs = Highs(self._program)
        self._kept: dict[str, Row] = {}
        self._held: dict[int, tuple[int, int]] = {}
        self._cpsat: CpSat | None = None
        self._lock = Lock()
        self._is_impossible = False
        self._is_dispatched = False  # whether the values say how many of a kind each team takes
        self.worst: dict[str, Fraction] = {}
        self.values: Values | None = None

    def _close_what_nobody_takes(self) -> None:
        for cell in self.counts.cells():
            if (cell.of, cell.slot) not in self.open_to:
                for x in cell.unknowns.values():
                    self._program.close(x)

    def decided(self) -> list[Tier]:
        """The tiers that this level can settle: those before the first that speaks of teams."""
        tiers: list[Tier] = []
        for tier in self._problem.tiers:
            if tier.id in self._posed.guessed:
                break
            tiers.append(tier)
        return tiers

    def _sums_of_years(self) -> set[int]:
        """Unknowns for what is done of a class in a year: the level above this one."""
        every = (self.counts.in_years(i) for i in range(len(self.counts.classes)))
        return {x for sums in every for one in sums for x in one.terms}

    def _fullest_round(self) -> Linear:
        """The largest share of its capacity that a round takes."""
        loads = (
            self.counts.load(Selection(rounds=frozenset({r})), "load")
            * (1 / (self._problem.capacity([r]) or Fraction(1)))
            for r in self._problem.round
        )
        return self._program.largest([0, *loads])

    def solution(self) -> Solution | None:
        """What this level has planned, with teams open."""
        return None if self.values is None else self.counts.solution(self.values)

    def start(self, tier: Tier, effort: Effort) -> Verdict:
        """Rounds to begin with: the best for a tier by fractions, else by whole years."""
        expression = self._posed.tiers.get(tier.id, Linear())
        for attempt in (self._by_fractions, self._by_years):
            if self.values is None and not self._is_impossible:
                attempt(tier, expression, effort, lambda: effort)
        return "infeasible" if self._is_impossible else "feasible"

    def even_out(self, effort: Effort, stop: Event) -> Verdict:
        """Spread the work evenly, tiers so far kept: teams fit more easily."""
        answer = self._by_cpsat(self._evenness, replace(effort, gap=0.1), stop)
        if answer.values is not None:
            self.values = self._program.completed(answer.values)
            self._is_dispatched = True
        return answer.verdict

    def improve(self, tier: Tier, effort: Effort, stop: Event) -> bool:
        """Minimise a tier, those before it kept; False where no plan can exist.

        HiGHS goes by whole years with rounds that may be fractions, which is proved where the
        whole stays open, then by whole rounds inside those years; CP-SAT goes on from the plan in
        hand at the same time.
        """
        if self._is_near(tier):
            return True
        near = Event()
        if effort.work is not None:  # side by side they would race
            half = replace(effort, seconds=effort.seconds / 2)
            self._linear(tier, half, near)
            return self._neighbouring(tier, half, Event(), stop) and not self._is_impossible
        linear = Thread(target=self._linear, args=(tier, effort, near), daemon=True)
        linear.start()
        is_possible = self._neighbouring(tier, effort, near, stop)
        linear.join()
        return is_possible and not self._is_impossible

    def _linear(self, tier: Tier, effort: Effort, near: Event) -> None:
        expression, end = self._posed.tiers[tier.id], effort.clock()
        gap = float(tier.tolerance) / 2

        def part(of: float) -> Effort:
            return replace(effort, seconds=max(0.1, end.left() * of), gap=gap)

        for attempt in (self._by_fractions, self._by_years):
            if not self._is_near(tier):
                attempt(tier, expression, part(0.5), lambda: part(0.5))
        if self._is_near(tier):
            near.set()

    def _neighbouring(self, tier: Tier, effort: Effort, near: Event, stop: Event) -> bool:
        expression = self._posed.tiers[tier.id]
        over = Event()

        def better(values: Values, _: Fraction) -> None:
            self._take(values, expression, is_dispatched=True)
            if self._is_near(tier) or near.is_set() or stop.is_set():
                over.set()

        def bound(at_least: Fraction) -> None:
            self._ledger.bound(tier, at_least, "cpsat", self.worst)
            if self._is_near(tier):
                over.set()

        is_large = len(self._program.variables) > LARGE and self._is_dispatched
        with _passing(over, near, stop):
            until = over if effort.work is None else stop  # when it hears of an end is chance
            answer = self._by_cpsat(
                expression, replace(effort, only_improve=is_large), until, better, bound
            )
        self._ledger.bound(tier, answer.bound, "cpsat", self.worst)
        if answer.values is not None:
            self._take(answer.values, expression, is_dispatched=True)
        return answer.verdict != "infeasible" or self.values is not None

    def _by_cpsat(
        self,
        expression: Linear,
        effort: Effort,
        stop: Event,
        better: Callable[[Values, Fraction], None] | None = None,
        bound: Callable[[Fraction], None] | None = None,
    ) -> Answer:
        if self._cpsat is None:
            self._cpsat = CpSat(self._program)
        model = self._cpsat.copy()
        for row in self._kept.values():
            model.add(row)
        model.minimize(expression)
        if (hint := self._hint()) is not None:
            model.hint(hint)
        return model.solve(effort, better, bound, stop)

    def _hint(self) -> dict[int, Exact] | None:
        if self.values is None:
            return None
        skipped = set() if self._is_dispatched else self._open_ones
        return {x: value for x, value in enumerate(self.values) if x not in skipped}

    def keep(self, tier: Tier, worst: Fraction) -> None:
        """Keep a tier to a value from here on."""
        self.worst[tier.id] = worst
        if row := kept(self._posed.tiers[tier.id], worst):
            self._kept[tier.id] = row
            self._highs.add(row, tier.id)

    def _by_fractions(
        self, tier: Tier, expression: Linear, effort: Effort, inside: Callable[[], Effort]
    ) -> None:
        """Fractions first, nearly all of them whole by themselves; then the few others.

        Measured: at 134 targets 31 of 4,427 counts are fractions, at 1,340 18 of 38,699, and the
        rest is proved in a second: relaxation enforced neighbourhood search (Berthold 2014).
        """
        self._highs.whole(())
        answer = self._highs.solve(expression, effort)
        self._learn(tier, answer, answer.bound if answer.verdict == "optimal" else None)
        if answer.verdict != "optimal":
            return
        boxes = dict(self._boxes(self._highs.fractions))
        for x, box in boxes.items():
            self._highs.box(x, box)
        self._highs.whole(self._whole)
        rounded = self._highs.solve(expression, inside())
        if rounded.values is not None:
            self._take(rounded.values, expression, is_dispatched=False)
        for x in boxes:
            self._highs.box(x, self._held.get(x))

    def _learn(self, tier: Tier, answer: Answer, bound: Fraction | None) -> None:
        """What an answer proves of every plan: nothing while some rounds are held."""
        if not self._held:
            self._is_impossible |= answer.verdict == "infeasible" and self.values is None
            self._ledger.bound(tier, bound, "highs", self.worst)

    def _boxes(self, fractions: list[float]) -> Iterator[tuple[int, tuple[int, int]]]:
        """The whole numbers on both sides of each count, inside its bounds."""
        for x, variable in enumerate(self._program.variables):
            if variable.decides:
                if x in self._held:
                    continue
                low = max(floor(fractions[x] + NOISE), int(variable.low))
                yield x, (low, max(low, min(ceil(fractions[x] - NOISE), int(variable.high))))

    def let_worsen(self, tier: Tier) -> None:
        """A tier and those after it are kept to nothing any more: an earlier turn kept them."""
        tiers = self._problem.tiers
        for later in tiers[tiers.index(tier) :] if tier in tiers else ():
            self.worst.pop(later.id, None)
            if self._kept.pop(later.id, None):
                self._highs.drop(later.id)

    def _by_years(
        self, tier: Tier, expression: Linear, effort: Effort, inside: Callable[[], Effort]
    ) -> None:
        """Whole years, then whole rounds inside them."""
        self._highs.whole(self._years)
        answer = self._highs.solve(expression, effort, self._hint())
        self._learn(tier, answer, answer.bound)
        if answer.values is not None:
            for z in self._years:
                self._highs.fix(z, answer.values[z])
            self._highs.whole(self._whole)
            rounded = self._highs.solve(expression, inside())
            if rounded.values is not None:
                self._take(rounded.values, expression, is_dispatched=False)
            for z in self._years:
                self._highs.fix(z, None)

    def _take(self, values: Values, expression: Linear, *, is_dispatched: bool) -> None:
        complete = self._program.completed(values)
        with self._lock:
            mine = self.values
            if mine is None or worth(expression, complete) <= worth(expression, mine):
                self.values, self._is_dispatched = complete, is_dispatched

    def _is_near(self, tier: Tier) -> bool:
        return self.values is not None and self._ledger.is_near(tier, self._worths(self.values))

    def _worths(self, values: Values) -> dict[str, Fraction]:
        return {t: Fraction(worth(x, values)) for t, x in self._posed.tiers.items()}

    def bound_the_rest(self, effort: Effort) -> None:
        """Bounds for the tiers that this level cannot settle, with every count a fraction."""
        self._highs.whole(())
        for tier in self._problem.tiers[len(self.decided()) :]:
            answer = self._highs.solve(self._posed.tiers[tier.id], effort)
            if answer.verdict == "optimal":
                self._ledger.bound(tier, answer.bound, "highs", self.worst)

    def value(self, tier: Tier) -> Fraction | None:
        """What a tier is worth as the rounds are planned."""
        expression = self._posed.tiers.get(tier.id)
        if self.values is None or expression is None:
            return None
        return Fraction(worth(expression, self.values))

    def hold(self, done: Mapping[Key, int], upto: str) -> None:
        """What is done up to a round stays, and nothing is added there."""
        last = self._problem.index[upto]
        for cell in self.counts.cells():
            if self._problem.index[cell.slot.round] <= last:
                for x in cell.unknowns.values():
                    amount = done.get((cell.of, cell.slot), 0)
                    self._held[x] = (amount, amount)
                    self._highs.box(x, self._held[x])
        self.values = None

    def let_go(self) -> None:
        """Nothing is held any more."""
        for x in self._held:
            self._highs.box(x, None)
        self._held = {}

    def adopt(self, solution: Solution) -> None:
        """Go on from a plan: its rounds."""
        self.values = self.counts.values(solution)
        for one in self._taken:
            self.values[one.unknown] = one.value(solution)
        self._is_dispatched = True

    # Handing on to the level of teams.

    def releases(self) -> Iterator[Held]:
        """What is held fixed when teams are sought: rounds; where they fail, modes in years; years.

        Measured at 134 targets: rounds spread without regard to teams fail in one of three cases,
        years never did, and finding rounds and teams inside them takes 0.3 s.
        """
        yield lambda key: key
        yield lambda key: (key[0], key[1].purpose, key[1].mode, self._year(key))
        yield lambda key: (key[0], key[1].purpose, self._year(key))

    def _year(self, key: Key) -> int:
        return self._problem.round[key[1].round].year


@contextmanager
def _passing(over: Event, *causes: Event) -> Iterator[None]:
    """Sets one event soon after any of the others, as long as it is of use."""
    left = Event()

    def watch() -> None:
        while not left.wait(STEP):
            if any(cause.is_set() for cause in causes):
                over.set()

    Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        left.set()


def amounts(solution: Solution, held: Held) -> dict[Hashable, int]:
    """How much a plan has of what is held together."""
    found: dict[Hashable, int] = defaultdict(int)
    for key, its in solution.items():
        found[held(key)] += sum(its.values())
    return found


def rows(
    counts: Counts, wanted: Mapping[Hashable, int], held: Held
) -> Iterator[tuple[Linear, int]]:
    """What holds a program to these amounts."""
    parts: dict[Hashable, list[Linear]] = defaultdict(list)
    for cell in counts.cells():
        parts[held((cell.of, cell.slot))].append(cell.amount(None))
    for key, amount in wanted.items():
        yield total(parts[key]), amount
