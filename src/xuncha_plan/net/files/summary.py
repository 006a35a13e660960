"""A district in short, worked out from its problem: what coordination and check keep of it."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from xuncha_plan.model import Ids, ModeId, Problem, Rule, Target, Team, rounds_of
from xuncha_plan.model.calendar import Calendar
from xuncha_plan.net.model import Candidate, Need, Net, OwnRound, OwnTeam, Summary, Worth
from xuncha_plan.net.model.mapping import mapped
from xuncha_plan.net.model.rules import Campaign, Elevated, Milestone
from xuncha_plan.rules.milestone import Milestone as OwnMilestone
from xuncha_plan.rules.reserve import Reserve

_JOINT: ModeId = "joint"


def summary_of(net: Net, district: str, problem: Problem) -> Summary:
    """What the net has to know of a district."""
    maps = mapped(net.rounds, problem.rounds)
    its = [rule for rule in net.rules if district in net.selected(rule.districts)]
    covered = [t for t in problem.targets if problem.times(t.id)]
    return Summary(
        id=district,
        title=net.district[district].name or problem.jurisdiction.name,
        rounds=tuple(_own_rounds(problem)),
        maps=maps,
        teams={
            team.id: OwnTeam(team.title, team.capacity, alike) for team, alike in _alike(problem)
        },
        targets=len(covered),
        workload=sum((t.workload for t in covered), Fraction(0)),
        needs=tuple(_needs(problem, covered)),
        campaigns={
            (rule.number, choice): tuple(
                _candidates(problem, maps, (t for t in covered if rule.takes(t, choice)))
            )
            for rule in its
            if isinstance(rule, Campaign)
            for choice in rule.choices
        },
        elevated={
            rule.number: tuple(_candidates(problem, maps, _taken(rule, covered)))
            for rule in its
            if isinstance(rule, Elevated)
        },
        milestones={
            rule.number: tuple(_worths(problem, rule, covered))
            for rule in its
            if isinstance(rule, Milestone)
        },
        own_share=problem.mode[_JOINT].own_share,
    )


def _taken(rule: Elevated | Milestone, targets: Iterable[Target]) -> Iterator[Target]:
    return (t for t in targets if rule.where is None or rule.where.takes(t))


def _worths(problem: Problem, rule: Milestone, covered: Iterable[Target]) -> Iterator[Worth]:
    """What each target counts for a milestone over the net, the lightest for it first."""
    its = (
        Worth(
            target.workload * _least_share(problem, target),
            target.workload if rule.unit == "workload" else Fraction(1),
        )
        for target in _taken(rule, covered)
    )
    yield from sorted(its, key=lambda worth: worth.load / worth.counts)


def _alike(problem: Problem) -> Iterator[tuple[Team, str]]:
    """Every team with the first that nothing tells from it."""
    first: dict[object, str] = {}
    for team in problem.teams:
        naming = [rule.number for rule in problem.rules if team.id in _teams_of(rule)]
        key = (team.home, team.capacity, team.rounds, tuple(naming))
        yield team, first.setdefault(key, team.id)


def _teams_of(rule: Rule) -> frozenset[str]:
    """The teams that a rule names."""
    teams, team = getattr(rule, "teams", None), getattr(rule, "team", None)
    return frozenset(teams or ()) | ({team} if team is not None else frozenset())


def _own_rounds(problem: Problem) -> Iterator[OwnRound]:
    calendar = Calendar(problem.calendar)
    for r in problem.ordered:
        weeks = Fraction(calendar.working_days(r.start, r.end), 5)
        capacity = {t: problem.capacity([r.id], frozenset({t})) for t in problem.present(r.id)}
        yield OwnRound(r.id, r.title, r.start, r.end, capacity, weeks)


def _candidates(
    problem: Problem, maps: Mapping[str, str], targets: Iterable[Target]
) -> Iterator[Candidate]:
    """Targets by workload, each with the net's rounds in which it is open."""
    for target in sorted(targets, key=lambda t: (t.workload, t.id)):
        rounds = frozenset(
            net_round
            for net_round, own in maps.items()
            if problem.is_open(target, problem.round[own])
        )
        yield Candidate(target.id, target.title, target.workload, rounds)


def _needs(problem: Problem, covered: list[Target]) -> Iterator[Need]:
    """What the district's own hard rules ask of its teams, at the least."""
    loads = {t.id: t.workload * _least_share(problem, t) for t in covered}
    everything = frozenset(r.id for r in problem.rounds)
    if all(rule.tier is None for rule in problem.rules if rule.word == "coverage"):
        whole = sum((loads[t.id] * problem.times(t.id) for t in covered), Fraction(0))
        yield Need(problem.term.end, whole, _effective(problem, everything), None)
    for rule in problem.rules:
        if isinstance(rule, OwnMilestone) and rule.tier is None:
            ended = frozenset(r.id for r in problem.rounds if r.end <= rule.by)
            load = _least_load(problem, rule, loads)
            yield Need(rule.by, load, _effective(problem, ended), rule.title_or_name)


def _least_share(problem: Problem, target: Target) -> Fraction:
    """The least part of a coverage visit that the district's own teams may have to carry."""
    return min(
        (
            problem.mode[mode].own_share
            for r in problem.rounds
            for mode in r.modes
            if problem.admits("coverage", target, r, mode)
        ),
        default=Fraction(0),
    )


def _least_load(problem: Problem, rule: OwnMilestone, loads: Mapping[str, Fraction]) -> Fraction:
    """The least own load with which a milestone is reached: what counts most for it first."""
    chosen = [problem.target[t] for t in sorted(rule.chosen(problem)) if t in loads]
    if any(problem.times(t.id) > 1 for t in chosen):
        return Fraction(0)
    return least_load(
        [(loads[t.id], t.workload if rule.unit == "workload" else Fraction(1)) for t in chosen],
        rule.wanted(problem),
    )


def least_load(worth: Iterable[tuple[Fraction, Fraction]], wanted: Fraction) -> Fraction:
    """The least load of targets that together count as much as wanted: load and count of each.

    The last may be taken in part: a bound, not a plan.
    """
    load = Fraction(0)
    for mine, counts in sorted(worth, key=lambda pair: pair[0] / pair[1]):
        part = min(Fraction(1), wanted / counts)
        if part <= 0:
            break
        load, wanted = load + mine * part, wanted - counts * part
    return load


def _effective(problem: Problem, rounds: Ids) -> dict[str, Fraction]:
    """How much of each round's team-weeks visits may take, by reserves of disjoint groups."""
    free = dict.fromkeys(sorted(rounds), Fraction(1))
    for share, group in sorted(_reserves(problem), key=lambda pair: (-pair[0], sorted(pair[1]))):
        if group <= rounds and all(free[r] == 1 for r in group):
            free |= dict.fromkeys(group, 1 - share)
    return free


def _reserves(problem: Problem) -> Iterator[tuple[Fraction, Ids]]:
    for rule in problem.rules:
        if isinstance(rule, Reserve) and rule.tier is None and rule.share:
            for period in problem.periods(rule.per, rounds_of(problem, rule.rounds)):
                yield rule.share, period.rounds
