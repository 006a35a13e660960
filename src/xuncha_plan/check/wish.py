"""Where a visit is wanted, and the places that would do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xuncha_plan.check.built_in import Directed, of_place, of_team
from xuncha_plan.model import TEAMLESS, ModeId, Plan, Problem, Purpose, Round, Visit


@dataclass(frozen=True)
class Wish:
    """Where a target's visit of a purpose is wanted; None leaves the choice."""

    target: str
    purpose: Purpose = "coverage"
    round: str | None = None
    mode: ModeId | None = None
    team: str | None = None

    def is_met(self, visit: Visit) -> bool:
        """Whether a visit is where it is wanted."""
        return (
            visit.target.id == self.target
            and visit.purpose == self.purpose
            and self.round in (None, visit.round.id)
            and self.mode in (None, visit.mode)
            and (self.team is None or self.team in visit.values("team"))
        )


class Places:
    """The places of a target's visits of a purpose."""

    def __init__(self, problem: Problem, target: str, purpose: Purpose) -> None:
        self._problem, self._target, self._purpose = problem, target, purpose
        self._directed = Directed(problem)
        self._odd: dict[tuple[str, ModeId], bool] = {}

    def of(self, wish: Wish) -> list[Visit]:
        """Visits that meet a wish and may be where they are by themselves; else any that meet it.

        Where none may be, it is for the planner to see what is built in that forbids it.
        """
        visits = list(self._all(wish))
        return [visit for visit in visits if not self.is_odd(visit)] or visits

    def is_odd(self, visit: Visit) -> bool:
        """Whether a visit breaks what is built in, whatever else is in the plan."""
        place = (visit.round.id, visit.mode)
        if place not in self._odd:
            self._odd[place] = any(of_place(self._directed, visit))
        return self._odd[place] or any(of_team(visit))

    def _all(self, wish: Wish) -> Iterator[Visit]:
        for r in self._problem.ordered:
            for mode in self._modes(wish, r) if wish.round in (None, r.id) else ():
                for team in self._teams(wish, r, mode):
                    yield Plan.visit(self._problem, self._target, self._purpose, r.id, mode, team)

    def _modes(self, wish: Wish, r: Round) -> Iterable[ModeId]:
        """The mode that is wanted, else those of the round that the purpose can use."""
        if wish.mode is not None:
            return (wish.mode,)
        modes = tuple(self._problem.possible_modes(self._purpose, self._target))
        return [mode for mode in modes if r.takes(self._purpose, mode)] or modes

    def _teams(self, wish: Wish, r: Round, mode: ModeId) -> Iterable[str | None]:
        if wish.team is not None:
            return (wish.team,)
        if mode in TEAMLESS:
            return (None,)
        return self._problem.present(r.id) or tuple(self._problem.team)


def others(plan: Plan, target: str, purpose: Purpose) -> dict[str, list[Wish]]:
    """Where else a target's visits of a purpose could be wanted: rounds, modes, teams there.

    Modes are those that it could have somewhere; teams are those present in the round of its first
    visit.
    """
    problem, now = plan.problem, plan.of(target, purpose)
    places = Places(problem, target, purpose)
    wishes = {
        "round": [Wish(target, purpose, round=r.id) for r in problem.ordered],
        "mode": [
            Wish(target, purpose, mode=mode)
            for mode in dict.fromkeys(problem.possible_modes(purpose, target))
            if not all(map(places.is_odd, places.of(Wish(target, purpose, mode=mode))))
        ],
        "team": [
            Wish(target, purpose, round=now[0].round.id, team=team)
            for team in (problem.present(now[0].round.id) if now else ())
        ],
    }
    return {
        section: [wish for wish in its if not any(map(wish.is_met, now))]
        for section, its in wishes.items()
    }
