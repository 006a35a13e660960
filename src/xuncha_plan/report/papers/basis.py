"""What every paper is made from: the plan with its problem, in one language."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from xuncha_plan.model import Language, Plan, PlanRecord, Problem, Target, Visit, Words
from xuncha_plan.report.follow_up import FollowUp, follow_ups
from xuncha_plan.report.naming import SUPERIOR, Naming
from xuncha_plan.report.onsite import Stay, stays
from xuncha_plan.report.rows import sources

GRADES = {
    "good": Words("好", "good"),
    "fair": Words("一般", "fair"),
    "poor": Words("差", "poor"),
}


@dataclass(frozen=True)
class Basis:
    """A plan, what its file claims, and what follows from both; worked out once."""

    plan: Plan
    record: PlanRecord
    language: Language

    @property
    def problem(self) -> Problem:
        """The plan's problem."""
        return self.plan.problem

    @cached_property
    def naming(self) -> Naming:
        """The names that people read."""
        return Naming(self.problem, self.language)

    @cached_property
    def stays(self) -> list[Stay]:
        """Every visit with its days on site, by round, team, target and purpose."""
        return stays(self.plan)

    @cached_property
    def follow_ups(self) -> list[FollowUp]:
        """Every visit with what follows it, in the same order."""
        return follow_ups(self.plan)

    @cached_property
    def sources(self) -> list[str]:
        """The policy that named each visit, in the same order; empty where none did."""
        return sources(self.plan)

    @cached_property
    def by_round(self) -> dict[str, list[tuple[Stay, str]]]:
        """Every round's visits with the policy that named each, by team and target."""
        found: dict[str, list[tuple[Stay, str]]] = {r.id: [] for r in self.problem.ordered}
        for stay, source in zip(self.stays, self.sources, strict=True):
            found[stay.visit.round.id].append((stay, source))
        return found

    def say(self, words: Words, /, **blanks: object) -> str:
        """A text in the basis' language."""
        return words.say(self.language, **blanks)

    def listed(self, texts: Iterable[str]) -> str:
        """Texts in one line."""
        return ("、" if self.language == "zh" else ", ").join(texts)

    def clauses(self, texts: Iterable[str]) -> str:
        """Longer texts in one line."""
        return ("；" if self.language == "zh" else "; ").join(texts)

    def of_target(self, field: str, visit: Visit) -> str:
        """A visit's value in a dimension of its target, by its name; empty where it has none."""
        value = getattr(visit.target, field)
        return "" if value is None else self.naming.value(field, value)

    def grade(self, target: Target) -> str:
        """The grade of the last rectification, in the reader's language where it is a usual one."""
        grade = target.last_grade or ""
        return GRADES[grade].say(self.language) if grade in GRADES else grade

    def team(self, visit: Visit) -> str:
        """The team's name, or that the superior's come."""
        return visit.team.title if visit.team else SUPERIOR.say(self.language)
