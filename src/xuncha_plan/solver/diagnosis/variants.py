"""The same problem with more, or fewer, teams, rounds or team-weeks."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from xuncha_plan.model import Problem, Round, Team
from xuncha_plan.model.diagnosis import Sized

STEP = Fraction(1, 2)  # team-weeks by which capacities grow
FREE = timedelta(days=7)  # between two rounds, at least


def more_teams(problem: Problem, number: int) -> tuple[Team, ...]:
    """Teams that could come in addition: from elsewhere, always present, of the usual capacity."""
    stated = Counter(team.capacity for team in problem.teams)
    usual = max(stated, key=lambda c: (stated[c], c or 0), default=None)
    known = {team.id for team in problem.teams}
    ids = (name for i in range(1, 10**6) if (name := f"more-{i}") not in known)
    return tuple(
        Team(id=name, name=f"增设{i}组", capacity=usual)
        for i, name in zip(range(1, number + 1), ids, strict=False)
    )


def more_rounds(problem: Problem, number: int) -> tuple[Round, ...]:
    """Rounds that could come in addition, each in the widest gap of the term; as many as fit.

    They are as long as rounds usually are, and admit what an ordinary round does.
    """
    lengths = sorted(r.end - r.start for r in problem.rounds)
    if not lengths:
        return ()
    length = lengths[len(lengths) // 2]
    known = {r.id for r in problem.rounds}
    added: list[Round] = []
    for i in range(1, number + 1):
        gaps = _gaps(problem, [*problem.rounds, *added])
        first, last = max(gaps, key=lambda gap: gap[1] - gap[0])
        spare = (last - first - length) / 2
        if spare < timedelta(0):
            break
        start = first + timedelta(days=spare.days)
        name = next(n for n in (f"{start.year}-+{k}" for k in range(i, 10**6)) if n not in known)
        known.add(name)
        added.append(Round(id=name, name=f"增设第{i}轮", start=start, end=start + length))
    return tuple(added)


def _gaps(problem: Problem, rounds: list[Round]) -> list[tuple[date, date]]:
    """The spans of the term that no round touches, a week aside on either hand."""
    ordered = sorted(rounds, key=lambda r: r.start)
    starts = [problem.term.start, *(r.end + FREE for r in ordered)]
    ends = [*(r.start - FREE for r in ordered), problem.term.end]
    return list(zip(starts, ends, strict=True))


def capacities(problem: Problem, weeks: Fraction) -> dict[str, Fraction]:
    """What each team has in a round, and so many team-weeks more.

    A team that is counted by the calendar starts from its average, rounded down to 0.01.
    """
    found: dict[str, Fraction] = {}
    for team in problem.teams:
        present = [r.id for r in problem.rounds if team.id in problem.present(r.id)]
        whole = problem.capacity(present, frozenset({team.id}))
        average = Fraction(whole * 100 // len(present), 100) if present else Fraction(0)
        found[team.id] = max(Fraction(0), weeks + (team.capacity or average))
    return found


def varied(
    problem: Problem,
    teams: tuple[Team, ...] = (),
    rounds: tuple[Round, ...] = (),
    capacity: Mapping[str, Fraction] | None = None,
) -> Problem:
    """The problem with teams or rounds in addition, or other capacities."""
    own = problem.teams
    if capacity is not None:
        own = tuple(team.replace(capacity=capacity[team.id]) for team in own)
    return problem.replace(teams=(*own, *teams), rounds=(*problem.rounds, *rounds))


def sized(problem: Problem, what: Sized, number: Fraction) -> Problem | None:
    """The problem with so many teams or rounds, or team-weeks more; None where it cannot be.

    Fewer teams are the first of the file, fewer rounds the earliest of the term.
    """
    match what:
        case "teams" if 1 <= number <= len(problem.teams):
            return problem.replace(teams=problem.teams[: int(number)])
        case "teams" if number > len(problem.teams):
            return varied(problem, teams=more_teams(problem, int(number) - len(problem.teams)))
        case "rounds" if 1 <= number <= len(problem.rounds):
            return problem.replace(rounds=problem.ordered[: int(number)])
        case "rounds" if number > len(problem.rounds):
            more = int(number) - len(problem.rounds)
            rounds = more_rounds(problem, more)
            return varied(problem, rounds=rounds) if len(rounds) == more else None
        case "weeks":
            larger = capacities(problem, number)
            return varied(problem, capacity=larger) if any(larger.values()) else None
        case _:
            return None


def size_now(problem: Problem, what: Sized) -> Fraction:
    """The size of the file itself."""
    return Fraction({"teams": len(problem.teams), "rounds": len(problem.rounds), "weeks": 0}[what])


def size_step(what: Sized) -> Fraction:
    """By how much sizes differ."""
    return STEP if what == "weeks" else Fraction(1)
