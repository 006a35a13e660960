"""Special: pinpoint, mobile and backpack rounds on top of coverage."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Annotated, Literal

from xuncha_plan.model import (
    MODE_WORDS,
    Demand,
    Finding,
    Formulation,
    ModeId,
    Offer,
    Plan,
    Problem,
    RoundsField,
    Selection,
    TargetRule,
    Words,
    rounds_of,
)
from xuncha_plan.model.quantity import PositiveWeeks


class Special(TargetRule):
    title = Words("专项巡察", "special")
    about = Words(
        "所选对象各有一次专项任务，用此方式，在这些轮次之一；workload 为其工作量，"
        "不写则为对象的工作量。列入层级时，每缺一次计1。",
        "Each selected target has one visit of purpose special, in that mode, in one of those "
        "rounds, of `workload` team-weeks (none: the target's). In a tier, each missing visit "
        "counts 1.",
    )
    breach = Words("{target}缺一次“{mode}”专项任务", "{target} lacks a special visit, {mode}")
    fine_print = (
        Words(
            "符合几条规则的任务，归排在前面的一条；该条已有一次时，再来一次仍归它，成为没有"
            "规则要求的任务，总是不允许。",
            "A visit that fits several rules answers the first; one more that fits the first "
            "is asked for by none and is never allowed, even where a later rule would take "
            "it.",
        ),
        Words(
            "几条规则都选中的对象，每条各要一次，且不在同一轮。",
            "A target that several rules select has a visit for each, and never two in a round.",
        ),
        Words(
            "不看轮次的 modes，但看轮次的 purposes 和上级部署。",
            "The round's `modes` do not matter; its `purposes` and directives do.",
        ),
    )

    rule: Literal["special"] = "special"
    mode: Annotated[ModeId, Words("方式", "the mode")]
    rounds: RoundsField = None
    workload: Annotated[
        PositiveWeeks | None,
        Words("工作量（组周）；不写为对象的", "team-weeks; none: the target's"),
    ] = None

    def offers(self, problem: Problem) -> tuple[Offer, ...]:
        rounds = rounds_of(problem, self.rounds)
        return (
            Offer(
                "special",
                self.chosen(problem),
                frozenset({self.mode}),
                frozenset(problem.round) if rounds is None else rounds & frozenset(problem.round),
                workload=self.workload,
                by=self,
            ),
        )

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        problem = formulation.problem
        alike: dict[frozenset[str], set[str]] = defaultdict(set)
        for target in self.chosen(problem):
            alike[self._answered_in(problem, target)].add(target)
        for rounds, targets in alike.items():
            for members in formulation.alike(frozenset(targets)):
                visits = Selection(
                    members, rounds, frozenset({self.mode}), purposes=frozenset({"special"})
                )
                yield formulation.load(visits) >= len(members)

    def _answered_in(self, problem: Problem, target: str) -> frozenset[str]:
        """The rounds in which a special visit of the target would answer this rule."""
        offers = ((r, problem.special(target, r, self.mode)) for r in problem.round)
        return frozenset(r for r, offer in offers if offer is not None and offer.by is self)

    def check(self, plan: Plan) -> Iterator[Finding]:
        for target in sorted(self.chosen(plan.problem)):
            for visit in plan.of(target, "special"):
                offer = plan.problem.special(target, visit.round.id, visit.mode)
                if offer is not None and offer.by is self:
                    break
            else:
                title = plan.problem.target[target].title
                yield self.finding(1, target=title, mode=MODE_WORDS[self.mode])
