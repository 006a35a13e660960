"""A selection of visits by target, round, mode, team, purpose; what is None is not restricted."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xuncha_plan.model.plan import Visit

Ids = frozenset[str]


def _both(mine: Ids | None, more: Ids | None) -> Ids | None:
    if mine is None or more is None:
        return mine if more is None else more
    return mine & more


@dataclass(frozen=True)
class Selection:
    """The visits that meet every restriction."""

    targets: Ids | None = None
    rounds: Ids | None = None
    modes: Ids | None = None
    teams: Ids | None = None
    purposes: Ids | None = None

    def also(
        self,
        *,
        targets: Ids | None = None,
        rounds: Ids | None = None,
        modes: Ids | None = None,
        teams: Ids | None = None,
        purposes: Ids | None = None,
    ) -> "Selection":
        """This selection, narrowed."""
        return Selection(
            _both(self.targets, targets),
            _both(self.rounds, rounds),
            _both(self.modes, modes),
            _both(self.teams, teams),
            _both(self.purposes, purposes),
        )

    def meet(self, other: "Selection") -> "Selection":
        """The visits that both take."""
        return self.also(
            targets=other.targets,
            rounds=other.rounds,
            modes=other.modes,
            teams=other.teams,
            purposes=other.purposes,
        )

    def takes(self, visit: "Visit") -> bool:
        """Whether it takes a visit; a visit without a team is no team's."""
        return (
            (self.targets is None or visit.target.id in self.targets)
            and (self.rounds is None or visit.round.id in self.rounds)
            and (self.modes is None or visit.mode in self.modes)
            and (self.teams is None or (visit.team is not None and visit.team.id in self.teams))
            and (self.purposes is None or visit.purpose in self.purposes)
        )
