"""What the problem file's words select, read anew from the file format: targets, rounds, visits."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from xuncha_plan.model import Problem, Round, RoundSpan, Rule, Target, Where
from xuncha_plan.model.calendar import Calendar

FIELDS = ("id", "kind", "sector", "region", "parent", "risk", "workload", "last_grade")
SIGNS = (">=", "<=", "!=", "==", ">", "<", "=")


def field(target: Target, key: str) -> list[Any]:
    """What a target has under a key: several tags, else one value or none."""
    if key == "tag":
        return list(target.tags)
    value = getattr(target, key) if key in FIELDS else target.columns.get(key)
    return [] if value is None else [value]


def numeric(value: object) -> Fraction | None:
    """The number that a value or a text is; None if it is none."""
    try:
        return Fraction(str(value))
    except ValueError:
        return None


def _meets(value: object, wanted: str) -> bool:
    sign = next((sign for sign in SIGNS if wanted.startswith(sign)), None)
    if sign is None:
        if isinstance(value, int | Fraction):
            return numeric(wanted) == value
        return str(value) == wanted
    mine, its = numeric(value), numeric(wanted[len(sign) :].strip())
    if mine is None or its is None:
        return sign == "!=" and str(value) != wanted[len(sign) :].strip()
    return {
        ">=": mine >= its, "<=": mine <= its, "!=": mine != its,
        ">": mine > its, "<": mine < its, "==": mine == its, "=": mine == its,
    }[sign]  # fmt: skip


def meets(where: Where | None, target: Target) -> bool:
    """Whether a target has every key of a selector; None is no selector and takes all."""
    if where is None:
        return True
    for key, wanted in where.named():
        if not any(_meets(value, one.text) for one in wanted for value in field(target, key)):
            return False
    if where.excluded is not None and meets(where.excluded, target):
        return False
    return where.any is None or any(meets(part, target) for part in where.any)


def targets_of(rule: Rule, problem: Problem) -> list[Target]:
    """The targets of a rule's `where`, or of its list of ids."""
    ids, where = getattr(rule, "targets", None), getattr(rule, "where", None)
    if ids is not None:
        return [target for target in problem.targets if target.id in ids]
    return [target for target in problem.targets if meets(where, target)]


def in_order(problem: Problem) -> list[Round]:
    """The rounds by start, then by id: a round's index is its place here."""
    return sorted(problem.rounds, key=lambda r: (r.start, r.id))


def year(r: Round) -> int:
    """The year of a round."""
    return r.start.year if r.stated_year is None else r.stated_year


def rounds_of(stated: object, problem: Problem) -> list[Round]:
    """The rounds that `rounds:` names: by id, by year, or wholly inside a span; None is all."""
    rounds = in_order(problem)
    if stated is None:
        return rounds
    if not isinstance(stated, RoundSpan):
        return [r for r in rounds if r.id in stated]  # type: ignore[operator]  # ids
    first, last = stated.since or date.min, stated.until or date.max
    return [
        r
        for r in rounds
        if (stated.year is None or year(r) == stated.year) and first <= r.start and r.end <= last
    ]


def capacity(problem: Problem, rounds: Iterable[Round], teams: Iterable[str]) -> Fraction:
    """Team-weeks of those of the teams that are present in the rounds."""
    chosen, found = set(teams), Fraction(0)
    for r in rounds:
        for team in problem.teams:
            if team.id not in chosen or (team.rounds is not None and r.id not in team.rounds):
                continue
            if team.capacity is not None:
                found += team.capacity
            else:
                found += Fraction(Calendar(problem.calendar).working_days(r.start, r.end), 5)
    return found
