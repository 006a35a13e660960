"""What a moved visit would break: the simple rules, asked of every visit in every round and team.

The rules' own checks answer, so that the page can never judge a visit otherwise than `check`.
"""

from collections import defaultdict
from dataclasses import dataclass

from xuncha_plan.model import ModeId, Plan, Problem, Round, Rule, Team, Visit
from xuncha_plan.model.modes import TEAMLESS
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.rules.blackout import Blackout
from xuncha_plan.rules.eligible import Eligible
from xuncha_plan.rules.pinned import Pinned
from xuncha_plan.rules.recusal import Recusal
from xuncha_plan.rules.window import Window

Numbers = dict[int, list[int]]
BUILT_IN = 0
SIMPLE = (Window, Blackout, Eligible, Recusal)  # each of their findings is about one visit alone


@dataclass(frozen=True)
class Reasons:
    """Numbers of rules in the file that forbid a visit a round or a team; 0 is built in."""

    rounds: dict[int, list[int]]  # by the round's index
    teams: dict[int, list[int]]  # by the team's place
    as_in: dict[int, Visit]  # the visit as it would be in a round that admits it


def reasons(basis: Basis) -> list[Reasons]:
    """What forbids each visit where, in the order of the visits."""
    problem, visits = basis.problem, [stay.visit for stay in basis.stays]
    rounds = [_in_rounds(problem, visit) for visit in visits]
    teams = [
        {n: _visit(problem, v, v.round, v.mode, team) for n, team in enumerate(problem.teams)}
        for v in visits
    ]
    rules = [rule for rule in problem.rules if isinstance(rule, SIMPLE)]
    by_round = _broken(problem, rounds, [r for r in rules if not isinstance(r, Recusal)])
    by_team = _broken(problem, teams, [r for r in rules if getattr(r, "teams", None)])
    for i, visit in enumerate(visits):
        _add_closed(problem, rounds[i], by_round[i])
        _add_pins(problem, visit, by_round[i], by_team[i])
    return [Reasons(by_round[i], by_team[i], rounds[i]) for i in range(len(visits))]


def _in_rounds(problem: Problem, visit: Visit) -> dict[int, Visit]:
    """The visit in every round that has a mode for it."""
    found = {}
    for n, r in enumerate(problem.ordered):
        mode = _mode(problem, visit, r)
        if mode is not None:
            found[n] = _visit(problem, visit, r, mode, visit.team)
    return found


def _mode(problem: Problem, visit: Visit, r: Round) -> ModeId | None:
    """The visit's own mode where the round admits it, else the first that it does admit.

    A visit of the superior's team stays one, and one of an own team does not become one.
    """
    modes = (visit.mode, *r.modes) if visit.purpose == "coverage" else (visit.mode,)
    for mode in modes:
        is_same_kind = (mode in TEAMLESS) == (visit.mode in TEAMLESS)
        if is_same_kind and problem.admits(visit.purpose, visit.target, r, mode):
            return mode
    return None


def _visit(problem: Problem, visit: Visit, r: Round, mode: ModeId, team: Team | None) -> Visit:
    name = None if team is None else team.id
    return Plan.visit(problem, visit.target.id, visit.purpose, r.id, mode, name)


def _add_closed(problem: Problem, admitted: dict[int, Visit], found: Numbers) -> None:
    for n in range(len(problem.ordered)):
        if n not in admitted:
            found[n].insert(0, BUILT_IN)


def _add_pins(problem: Problem, visit: Visit, by_round: Numbers, by_team: Numbers) -> None:
    for rule in problem.rules:
        if isinstance(rule, Pinned) and (rule.target, rule.purpose) == (
            visit.target.id,
            visit.purpose,
        ):
            for n, r in enumerate(problem.ordered):
                if rule.round not in (None, r.id):
                    by_round[n].append(rule.number)
            for n, team in enumerate(problem.teams):
                if rule.team not in (None, team.id):
                    by_team[n].append(rule.number)


def _broken(
    problem: Problem, offered: list[dict[int, Visit]], rules: list[Rule]
) -> dict[int, Numbers]:
    """By visit and place, the rules that find something in the offered visit."""
    where = {id(visit): (i, n) for i, places in enumerate(offered) for n, visit in places.items()}
    plan = Plan(problem, tuple(visit for places in offered for visit in places.values()))
    found: dict[int, Numbers] = defaultdict(lambda: defaultdict(list))
    for rule in rules:
        for finding in rule.check(plan):
            i, n = where[id(finding.visits[0])]
            found[i][n].append(rule.number)
    return found


def named(problem: Problem) -> dict[int, Rule]:
    """The rules that reasons name, by number."""
    return {r.number: r for r in problem.rules if isinstance(r, (*SIMPLE, Pinned))}
