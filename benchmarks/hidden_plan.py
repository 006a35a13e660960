"""A plan made before its problem: what the rules then ask is what this plan already does.

Work is counted in hundredths of a team-week. Rounds are filled evenly, the earlier ones a little
more, each up to nine tenths, so that a reserve of a tenth and the milestones hold.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from heapq import heapify, heappop, heappush
from random import Random

WEEK = 100  # hundredths of a team-week
FULL = 0.9  # of a round's capacity
LEANING = 0.6  # the last round is filled by so much of what the first is
HEADS = 3  # towns, departments and schools that a team takes in a round
LAG = 240  # days from the end of a visit to the start of its look-back
CROSS = 0.25  # of the visits in a round that admits cross-region ones


@dataclass(frozen=True)
class Unit:
    """A target with what must move with it: a town with its villages."""

    ids: tuple[str, ...]
    kind: str
    sector: str
    region: str
    work: int
    own: int  # the head's own work
    poor: bool = False
    tagged: bool = False


@dataclass(frozen=True)
class Span:
    """A round, as far as a plan needs to know it."""

    id: str
    start: date
    end: date
    modes: tuple[str, ...]


@dataclass(frozen=True)
class Visited:
    """One visit of the hidden plan."""

    target: str
    purpose: str
    round: int
    mode: str
    team: str | None


@dataclass
class Room:
    """What is left of the teams, round by round."""

    homes: dict[str, str]
    capacity: int
    rounds: int
    loads: list[dict[str, int]] = field(default_factory=list)
    heads: list[dict[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.loads = [dict.fromkeys(self.homes, 0) for _ in range(self.rounds)]
        self.heads = [dict.fromkeys(self.homes, 0) for _ in range(self.rounds)]
        self._queues = [[(0, t) for t in self.homes] for _ in range(self.rounds)]
        self._sums = [0] * self.rounds
        for queue in self._queues:
            heapify(queue)

    def fill(self, r: int) -> float:
        """How full a round is, against what it should become."""
        lean = 1 - (1 - LEANING) * r / max(1, self.rounds - 1)
        return self._sums[r] / lean

    def take(self, r: int, region: str, work: int, not_by: str | None = None) -> str | None:
        """The least loaded team that may go, now with the work; None where none has room."""
        whole = FULL * self.capacity * len(self.homes)
        if self._sums[r] + work > whole:
            return None
        queue, passed, found = self._queues[r], [], None
        while queue and found is None:
            load, team = heappop(queue)
            fits = load + work <= self.capacity and self.heads[r][team] < HEADS
            if fits and self.homes[team] != region and team != not_by:
                found = team
            else:
                passed.append((load, team))
        for one in passed:
            heappush(queue, one)
        if found is not None:
            self._load(r, found, work)
        return found

    def _load(self, r: int, team: str, work: int) -> None:
        self.loads[r][team] += work
        self.heads[r][team] += 1
        self._sums[r] += work
        heappush(self._queues[r], (self.loads[r][team], team))


class NoRoom(Exception):
    """The teams cannot take so many targets."""


@dataclass
class Hidden:
    """The plan as it is made: coverage first, look-backs after."""

    rounds: tuple[Span, ...]
    room: Room
    random: Random
    visits: list[Visited] = field(default_factory=list)
    at: dict[str, Visited] = field(default_factory=dict)  # coverage of the heads

    def cover(self, units: Iterable[Unit], rounds: list[int], mode: str | None = None) -> None:
        """Cover each unit in one of the rounds; NoRoom where one finds no place."""
        for unit in units:
            if not any(self._placed(unit, r, mode) for r in sorted(rounds, key=self.room.fill)):
                raise NoRoom(f"{unit.ids[0]} finds no place: more teams are needed")

    def _placed(self, unit: Unit, r: int, mode: str | None) -> bool:
        chosen = mode or self._mode(r)
        team = None
        if chosen != "elevated":
            work = unit.work // 2 if chosen == "joint" else unit.work
            team = self.room.take(r, unit.region, work)
            if team is None:
                return False
        found = [Visited(one, "coverage", r, chosen, team) for one in unit.ids]
        self.visits += found
        self.at[unit.ids[0]] = found[0]
        return True

    def _mode(self, r: int) -> str:
        crosses = "cross_region" in self.rounds[r].modes and self.random.random() < CROSS
        return "cross_region" if crosses else "self_run"

    def look_back(self, units: Iterable[Unit], least: int) -> None:
        """Look back at the poor ones, then at others until there are enough."""
        done = 0
        for unit in sorted(units, key=lambda one: not one.poor):
            if (unit.poor or done < least) and self._looked_back(unit):
                done += 1

    def _looked_back(self, unit: Unit) -> bool:
        first = self.at[unit.ids[0]]
        late = [r for r in self.open_to(unit) if r in self.late_enough(first.round)]
        for r in sorted(late, key=self.room.fill):
            team = self.room.take(r, unit.region, (unit.own + 1) // 2, first.team)
            if team is not None:
                self.visits.append(Visited(unit.ids[0], "lookback", r, "self_run", team))
                return True
        return False

    def open_to(self, unit: Unit) -> list[int]:
        """The rounds in which a unit may be visited: schools are left alone in June."""
        every = range(len(self.rounds))
        return [r for r in every if unit.kind != "school" or self.rounds[r].start.month != 6]

    def late_enough(self, r: int) -> list[int]:
        """The rounds in which a look-back may follow a visit."""
        end = self.rounds[r].end
        return [i for i, one in enumerate(self.rounds) if (one.start - end).days >= LAG]
