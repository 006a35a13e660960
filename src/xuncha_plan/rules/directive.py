"""Directive: what the superior dictates; it admits the mode there."""

from collections.abc import Iterator
from typing import Annotated, Literal

from xuncha_plan.model import (
    MODE_WORDS,
    Count,
    Demand,
    Finding,
    Formulation,
    Ids,
    ModeId,
    NotBelowAtLeast,
    Plan,
    Problem,
    RoundsField,
    Selection,
    TargetRule,
    Words,
    rounds_of,
)


class Directive(TargetRule):
    title = Words("上级部署", "directive")
    about = Words(
        "上级部署的方式：在这些轮次、这些对象中准许使用，且以此方式覆盖的个数在上下限之间。"
        "列入层级时，每少一个或多一个计1，但仍准许使用。",
        "A mode that the superior dictates: it is admitted in these rounds for these targets, and "
        "the number of covering visits in it lies between the bounds. In a tier, each visit short "
        "or over counts 1; the mode stays admitted.",
    )
    breach = Words(
        "以“{mode}”方式覆盖{count}个，要求{wanted}",
        "{count} covering visits are {mode}, where {wanted} are wanted",
    )
    fine_print = (
        Words(
            "几条部署准许的范围合在一起，个数则各算各的。",
            "Several directives admit together; each counts for itself.",
        ),
        Words(
            "此方式的回头看和专项也因此获准，但只有全覆盖任务计入个数。",
            "Look-backs and specials in that mode are admitted too, but only coverage visits "
            "are counted.",
        ),
        Words(
            "方式本来不须部署时，它只限定个数。",
            "Where the mode needs no directive, it only bounds the number.",
        ),
    )

    rule: Literal["directive"] = "directive"
    mode: Annotated[ModeId, Words("方式", "the mode")]
    rounds: RoundsField = None
    at_least: Annotated[Count, Words("至少几个", "least number")] = 0
    at_most: Annotated[Count | None, NotBelowAtLeast, Words("至多几个", "largest number")] = None

    def admits(self, problem: Problem) -> Iterator[tuple[ModeId, Ids, Ids]]:
        rounds = rounds_of(problem, self.rounds)
        yield (
            self.mode,
            frozenset(problem.round) if rounds is None else rounds,
            self.chosen(problem),
        )

    def visits(self, problem: Problem) -> Selection:
        """The covering visits that the directive counts."""
        return Selection(
            self.chosen(problem),
            rounds_of(problem, self.rounds),
            frozenset({self.mode}),
            purposes=frozenset({"coverage"}),
        )

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        count = formulation.load(self.visits(formulation.problem))
        if self.at_least:
            yield count >= self.at_least
        if self.at_most is not None:
            yield count <= self.at_most

    def check(self, plan: Plan) -> Iterator[Finding]:
        visits = tuple(plan.select(self.visits(plan.problem)))
        short = max(0, self.at_least - len(visits))
        over = max(0, len(visits) - self.at_most) if self.at_most is not None else 0
        if short or over:
            wanted = (
                Words("至少{n}个", "at least {n}") if short else Words("至多{n}个", "at most {n}")
            )
            number = self.at_least if short else self.at_most
            yield self.finding(
                short + over,
                *visits,
                mode=MODE_WORDS[self.mode],
                count=len(visits),
                wanted=Words(wanted.zh.format(n=number), wanted.en.format(n=number)),
            )
