"""The names of things that two plans speak of, where either problem may lack some of them."""

from dataclasses import dataclass
from typing import Literal

from xuncha_plan.model import MODE_WORDS, PURPOSES, Language, Problem
from xuncha_plan.report.naming import SUPERIOR

Thing = Literal["round", "team", "target", "tier"]


@dataclass(frozen=True)
class Called:
    """What people call things; the first problem that has one decides, else its id stands."""

    problems: tuple[Problem, ...]
    language: Language

    def name(self, thing: Thing, key: str) -> str:
        """The name of a thing."""
        for problem in self.problems:
            if (found := _title(problem, thing, key)) is not None:
                return found
        return key

    def both(self, thing: Thing, key: str) -> str:
        """The id and the name, once where they are the same."""
        name = self.name(thing, key)
        return key if name == key else f"{key} {name}"

    def team(self, key: str | None) -> str:
        """A team's name; where there is none the superior's come."""
        return SUPERIOR.say(self.language) if key is None else self.name("team", key)

    def mode(self, mode: str) -> str:
        """A mode's word; a mode that the catalogue lacks stands for itself."""
        words = next((words for key, words in MODE_WORDS.items() if key == mode), None)
        return words.say(self.language) if words else mode

    def purpose(self, purpose: str) -> str:
        """A purpose's word; one that there is not stands for itself."""
        words = next((words for key, words in PURPOSES.items() if key == purpose), None)
        return words.say(self.language) if words else purpose

    def year(self, round_id: str | None) -> int | None:
        """The year of a round; None where no problem has it."""
        for problem in self.problems:
            if round_id in problem.round:
                return problem.round[round_id].year
        return None


def _title(problem: Problem, thing: Thing, key: str) -> str | None:
    match thing:
        case "round":
            return problem.round[key].title if key in problem.round else None
        case "team":
            return problem.team[key].title if key in problem.team else None
        case "target":
            return problem.target[key].title if key in problem.target else None
        case "tier":
            return next((tier.title for tier in problem.tiers if tier.id == key), None)
