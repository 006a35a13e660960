"""A way out as a problem file: the planner's own, with just what has to change."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from xuncha_plan.check import findings
from xuncha_plan.files.amended import Amendments
from xuncha_plan.files.problem_file import problem_of
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import PlanRecord, Problem, Round, Team, decimal
from xuncha_plan.model.diagnosis import (
    Excepted,
    GivesWay,
    MoreRounds,
    MoreTeams,
    MoreWeeks,
    Parameter,
    Softened,
    Step,
    WayOut,
)
from xuncha_plan.model.quantity import Plain
from xuncha_plan.report.diagnosis.sentences import written

GIVING_WAY = "让步"  # the tier of a rule that is kept as well as possible


def way_out_file(way: WayOut, problem: Problem, data: bytes, path: Path, output: Path) -> bytes:
    """The bytes of the problem file once the way out is taken; `output` is where it will lie.

    The plan that goes with the way out is held against what was written. Where a rule's new
    wording would not do, the rule is kept as well as possible instead.
    """
    plain = _written(way, problem, data, path)
    if not _is_kept(plain, way, output):
        steps = tuple(
            replace(one, how=Softened()) if isinstance(one, GivesWay) else one for one in way.steps
        )
        plain = _written(replace(way, steps=steps), problem, data, path)
    return plain


def _is_kept(data: bytes, way: WayOut, output: Path) -> bool:
    problem = problem_of(parse(data, str(output)), output).problem
    return not any(one.is_breach for one in findings(problem, PlanRecord(way.plan)))


def _written(way: WayOut, problem: Problem, data: bytes, path: Path) -> bytes:
    amendments = Amendments(data, str(path))
    for step in way.steps:
        _amend(amendments, step, problem)
    if any(isinstance(step, GivesWay) and step.how == Softened() for step in way.steps):
        amendments.add_item("tiers", _tier(problem))
    return amendments.data()


def _tier(problem: Problem) -> str:
    known = {tier.id for tier in problem.tiers}
    names = (GIVING_WAY, *(f"{GIVING_WAY}{n}" for n in range(2, 10**6)))
    return next(name for name in names if name not in known)


def _amend(amendments: Amendments, step: Step, problem: Problem) -> None:
    match step:
        case GivesWay():
            _give_way(amendments, step, problem)
        case MoreTeams():
            for team in reversed(step.teams):
                amendments.add_item("teams", dict(_team(team)))
        case MoreRounds():
            for one in reversed(step.rounds):
                amendments.add_item("rounds", dict(_round(one)))
        case MoreWeeks():
            for i, team in enumerate(problem.teams):
                weeks = Plain(decimal(step.capacity[team.id]))
                if team.capacity is None:
                    amendments.add_key(("teams", i), "capacity", weeks)
                else:
                    amendments.set(("teams", i, "capacity"), weeks)


def _team(team: Team) -> Iterator[tuple[str, object]]:
    yield "id", team.id
    yield "name", team.title
    if team.capacity is not None:
        yield "capacity", Plain(decimal(team.capacity))


def _round(one: Round) -> Iterator[tuple[str, object]]:
    yield from (("id", one.id), ("name", one.title))
    yield from (("start", Plain(str(one.start))), ("end", Plain(str(one.end))))


def _give_way(amendments: Amendments, step: GivesWay, problem: Problem) -> None:
    rule, at = step.rule, ("rules", step.rule.number - 1)
    if not rule.number:  # the file does not write it
        more = _changes(step, problem)
        amendments.add_item("rules", {"rule": rule.word, **more})
        return
    match step.how:
        case Parameter(key, _, new) if key in rule.model_fields_set:
            amendments.set((*at, key), Plain(written(new)))
        case Excepted() if "where" in rule.model_fields_set:
            amendments.add_key((*at, "where"), "not", _but_not(step.how))
        case _:
            for key, value in _changes(step, problem).items():
                amendments.add_key(at, key, value)


def _changes(step: GivesWay, problem: Problem) -> Mapping[str, object]:
    """What is to be added to a rule."""
    match step.how:
        case Parameter(key, _, new):
            return {key: Plain(written(new))}
        case Excepted():
            return {"where": {"not": _but_not(step.how)}}
        case Softened():
            return {"tier": _tier(problem)}


def _but_not(excepted: Excepted) -> dict[str, object]:
    return {"id": list(excepted.targets)}
