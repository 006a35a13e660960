"""What a plan comes to, in figures: by period, at its milestones, by group."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor

from xuncha_plan.model import Over, Plan, Selection, decimal, sizes
from xuncha_plan.rules.milestone import Milestone


@dataclass(frozen=True)
class Stretch:
    """A year, a round or the term: its visits, what is covered by its end, its load."""

    name: str
    visits: int
    covered: int  # targets with a coverage visit by its end
    wanted: int  # targets that want one in the term
    lookbacks: int
    specials: int
    load: Fraction
    capacity: Fraction


@dataclass(frozen=True)
class Reached:
    """A milestone: what is wanted by a day, and what the plan does by then."""

    name: str
    by: date
    wanted: Fraction
    done: Fraction

    @property
    def is_reached(self) -> bool:
        """Whether the plan does what is wanted."""
        return self.done >= self.wanted


@dataclass(frozen=True)
class Part:
    """A group's work in one period; its share by the capacity there, or what a team has."""

    work: Fraction
    share: Fraction


def stretches(plan: Plan, over: Over) -> list[Stretch]:
    """The plan by years, rounds or as a whole, in order."""
    problem = plan.problem
    covered = _covered_in(plan)
    wanted = sum(1 for target in problem.targets if problem.times(target.id))
    grouped = plan.grouped(Selection(), (over,))
    found = []
    for period in problem.periods(over):
        visits = grouped.get((period.name,), [])
        last = max(problem.index[r] for r in period.rounds)
        found.append(
            Stretch(
                period.name,
                len(visits),
                sum(1 for index in covered.values() if index <= last),
                wanted,
                sum(1 for v in visits if v.purpose == "lookback"),
                sum(1 for v in visits if v.purpose == "special"),
                sizes(visits, "load"),
                problem.capacity(period.rounds),
            )
        )
    return found


def _covered_in(plan: Plan) -> dict[str, int]:
    """The index of the first round in which each target is covered."""
    first: dict[str, int] = {}
    for visit in plan.visits:
        if visit.purpose == "coverage":
            index = plan.problem.index[visit.round.id]
            first[visit.target.id] = min(index, first.get(visit.target.id, index))
    return first


def milestones(plan: Plan) -> list[Reached]:
    """Every milestone rule of the problem, in the file's order."""
    return [
        Reached(rule.title_or_name, rule.by, rule.wanted(plan.problem), _done(plan, rule))
        for rule in plan.problem.rules
        if isinstance(rule, Milestone)
    ]


def _done(plan: Plan, rule: Milestone) -> Fraction:
    coverage = Selection(rule.chosen(plan.problem), purposes=frozenset({"coverage"}))
    return sizes((v for v in plan.select(coverage) if v.round.end <= rule.by), rule.unit)


def team_loads(plan: Plan, over: Over) -> dict[str, dict[str, Part]]:
    """Each team's own load by period, against what it can carry there."""
    problem = plan.problem
    grouped = plan.grouped(Selection(), ("team", over))
    return {
        team.id: {
            period.name: Part(
                sizes(grouped.get((team.id, period.name), ()), "load"),
                problem.capacity(period.rounds, frozenset({team.id})),
            )
            for period in problem.periods(over)
        }
        for team in problem.teams
    }


def group_loads(plan: Plan, by: str, over: Over) -> dict[str, dict[str, Part]]:
    """Each group's coverage workload by period, against its share by capacity."""
    problem = plan.problem
    periods, whole = problem.periods(over), problem.capacity()
    capacity = {period.name: problem.capacity(period.rounds) for period in periods}
    grouped = plan.grouped(Selection(purposes=frozenset({"coverage"})), (by, over))
    work = {key: sizes(visits, "workload") for key, visits in grouped.items()}
    found: dict[str, dict[str, Part]] = {}
    for group in problem.groups(by):
        mine = {name: work.get((group, name), Fraction(0)) for name in capacity}
        total = sum(mine.values(), Fraction(0))
        found[group] = {
            name: Part(mine[name], total * capacity[name] / whole if whole else Fraction(0))
            for name in capacity
        }
    return found


def percent(part: Fraction | int, whole: Fraction | int) -> str:
    """A share in whole percents, of which 100% is exactly all; `-` of nothing."""
    if not whole:
        return "-"
    share = Fraction(part) * 100 / Fraction(whole)
    return f"{ceil(share) if share > 100 else floor(share)}%"


def weeks(value: Fraction) -> str:
    """Team-weeks for the eye: two decimals at most."""
    return decimal(value, 2)


def signed(value: Fraction) -> str:
    """A deviation for the eye: one decimal, with its sign."""
    text = decimal(value, 1)
    return text if text.startswith("-") or text == "0" else f"+{text}"
