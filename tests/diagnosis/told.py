"""Runs a diagnosis inside this process and keeps what it tells."""

from dataclasses import dataclass, field
from threading import Event

from xuncha_plan.model import Problem
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.diagnosis.news import (
    ClashFound,
    DiagnosisNews,
    GivingWayFound,
    MoreFound,
    PlanFound,
)
from xuncha_plan.solver.diagnosis.searching import diagnose
from xuncha_plan.solver.news import Ended
from xuncha_plan.solver.settings import Settings

PLENTY = 600.0  # seconds, of which a test takes one or two


@dataclass
class Told:
    """What was told, sorted by what it is."""

    ended: Ended = field(default_factory=lambda: Ended("fault"))
    plans: list[PlanFound] = field(default_factory=list)
    clashes: list[ClashFound] = field(default_factory=list)
    giving: list[GivingWayFound] = field(default_factory=list)
    more: list[MoreFound] = field(default_factory=list)

    def hear(self, news: DiagnosisNews) -> None:
        """One piece of news."""
        match news:
            case PlanFound():
                self.plans.append(news)
            case ClashFound():
                self.clashes.append(news)
            case GivingWayFound():
                self.giving.append(news)
            case MoreFound():
                self.more.append(news)


def told(problem: Problem, stop: Event | None = None) -> Told:
    """What a diagnosis of a problem tells."""
    found = Told()
    settings = Settings(time_limit=PLENTY, workers=2)
    found.ended = diagnose(problem, settings, Clock.of(PLENTY), found.hear, stop or Event())
    return found
