"""The names that people read, for what files call by ids."""

from collections.abc import Mapping
from dataclasses import dataclass

from xuncha_plan.model import MODE_WORDS, PURPOSES, Language, Problem, Purpose, Words
from xuncha_plan.model.modes import ModeId

SUPERIOR = Words("上级派出", "the superior's")

DIMENSIONS: dict[str, Words] = {
    "year": Words("年度", "year"),
    "round": Words("轮次", "round"),
    "team": Words("巡察组", "team"),
    "region": Words("地域", "region"),
    "sector": Words("行业领域", "sector"),
    "kind": Words("类别", "kind"),
}


@dataclass(frozen=True)
class Naming:
    """Names of one problem's things in one language."""

    problem: Problem
    language: Language

    def mode(self, mode: ModeId) -> str:
        """The mode's word."""
        return MODE_WORDS[mode].say(self.language)

    def purpose(self, purpose: Purpose) -> str:
        """The purpose's word."""
        return PURPOSES[purpose].say(self.language)

    def value(self, dimension: str, value: str) -> str:
        """What people call a value of a dimension; itself where the problem gives no name."""
        tables: dict[str, Mapping[str, str]] = {
            "sector": self.problem.sectors,
            "region": self.problem.regions,
            "kind": self.problem.kinds,
        }
        if dimension == "team" and value in self.problem.team:
            return self.problem.team[value].title
        if dimension == "round" and value in self.problem.round:
            return self.problem.round[value].title
        return tables.get(dimension, {}).get(value, value)

    def both(self, dimension: str, value: str) -> str:
        """The id and the name, once where they are the same."""
        name = self.value(dimension, value)
        return value if name == value else f"{value} {name}"
