"""Tiny districts in a few words."""

from datetime import date, timedelta
from typing import Any

from xuncha_plan.model import Problem, Tier
from xuncha_plan.rules import REGISTRY

Raw = dict[str, Any]


def district(
    *rules: Raw,
    targets: dict[str, Raw] | str = "a b",
    rounds: int | dict[str, Raw] = 2,
    teams: dict[str, Any] | None = None,
    tiers: str = "first second",
) -> Problem:
    """Rounds r1, r2, … half a year apart; `teams` by capacity or more; every target covered once.

    Targets by id take one team-week unless it is written otherwise; so are one team's ten.
    """
    named = {t: {} for t in targets.split()} if isinstance(targets, str) else targets
    numbered = {f"r{i + 1}": {} for i in range(rounds)} if isinstance(rounds, int) else rounds
    present = {"t1": 10} if teams is None else teams
    problem = Problem.model_validate(
        {
            "jurisdiction": {"name": "青山区"},
            "term": {"start": date(2026, 10, 1), "end": date(2036, 9, 30)},
            "rounds": [_round(i, r, raw) for i, (r, raw) in enumerate(numbered.items())],
            "teams": [
                {"id": t, **(raw if isinstance(raw, dict) else {"capacity": raw})}
                for t, raw in present.items()
            ],
            "targets": [{"id": t, "workload": 1, **raw} for t, raw in named.items()],
            "tiers": [{"id": tier} for tier in tiers.split()],
        }
    )
    asked = tuple(REGISTRY[raw["rule"]].model_validate(raw) for raw in rules)
    if not any(rule.word == "coverage" for rule in asked):
        asked = (*asked, REGISTRY["coverage"]())
    used = {rule.tier for rule in asked}
    kept = tuple(Tier(id=tier.id) for tier in problem.tiers if tier.id in used)
    return problem.replace(rules=asked, tiers=kept)


def _round(i: int, r: str, raw: Raw) -> Raw:
    start = date(2027, 3, 1) + timedelta(182 * i)
    return {"id": r, "start": start, "end": start + timedelta(60), **raw}
