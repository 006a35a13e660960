"""Disruptions drawn by chance, to see how a plan survives them: each gives a world of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Literal

from xuncha_plan.model import ModeId, Place, Problem, Round, Words
from xuncha_plan.rules.special import Special
from xuncha_plan.solver.replanning.least_change import Terms

Kind = Literal["team", "round", "specials"]
KINDS: tuple[Kind, ...] = ("team", "round", "specials")
MODE: ModeId = "pinpoint"
MANY = 10  # specials that come at once
EACH = Fraction(1)  # team-weeks that each of them takes
WHAT = {
    "team": Words("{team}缺席{round}", "{team} misses {round}"),
    "round": Words("取消{round}", "{round} is cancelled"),
    "specials": Words("{round}增加{count}个点穴式专项", "{count} pinpoint specials in {round}"),
}
URGENT = Words("紧急专项", "urgent specials")


@dataclass(frozen=True)
class Disruption:
    """Something that happens, and the problem as it is then."""

    kind: Kind
    words: Words
    blanks: Mapping[str, object]
    problem: Problem


def drawn(
    problem: Problem, terms: Terms, kinds: Sequence[Kind], number: int, seed: int
) -> list[Disruption]:
    """So many disruptions, the kinds in turn; the same seed draws the same ones.

    They strike rounds that have not begun. Fewer come where a kind has nothing left to strike.
    """
    random = Random(seed)
    closed = terms.closed(problem)
    rounds = [r for r in problem.ordered if r.id not in closed and problem.present(r.id)]
    struck: dict[Kind, list[Round]] = {
        "team": rounds,
        "round": rounds,
        "specials": [r for r in rounds if r.takes("special", MODE)],
    }
    draw: dict[Kind, Callable[[Problem, Round, Random], Disruption]] = {
        "team": _without_a_team,
        "round": _without_a_round,
        "specials": _with_specials,
    }
    turns = [kind for kind in kinds if struck[kind]]
    return [
        draw[kind](problem, random.choice(struck[kind]), random)
        for i in range(number if turns else 0)
        for kind in (turns[i % len(turns)],)
    ]


def _without_a_team(problem: Problem, r: Round, random: Random) -> Disruption:
    team = random.choice(sorted(problem.present(r.id)))
    changed = _absent(problem, r.id, frozenset({team}))
    blanks = {"team": problem.team[team].title, "round": r.title}
    return Disruption("team", WHAT["team"], blanks, changed)


def _absent(problem: Problem, r: str, gone: frozenset[str]) -> Problem:
    every = frozenset(problem.round)
    teams = (
        team.replace(rounds=(every if team.rounds is None else team.rounds) - {r})
        if team.id in gone
        else team
        for team in problem.teams
    )
    return problem.replace(teams=tuple(teams))


def _without_a_round(problem: Problem, r: Round, random: Random) -> Disruption:
    changed = _absent(problem, r.id, frozenset(problem.team))
    closed = (one.replace(purposes=()) if one.id == r.id else one for one in problem.rounds)
    blanks = {"round": r.title}
    return Disruption("round", WHAT["round"], blanks, changed.replace(rounds=tuple(closed)))


def _with_specials(problem: Problem, r: Round, random: Random) -> Disruption:
    free = [t.id for t in problem.targets if not problem.asked("special", t.id)]
    targets = frozenset(random.sample(sorted(free), min(MANY, len(free))))
    number = len(problem.rules) + 1
    special = Special(
        name=URGENT.zh, targets=targets, mode=MODE, rounds=frozenset({r.id}), workload=EACH
    ).written(number, Place("-"))
    blanks = {"round": r.title, "count": len(targets)}
    rules = (*problem.rules, special)
    return Disruption("specials", WHAT["specials"], blanks, problem.replace(rules=rules))
