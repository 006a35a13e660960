"""What it would cost to have a visit where it is wanted, with the rest of the plan re-arranged.

Parts of the plan are set free around the visit, from two rounds to all: a plan found so is shown,
not only claimed. That none is better is proved on the whole problem with teams left open.
"""

from collections.abc import Mapping

from xuncha_plan.check import tier_values
from xuncha_plan.check.wish import Wish
from xuncha_plan.model import Ids, Round, sizes
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.engines.effort import Answer as Solved
from xuncha_plan.solver.engines.effort import Effort
from xuncha_plan.solver.explanation.answers import Answer, Placing, Verdict
from xuncha_plan.solver.explanation.bounding import bound
from xuncha_plan.solver.explanation.descent import Descent
from xuncha_plan.solver.explanation.following import follow
from xuncha_plan.solver.explanation.ground import Ground, is_wanted
from xuncha_plan.solver.explanation.relaxed import Relaxed
from xuncha_plan.solver.formulation.cells import Cell, Key, Teams
from xuncha_plan.solver.news import Engine
from xuncha_plan.solver.settings import Settings

LARGEST = 4000  # counts that a part may free: CP-SAT takes a second or two for so many
WHOLE = 9000  # the same for all places at once, which is the last resort
FIRST = 0.4  # of the time left that looking for a plan at no cost may take, each time
THIRD = 0.15  # the same with one round more
MORE = 4  # rounds that are tried as a third where something must get worse
SOON = 3.0  # seconds that building something ahead of the first question may take
BUILD = 0.0005  # seconds that a place costs to pose without teams (measured: 0.0004 to 0.0006)


class Placer:
    """Answers about places; one relaxed program serves all of them."""

    def __init__(self, ground: Ground, settings: Settings) -> None:
        self._ground, self._settings = ground, settings
        self._relaxed: Relaxed | None = None

    def answer(self, asked: Placing, clock: Clock) -> Answer:
        """The best plan found in which the visit is there, and what is proved of all such plans."""
        if not any(self._could_be(asked.wish, *place) for place in self._ground.open_to.items()):
            return Answer("impossible")
        return _Placed(self._ground, asked, self._settings, clock).answer(self)

    def _could_be(self, wish: Wish, key: Key, teams: Teams) -> bool:
        return self._ground.class_of[wish.target] == key[0] and is_wanted(wish, key, teams)

    def prepare(self) -> None:
        """Build at once what all places need, where that is quick."""
        self.relaxed(Clock.of(SOON))

    @property
    def is_prepared(self) -> bool:
        """Whether what all places need is there."""
        return self._relaxed is not None

    def relaxed(self, clock: Clock) -> Relaxed | None:
        """The problem without teams; None where there is no time to pose it."""
        if self._relaxed is None and clock.left() > BUILD * len(self._ground.open_to):
            self._relaxed = Relaxed(self._ground)
        return self._relaxed


class _Placed:
    """One question and its time."""

    def __init__(self, ground: Ground, asked: Placing, settings: Settings, clock: Clock) -> None:
        self._ground, self._wish, self._near = ground, asked.wish, asked.near
        self._suspects = asked.suspects
        self._settings, self._clock = settings, clock
        self._class = ground.class_of[asked.wish.target]
        self._descent = Descent(ground, settings, ground.values, self._unknowns)
        if asked.near is not None and asked.instead_of is not None:
            plan = ground.moved(asked.instead_of, asked.near)
            self._descent.begin(ground.counted(plan), tier_values(plan))

    def _unknowns(self, cell: Cell) -> list[int]:
        if cell.of != self._class or not is_wanted(self._wish, (cell.of, cell.slot), cell.unknowns):
            return []
        its = cell.unknowns.items()
        return [x for team, x in its if self._wish.team in (None, team)]

    def answer(self, placer: Placer) -> Answer:
        """From what is quickest to what is surest."""
        if self._descent.solution is not None and not any(self._descent.unsettled()):
            return self._found()
        few, years, every = self._spans()
        if placer.is_prepared and not self._is_open(placer.relaxed(self._clock)):
            return Answer("impossible", culprits=self._culprits())
        if self._fits(few, FIRST):
            return self._found()
        relaxed = placer.relaxed(self._clock)
        if relaxed is not None:
            self._want(relaxed)
        if self._descent.solution is None and (impossible := self._impossible(relaxed)):
            return impossible
        if not self._is_dear(relaxed) and self._fits_with_more(few, years):
            return self._found()
        more = [few | {r.id} for r in self._nearest(few, years)[:MORE]]
        if not self._search(relaxed, [few, *more, years, every]):
            return Answer("impossible", engines=frozenset({"cpsat"}), culprits=self._culprits())
        return self._found()

    def _is_dear(self, relaxed: Relaxed | None) -> bool:
        """Whether it is proved that some tier must get worse."""
        if relaxed is None:
            return False
        floors = self._ground.values
        for tier, floor in floors.items():
            known = self._descent.bound(tier)
            if known is not None and known > floor:
                return True
        return not relaxed.is_possible(Effort(max(0.1, self._clock.left() / 3)), floors)

    def _fits_with_more(self, few: Ids, years: Ids) -> bool:
        """Whether one round more, or all of the years, give a plan at no cost.

        Measured at 134 targets: where two rounds do not do, a third one does in 0.2 s.
        """
        more = (frozenset({r.id}) for r in self._nearest(few, years))
        return any(self._fits(few | one, THIRD) for one in more) or self._fits(years, FIRST)

    def _nearest(self, few: Ids, years: Ids) -> list[Round]:
        """The other rounds: those of the years first, then by how far they are from the place."""
        problem = self._ground.problem
        index = problem.index
        there = index[self._there() or min(few)]
        others = (r for r in problem.ordered if r.id not in few)
        return sorted(others, key=lambda r: (r.id not in years, abs(index[r.id] - there)))

    def _found(self) -> Answer:
        records = self._descent.records(self._wish)
        verdict: Verdict = "unknown" if records is None else "possible"
        return Answer(verdict, self._descent.answers(), records)

    def _fits(self, rounds: Ids, share: float) -> bool:
        left = self._clock.left()
        return left > 0 and self._descent.fit(self._places(rounds), left * share)

    def _is_open(self, relaxed: Relaxed | None) -> bool:
        return relaxed is None or bool(relaxed.open_cells(self._class, self._wish))

    def _impossible(self, relaxed: Relaxed | None) -> Answer | None:
        """The proof that no plan has the visit there; None where there is none."""
        if relaxed is None:
            alone = self._culprits()
            by: frozenset[Engine] = frozenset({"highs"})
            return Answer("impossible", engines=by, culprits=alone) if alone else None
        cells = relaxed.open_cells(self._class, self._wish)
        if not cells:
            return Answer("impossible", culprits=self._culprits())
        part = Clock.of(self._clock.left() / 3)
        answer = bound(self._descent, relaxed, part, in_whole_years=False, tiers=1)
        if answer.verdict != "infeasible":
            return None
        agree = relaxed.is_impossible_too(Effort(max(0.1, self._clock.left() / 2)))
        engines: frozenset[Engine] = frozenset({"highs", "cpsat"} if agree else {"highs"})
        return Answer("impossible", engines=engines, culprits=self._culprits())

    def _want(self, relaxed: Relaxed) -> None:
        relaxed.want(relaxed.open_cells(self._class, self._wish))

    def _culprits(self) -> tuple[int, ...]:
        """The suspects that forbid the place by themselves, beside what must be covered."""
        rules, problem = self._ground.problem.rules, self._ground.problem
        asking = [rule for rule in rules if rule.tier is None and any(rule.offers(problem))]
        found = []
        for i in self._suspects:
            if self._clock.left() <= 0:
                break
            alone = Relaxed(
                self._ground, [rules[i], *(rule for rule in asking if rule is not rules[i])]
            )
            cells = alone.open_cells(self._class, self._wish)
            alone.want(cells)
            if not cells or not alone.is_possible(Effort(max(0.1, self._clock.left()))):
                found.append(i)
        return tuple(found)

    def _search(self, relaxed: Relaxed | None, spans: list[Ids]) -> bool:
        """Better plans and better bounds in turn, until they meet or time is over.

        False where the whole problem is proved to have no plan with the visit there.
        """
        bounded: set[str] = set()
        for rounds in dict.fromkeys(spans):
            before = self._descent.solution
            places = self._places(rounds)
            is_possible = self._descent.descend(places, self._clock.left() / 3)
            if not is_possible and places == self._ground.open_to:
                return False
            if relaxed is not None and self._descent.solution is not before:
                self._bound(relaxed, in_whole_years=False)
            first = next(self._descent.unsettled(), None)
            has_plan = self._descent.solution is not None
            if self._clock.left() <= 0 or (has_plan and first is None):
                return True
            if relaxed is not None and has_plan and first and first.id not in bounded:
                bounded.add(first.id)
                years = self._bound(relaxed, in_whole_years=True)
                if not any(self._descent.unsettled()):
                    return True
                if self._clock.left() > 0 and not self._descent.is_settled(first.id):
                    follow(self._descent, relaxed, first.id, years, self._clock)
        return True

    def _bound(self, relaxed: Relaxed, *, in_whole_years: bool) -> Solved:
        part = Clock.of(self._clock.left() / 2)
        return bound(self._descent, relaxed, part, in_whole_years=in_whole_years)

    # What is set free.

    def _there(self) -> str | None:
        """The round that is wanted, or where to look first."""
        return self._wish.round or (self._near.round if self._near else None)

    def _spans(self) -> tuple[Ids, Ids, Ids]:
        """Sets of rounds, ever larger: where the visit is and would be, their years, all."""
        problem, there = self._ground.problem, self._there()
        few = frozenset(visit.round.id for visit in self._ground.plan.of(self._wish.target))
        few = (few | {there} if there else few) or frozenset(problem.round)
        years = {problem.round[r].year for r in few}
        inside = frozenset(r.id for r in problem.rounds if r.year in years)
        return few, inside, frozenset(problem.round)

    def _places(self, rounds: Ids) -> dict[Key, Teams]:
        """What is decided anew: those rounds, with as many teams as there is room for."""
        everything = self._ground.open_to
        if len(rounds) == len(self._ground.problem.round) and _size(everything) <= WHOLE:
            return everything
        along = self._along()
        places = self._ground.places(rounds, None, along)
        teams = self._teams(rounds)
        while _size(places) > LARGEST and len(teams) > 2:
            teams = teams[: len(teams) * 2 // 3]
            places = self._ground.places(rounds, frozenset(teams), along)
        return places

    def _along(self) -> Ids:
        """The target with all that go with it, in one round and by one team."""
        problem, target = self._ground.problem, self._wish.target
        bundles = (bundle for rule in problem.rules for bundle in rule.bundles(problem))
        return frozenset({target}).union(*(bundle for bundle in bundles if target in bundle))

    def _teams(self, rounds: Ids) -> list[str]:
        """The teams: those concerned first, then by how much they have to spare in the rounds."""
        plan, problem = self._ground.plan, self._ground.problem
        concerned = {self._wish.team, self._near and self._near.team}
        concerned |= {team for t in self._along() for v in plan.of(t) for team in v.values("team")}
        load = {
            team.id: sizes(
                (v for v in plan.visits if v.team is team and v.round.id in rounds), "load"
            )
            for team in problem.teams
        }
        spare = {t: problem.capacity(rounds, frozenset({t})) - its for t, its in load.items()}
        return sorted(spare, key=lambda team: (team not in concerned, -spare[team]))


def _size(places: Mapping[Key, Teams]) -> int:
    """How many counts places have."""
    return sum(map(len, places.values()))
