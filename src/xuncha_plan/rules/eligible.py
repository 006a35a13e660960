"""Eligible: selected targets are visited only in some modes or rounds."""

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import model_validator

from xuncha_plan.model import (
    MODE_WORDS,
    Demand,
    Finding,
    Formulation,
    ModeIds,
    Plan,
    Problem,
    Purposes,
    RoundsField,
    Selection,
    TargetRule,
    Words,
    refuse_neither,
    rounds_of,
)


class Eligible(TargetRule):
    title = Words("限定方式或轮次", "eligible")
    about = Words(
        "所选对象只用这些方式、只在这些轮次巡察。列入层级时，每个不符的任务计1。",
        "Selected targets are visited only in these modes and rounds. In a tier, each other visit "
        "counts 1.",
    )
    breach = Words(
        "{target}以“{mode}”方式排在{round}，不在限定范围内",
        "{target} is visited in {round} as {mode}, which is not among what is allowed",
    )
    fine_print = (
        Words(
            "modes 与 rounds 都写时，两样都要符合；两样都不符合也只计1。",
            "With `modes` and `rounds`, both must fit; a visit that fits neither counts 1 all "
            "the same.",
        ),
        Words(
            "它不增加可用的方式：轮次的 modes 和上级部署照样起作用。",
            "It opens nothing: the round's `modes` and directives bind as before.",
        ),
    )

    rule: Literal["eligible"] = "eligible"
    modes: ModeIds = None
    rounds: RoundsField = None
    purposes: Purposes = frozenset({"coverage"})

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        refuse_neither(modes=self.modes, rounds=self.rounds)
        return self

    def visits(self, problem: Problem) -> Selection:
        """The visits that the rule is about, eligible or not."""
        return Selection(targets=self.chosen(problem), purposes=self.purposes)

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        problem = formulation.problem
        visits = self.visits(problem)
        allowed = rounds_of(problem, self.rounds)
        rounds = frozenset(problem.round) - (
            frozenset(problem.round) if allowed is None else allowed
        )
        modes = frozenset(problem.mode) - (
            frozenset(problem.mode) if self.modes is None else self.modes
        )
        wrong_round = formulation.load(visits.also(rounds=rounds))
        wrong_mode = formulation.load(
            visits.also(rounds=frozenset(problem.round) - rounds, modes=modes)
        )
        yield wrong_round + wrong_mode <= 0

    def check(self, plan: Plan) -> Iterator[Finding]:
        rounds = rounds_of(plan.problem, self.rounds)
        for visit in plan.select(self.visits(plan.problem)):
            good_round = rounds is None or visit.round.id in rounds
            good_mode = self.modes is None or visit.mode in self.modes
            if not (good_round and good_mode):
                yield self.finding(
                    1,
                    visit,
                    target=visit.target.title,
                    round=visit.round.title,
                    mode=MODE_WORDS[visit.mode],
                )
