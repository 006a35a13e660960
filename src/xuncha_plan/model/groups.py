"""The groups that `per` makes: every combination of values that exists in the problem."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Literal

from xuncha_plan.model.district import Round
from xuncha_plan.model.modes import TEAMLESS
from xuncha_plan.model.problem import Problem
from xuncha_plan.model.selection import Ids, Selection

Per = Literal["round", "year", "team", "region", "sector", "kind", "mode"]
OF_TARGETS = frozenset({"region", "sector", "kind"})


def combinations(
    problem: Problem, per: tuple[Per, ...], visits: Selection
) -> dict[tuple[str, ...], Selection]:
    """The combinations that exist, in the order of `per`, each with every visit of its group.

    A group keeps the selection's targets and rounds, whatever the mode, team and purpose. A
    combination exists when some selected target, selected round, team present in it and
    admitted mode give it. With nothing in `per` there is one, also when it is empty.
    """
    if not per:
        return {(): Selection(visits.targets, visits.rounds)}
    targets: dict[tuple[str, ...], Ids] = {}
    rounds: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for own, members in _target_groups(problem, per, visits.targets).items():
        for r in problem.ordered:
            if visits.rounds is not None and r.id not in visits.rounds:
                continue
            for team, mode in _teams_and_modes(problem, per, visits, members, r):
                given = {"round": r.id, "year": str(r.year), "team": team, "mode": mode}
                given |= dict(own)
                key = tuple(given[dimension] for dimension in per)
                targets[key] = members
                rounds[key].add(r.id)
    return {
        key: Selection(
            targets=targets[key],
            rounds=frozenset(rounds[key]),
            teams=frozenset({key[per.index("team")]}) if "team" in per else None,
            modes=frozenset({key[per.index("mode")]}) if "mode" in per else None,
        )
        for key in targets
    }


def _target_groups(
    problem: Problem, per: tuple[Per, ...], targets: Ids | None
) -> dict[tuple[tuple[str, str], ...], Ids]:
    dimensions = [dimension for dimension in per if dimension in OF_TARGETS]
    found: dict[tuple[tuple[str, str], ...], set[str]] = defaultdict(set)
    for target in problem.targets:
        values = [target.values(dimension) for dimension in dimensions]
        if (targets is None or target.id in targets) and all(values):
            found[tuple((d, str(v[0])) for d, v in zip(dimensions, values, strict=True))].add(
                target.id
            )
    return {key: frozenset(members) for key, members in found.items()}


def _teams_and_modes(
    problem: Problem, per: tuple[Per, ...], visits: Selection, members: Ids, r: Round
) -> Iterator[tuple[str, str]]:
    """The teams and modes that a round gives a group; one pair where `per` names neither."""
    present = problem.present(r.id)
    modes = (m for m in _admitted(problem, members, r) if present or m in TEAMLESS)
    teams: tuple[str, ...] = ("",)
    if "team" in per:
        teams = tuple(t for t in present if visits.teams is None or t in visits.teams)
    if "mode" in per:
        chosen = {mode for mode in modes if visits.modes is None or mode in visits.modes}
    else:
        chosen = {next(modes, "")} - {""}
    for mode in sorted(chosen):
        for team in teams:
            yield team, mode


def _admitted(problem: Problem, members: Ids, r: Round) -> Iterator[str]:
    for member in sorted(members):
        for purpose in ("coverage", "lookback", "special"):
            for mode in problem.possible_modes(purpose, member):
                if r.takes(purpose, mode) and problem.is_directed(member, r.id, mode):
                    yield mode
