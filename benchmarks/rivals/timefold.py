"""Timefold's Python package: local search over places of visits, with a soft level a tier.

The visits and demands are those of stated.py. Needs Java 17 or newer.
"""

import os
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from threading import Timer
from typing import Annotated, Any

from telling import Teller

from rivals.stated import SCALE, Asked, NotStated, Row, Stated
from xuncha_plan.model import Problem, VisitRecord

JVMS = Path("/usr/lib/jvm")
MARGIN = 1.0  # seconds kept for the end
# Swaps, which are among the defaults, are never possible between visits with places of their own:
# looking for one took all the time (72 moves a second in place of thousands).
PHASES = """<solver xmlns="https://timefold.ai/xsd/solver">
  <constructionHeuristic/>
  <localSearch><changeMoveSelector/></localSearch>
</solver>"""


def run(problem: Problem, limit: float, seed: int, teller: Teller) -> None:
    """State the problem, then let it search until the time is over."""
    _find_java()
    stated = Stated(problem)
    facts, offsets = _facts(stated, teller)
    teller.sizes(counts=sum(len(c.places) for c in stated.choices), rows=len(facts.rows))
    solver, solution = _solver(facts, len(problem.tiers), limit - teller.seconds(), seed)

    def better(event: Any) -> None:
        if event.new_best_score.is_feasible and event.is_new_best_solution_initialized:
            soft = [-x for x in event.new_best_score.soft_scores]
            teller.values(
                {
                    tier.id: Fraction(int(x) + offset, SCALE)
                    for tier, x, offset in zip(problem.tiers, soft, offsets, strict=True)
                }
            )

    solver.add_event_listener(better)
    timer = Timer(max(0.1, limit - MARGIN - teller.seconds()), solver.terminate_early)
    timer.daemon = True  # the solver's own limit leaves out what it copies into Java's world
    timer.start()
    best = solver.solve(solution)
    timer.cancel()
    chosen = [stated.choices[v.id].places[v.place.id] for v in best.visits if v.place is not None]
    teller.plan(VisitRecord.of(visit) for place in chosen for visit in place)
    teller.end("feasible" if best.score.is_feasible else "no plan")


def _find_java() -> None:
    if "JAVA_HOME" not in os.environ and JVMS.is_dir():
        for home in sorted(JVMS.iterdir()):
            if (home / "lib" / "server" / "libjvm.so").exists():
                os.environ["JAVA_HOME"] = str(home)
                return


# What the solver is told.


@dataclass(eq=False)
class DemandFact:
    """See stated.Asked; a tier of -1 is hard."""

    id: int
    tier: int
    base: int


@dataclass(eq=False)
class NodeFact:
    """See stated.Node."""

    id: int
    demand: DemandFact
    factor: int


@dataclass(eq=False)
class RowFact:
    """See stated.Row."""

    id: int
    node: NodeFact
    base: int


@dataclass(eq=False)
class Use:
    """What a place adds to a row."""

    row: RowFact
    amount: int


@dataclass(eq=False)
class Place:
    """A place of a visit: the rows in which it differs, and what it costs in each tier."""

    id: int
    uses: list[Use]
    costs: list[int]


@dataclass
class Facts:
    """Everything that the search looks at."""

    rows: list[RowFact] = field(default_factory=list)
    places: list[list[Place]] = field(default_factory=list)
    demands: int = 0
    nodes: int = 0

    def add(self, asked: Asked) -> None:
        """Take in a demand."""
        demand = DemandFact(self.demands, -1 if asked.tier is None else asked.tier, asked.base)
        self.demands += 1
        for node in asked.nodes:
            its = NodeFact(self.nodes, demand, node.factor)
            self.nodes += 1
            for row in node.rows:
                fact = RowFact(len(self.rows), its, row.base)
                self.rows.append(fact)
                shared: dict[int, Use] = {}  # each object is copied into Java's world once
                for (choice, place), amount in row.amounts.items():
                    use = shared.setdefault(amount, Use(fact, amount))
                    self.places[choice][place].uses.append(use)

    def cost(self, tier: int, row: Row) -> int:
        """Take in a cost, as what each place costs more than the cheapest; the rest is returned."""
        offset = row.base
        by_choice: dict[int, dict[int, int]] = {}
        for (choice, place), amount in row.amounts.items():
            by_choice.setdefault(choice, {})[place] = amount
        for choice, amounts in by_choice.items():
            places = self.places[choice]
            least = min(amounts.get(place.id, 0) for place in places)
            offset += least
            for place in places:
                place.costs[tier] += amounts.get(place.id, 0) - least
        return offset


def _facts(stated: Stated, teller: Teller) -> tuple[Facts, list[int]]:
    """All demands; and of each tier, what it costs in any case."""
    tiers = [tier.id for tier in stated.problem.tiers]
    facts, offsets = Facts(), [0] * len(tiers)
    for choice in stated.choices:
        facts.places.append([Place(i, [], [0] * len(tiers)) for i in range(len(choice.places))])
    for asked in stated.capacity():
        facts.add(asked)
    for rule in stated.problem.rules:
        try:
            its = list(stated.asked(rule))
        except NotStated as error:
            teller.note(f"not stated: {rule.title_or_name} ({error})")
            continue
        for one in its:
            if isinstance(one, Asked):
                facts.add(one)
            else:
                offsets[tiers.index(rule.tier or "")] += facts.cost(
                    tiers.index(rule.tier or ""), one
                )
    return facts, offsets


def _solver(facts: Facts, tiers: int, seconds: float, seed: int) -> tuple[Any, Any]:
    """The solver and the unsolved problem; classes are made here, for the number of tiers."""
    from timefold.solver import SolverFactory
    from timefold.solver.config import (
        Duration,
        EnvironmentMode,
        ScoreDirectorFactoryConfig,
        SolverConfig,
        TerminationConfig,
    )
    from timefold.solver.domain import (
        PlanningEntityCollectionProperty,
        PlanningId,
        PlanningScore,
        PlanningVariable,
        ProblemFactCollectionProperty,
        ValueRangeProvider,
        planning_entity,
        planning_solution,
    )
    from timefold.solver.score import (
        BendableScore,
        ConstraintCollectors,
        ConstraintFactory,
        constraint_provider,
    )

    @planning_entity
    @dataclass(eq=False)
    class VisitEntity:
        id: Annotated[int, PlanningId]
        options: Annotated[list[Place], ValueRangeProvider(id="options")]
        place: Annotated[Place | None, PlanningVariable(value_range_provider_refs=["options"])] = (
            None
        )

    @planning_solution
    @dataclass(eq=False)
    class Schedule:
        rows: Annotated[list[RowFact], ProblemFactCollectionProperty]
        visits: Annotated[list[VisitEntity], PlanningEntityCollectionProperty]
        score: Annotated[
            BendableScore | None,
            PlanningScore(bendable_hard_levels_size=1, bendable_soft_levels_size=tiers),
        ] = None

    def tier(factory: ConstraintFactory, amounts: Any, i: int) -> list[Any]:
        one = BendableScore.of_soft(1, tiers, i, 1)
        return [
            amounts.filter(lambda demand, amount: demand.tier == i)
            .penalize(one, lambda demand, amount: demand.base + amount)
            .as_constraint(f"tier {i}"),
            factory.for_each(VisitEntity)
            .penalize(one, lambda visit: visit.place.costs[i])
            .as_constraint(f"cost {i}"),
        ]

    @constraint_provider
    def rules(factory: ConstraintFactory) -> list[Any]:
        amounts = (
            factory.for_each(VisitEntity)
            .flatten_last(lambda visit: visit.place.uses)
            .group_by(lambda use: use.row, ConstraintCollectors.sum(lambda use: use.amount))
            .complement(RowFact, lambda row: 0)
            .group_by(
                lambda row, amount: row.node,
                ConstraintCollectors.max(lambda row, amount: row.base + amount),
            )
            .group_by(
                lambda node, value: node.demand,
                ConstraintCollectors.sum(
                    lambda node, value: (
                        value if node.factor == 0 else node.factor if value > 0 else 0
                    )
                ),
            )
            .filter(lambda demand, amount: demand.base + amount > 0)
        )
        found = [
            amounts.filter(lambda demand, amount: demand.tier < 0)
            .penalize(
                BendableScore.of_hard(1, tiers, 0, 1),
                lambda demand, amount: demand.base + amount,
            )
            .as_constraint("hard")
        ]
        for i in range(tiers):
            found += tier(factory, amounts, i)
        return found

    config = SolverConfig(
        xml_source_text=PHASES,
        solution_class=Schedule,
        entity_class_list=[VisitEntity],
        score_director_factory_config=ScoreDirectorFactoryConfig(
            constraint_provider_function=rules
        ),
        termination_config=TerminationConfig(
            spent_limit=Duration(milliseconds=max(1000, int((seconds - MARGIN) * 1000)))
        ),
        random_seed=seed,
        environment_mode=EnvironmentMode.NO_ASSERT,
    )
    visits = [VisitEntity(i, options) for i, options in enumerate(facts.places)]
    return SolverFactory.create(config).build_solver(), Schedule(facts.rows, visits)
