"""The planner itself, as `solve` runs it: a search in a child process."""

from telling import Teller

from xuncha_plan.model import Problem
from xuncha_plan.solver import Progress, Settings, solve


def run(problem: Problem, limit: float, seed: int, teller: Teller) -> None:
    """Solve, and tell what is told."""

    def watch(progress: Progress) -> None:
        if progress.tier:
            teller.tier(progress.tier, progress.value, progress.bound)

    outcome = solve(problem, Settings(time_limit=limit, seed=seed), watch)
    teller.sizes(**outcome.sizes)
    if outcome.record is not None:
        teller.plan(outcome.record.visits)
        for tier in outcome.record.tiers:
            teller.tier(tier.id, tier.value, tier.bound)
    if outcome.words is not None:
        teller.note(outcome.words.say("en"))
    teller.end(outcome.kind)
