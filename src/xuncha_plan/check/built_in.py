"""What every plan must keep, whatever the rules say."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import cached_property

from xuncha_plan.model import (
    MODE_WORDS,
    PURPOSES,
    Finding,
    Ids,
    ModeId,
    Plan,
    Problem,
    Target,
    Visit,
    Words,
)
from xuncha_plan.model.modes import AWAY_FROM_HOME, TEAMLESS


def built_in(plan: Plan) -> Iterator[Finding]:
    """Breaches of the built-in constraints, visit by visit, then by target, then by team."""
    directed = Directed(plan.problem)
    for visit in plan.visits:
        yield from of_visit(directed, visit)
    for target in plan.problem.targets:
        yield from of_target(plan, target)
    yield from of_teams(plan.problem, plan.visits)


class Directed:
    """A problem with what its directives admit, asked of its rules once: they ask every target."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    @cached_property
    def _admitted(self) -> list[tuple[ModeId, Ids, Ids]]:
        return [one for rule in self.problem.rules for one in rule.admits(self.problem)]

    def admits(self, visit: Visit) -> bool:
        """Whether a directive admits a visit's mode."""
        return any(
            visit.mode == mode and visit.round.id in rounds and visit.target.id in targets
            for mode, rounds, targets in self._admitted
        )


def of_visit(directed: Directed, visit: Visit) -> Iterator[Finding]:
    """Breaches of one visit, whatever else is in the plan."""
    yield from of_place(directed, visit)
    yield from of_team(visit)


def of_place(directed: Directed, visit: Visit) -> Iterator[Finding]:
    """Breaches of one visit whatever its team."""
    yield from _of_round(directed.problem, visit)
    yield from _of_mode(directed, visit)


def _found(
    code: str, words: Words, *visits: Visit, amount: Fraction | int = 1, **blanks: object
) -> Finding:
    first = visits[0]
    given = {
        "target": first.target.title,
        "round": first.round.title,
        "mode": MODE_WORDS[first.mode],
        "purpose": PURPOSES[first.purpose],
        "team": first.team.title if first.team else "",
    }
    return Finding(Fraction(amount), words, {**given, **blanks}, None, code, visits)


def _of_round(problem: Problem, visit: Visit) -> Iterator[Finding]:
    r, target = visit.round, visit.target
    if r.start < problem.term.start or r.end > problem.term.end:
        yield _found(
            "term",
            Words(
                "{target}排在{round}，不在届期内",
                "{target} is visited in {round}, outside the term",
            ),
            visit,
        )
    if (target.not_before and r.start < target.not_before) or (
        target.not_after and r.end > target.not_after
    ):
        yield _found(
            "own-time",
            Words(
                "{target}排在{round}，不在该对象可巡察的期间内",
                "{target} is visited in {round}, outside its own not_before and not_after",
            ),
            visit,
        )
    if r.purposes is not None and visit.purpose not in r.purposes:
        yield _found(
            "purpose",
            Words(
                "{round}不安排{purpose}任务（{target}）",
                "{round} takes no {purpose} visits ({target})",
            ),
            visit,
        )


def _of_mode(directed: Directed, visit: Visit) -> Iterator[Finding]:
    mode = directed.problem.mode[visit.mode]
    if visit.purpose == "coverage":
        if visit.mode not in visit.round.modes:
            yield _found(
                "mode",
                Words(
                    "{round}不可用“{mode}”方式（{target}）",
                    "{round} does not admit the mode {mode} ({target})",
                ),
                visit,
            )
        if not mode.counts_as_coverage:
            yield _found(
                "counts",
                Words(
                    "“{mode}”不计入全覆盖（{target}）",
                    "the mode {mode} does not count as coverage ({target})",
                ),
                visit,
            )
    if mode.needs_directive and not directed.admits(visit):
        yield _found(
            "no-directive",
            Words(
                "{target}在{round}用“{mode}”方式，没有上级部署",
                "{target} is visited in {round} as {mode} without a directive",
            ),
            visit,
        )


def of_team(visit: Visit) -> Iterator[Finding]:
    """Breaches of one visit because of its team."""
    if visit.mode in TEAMLESS:
        if visit.team is not None:
            yield _found(
                "no-team",
                Words(
                    "{target}为“{mode}”，由上级派组，不应写巡察组{team}",
                    "{target} is {mode}: the superior's team comes, not {team}",
                ),
                visit,
            )
        return
    if visit.team is None:
        yield _found(
            "team", Words("{target}（{round}）没有巡察组", "{target} ({round}) has no team"), visit
        )
        return
    if visit.team.rounds is not None and visit.round.id not in visit.team.rounds:
        yield _found(
            "presence",
            Words("{team}不参加{round}（{target}）", "{team} is not present in {round} ({target})"),
            visit,
        )
    if (
        visit.mode in AWAY_FROM_HOME
        and visit.target.region is not None
        and visit.team.home == visit.target.region
    ):
        yield _found(
            "home",
            Words(
                "{target}为“{mode}”，{team}却来自本地域",
                "{target} is {mode}, but {team} is of its own region",
            ),
            visit,
        )


def of_target(plan: Plan, target: Target) -> Iterator[Finding]:
    """Two visits of one purpose in a round, and visits that no rule asks for."""
    visits = plan.of(target.id)
    for several in _by_round(visits).values():
        if len(several) > 1:
            yield _found(
                "doubled",
                Words(
                    "{target}在{round}有{count}次{purpose}任务",
                    "{target} has {count} {purpose} visits in {round}",
                ),
                *several,
                amount=len(several) - 1,
                count=len(several),
            )
    yield from _unasked(plan.problem, visits)


def _by_round(visits: list[Visit]) -> dict[tuple[str, str], list[Visit]]:
    found: dict[tuple[str, str], list[Visit]] = defaultdict(list)
    for visit in visits:
        found[visit.purpose, visit.round.id].append(visit)
    return found


def _unasked(problem: Problem, visits: list[Visit]) -> Iterator[Finding]:
    words = Words(
        "没有规则要求{target}的这次{purpose}任务（{round}）",
        "no rule asks for this {purpose} visit of {target} ({round})",
    )
    so_far: Counter[object] = Counter()
    for visit in visits:
        offers = problem.asked(visit.purpose, visit.target.id)
        match visit.purpose:
            case "coverage":
                key: object = "coverage"
                most = max((offer.times for offer in offers), default=0)
            case "lookback":
                asked = any(visit.mode in offer.modes for offer in offers)
                key, most = "lookback", 1 if asked else 0
            case "special":
                answered = [
                    i for i, one in enumerate(offers)
                    if visit.mode in one.modes and visit.round.id in one.rounds
                ]  # fmt: skip
                key, most = (answered[0], 1) if answered else ("special", 0)
        so_far[key] += 1
        if so_far[key] > most:
            yield _found("unasked", words, visit)


def of_teams(problem: Problem, visits: Iterable[Visit]) -> Iterator[Finding]:
    """Teams that take more than they have in a round."""
    teams: dict[tuple[str, str], list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.team is not None:
            teams[visit.round.id, visit.team.id].append(visit)
    for (r, team), taken in teams.items():
        load = sum((visit.load for visit in taken), Fraction(0))
        capacity = problem.capacity([r], frozenset({team}))
        if load > capacity:
            yield _found(
                "capacity",
                Words(
                    "{team}在{round}承担{load}组周，力量只有{capacity}组周",
                    "{team} takes {load} team-weeks in {round}, but has {capacity}",
                ),
                *taken, amount=load - capacity, load=load, capacity=capacity,
            )  # fmt: skip
