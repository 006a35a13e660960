"""The problem: what a planner states, and what follows from it before anything is decided."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, SerializeAsAny

from xuncha_plan.model.base import Written
from xuncha_plan.model.calendar import Calendar, PublishedYear
from xuncha_plan.model.district import (
    Jurisdiction,
    Rectification,
    Round,
    Target,
    Team,
    Term,
    Tier,
)
from xuncha_plan.model.index import Index
from xuncha_plan.model.modes import (
    AWAY_FROM_HOME,
    CATALOGUE,
    TEAMLESS,
    Mode,
    ModeChange,
    ModeId,
    Purpose,
)
from xuncha_plan.model.quantity import (
    Identifier,
    Name,
)
from xuncha_plan.model.rule import Offer, Rule
from xuncha_plan.model.where import Where
from xuncha_plan.model.words import Words

Dimension = Literal["region", "sector", "kind", "tag", "parent"]
Over = Literal["year", "round", "term"]
Ids = frozenset[str]


@dataclass(frozen=True)
class Period:
    """A year, a round or the term, as a set of rounds."""

    name: str
    rounds: Ids


class Problem(Written):
    """Everything that a planner states; every list keeps the file's order."""

    format: Annotated[Literal[1], Words("格式版本", "version of the format")] = 1
    jurisdiction: Annotated[Jurisdiction, Words("辖区", "the jurisdiction")]
    term: Annotated[Term, Words("届期", "the term")]
    modes: Annotated[
        dict[ModeId, ModeChange], Words("对方式目录的改动", "changes to the catalogue of modes")
    ] = Field(default_factory=dict)
    sectors: Annotated[
        dict[Identifier, Name], Words("行业领域：编号与名称", "sectors: id and name")
    ] = Field(default_factory=dict)
    regions: Annotated[
        dict[Identifier, Name], Words("地域：编号与名称", "regions: id and name")
    ] = Field(default_factory=dict)
    kinds: Annotated[dict[Identifier, Name], Words("类别：编号与名称", "kinds: id and name")] = (
        Field(default_factory=dict)
    )
    calendar: Annotated[
        tuple[PublishedYear, ...],
        Words("新公布年份的放假调休安排", "days off and make-up days of newly published years"),
    ] = ()
    rectification: Annotated[
        Rectification | None,
        Words("整改时限，只用于各种表和文件", "what follows a round, for the papers alone"),
    ] = None
    rounds: Annotated[tuple[Round, ...], Words("轮次", "rounds")] = ()
    teams: Annotated[tuple[Team, ...], Words("巡察组", "teams")] = ()
    targets: Annotated[tuple[Target, ...], Words("巡察对象", "targets")] = ()
    tiers: Annotated[
        tuple[Tier, ...], Words("层级，最要紧的在前", "tiers, most important first")
    ] = ()
    rules: Annotated[tuple[SerializeAsAny[Rule], ...], Words("规则", "rules")] = ()

    # What follows from the statements. Rounds in order; sets of ids everywhere else.

    @cached_property
    def ordered(self) -> tuple[Round, ...]:
        """The rounds by start, then by id; a round's index is its place here."""
        return tuple(sorted(self.rounds, key=lambda r: (r.start, r.id)))

    @cached_property
    def index(self) -> dict[str, int]:
        """Each round's index."""
        return {r.id: i for i, r in enumerate(self.ordered)}

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that have rounds, in order."""
        return tuple(sorted({r.year for r in self.rounds}))

    @cached_property
    def round(self) -> dict[str, Round]:
        """Rounds by id."""
        return {r.id: r for r in self.ordered}

    @cached_property
    def team(self) -> dict[str, Team]:
        """Teams by id."""
        return {t.id: t for t in self.teams}

    @cached_property
    def target(self) -> dict[str, Target]:
        """Targets by id."""
        return {t.id: t for t in self.targets}

    @cached_property
    def mode(self) -> dict[ModeId, Mode]:
        """The catalogue with this problem's changes."""
        changed = {
            key: CATALOGUE[key].replace(**{name: x for name, x in change if x is not None})
            for key, change in self.modes.items()
        }
        return {**CATALOGUE, **changed}

    @cached_property
    def _capacity(self) -> dict[tuple[str, str], Fraction]:
        calendar = Calendar(self.calendar)
        known: dict[str, Fraction] = {}
        capacity = {}
        for team in self.teams:
            for r in self.rounds:
                if team.rounds is not None and r.id not in team.rounds:
                    continue
                if team.capacity is None and r.id not in known:
                    known[r.id] = Fraction(calendar.working_days(r.start, r.end), 5)
                capacity[r.id, team.id] = known[r.id] if team.capacity is None else team.capacity
        return capacity

    def capacity(self, rounds: Iterable[str] | None = None, teams: Ids | None = None) -> Fraction:
        """Team-weeks of the selected teams that are present in the selected rounds."""
        chosen = self.index if rounds is None else rounds
        return sum(
            (
                self._capacity[r, t]
                for r in chosen
                for t in self.present(r)
                if teams is None or t in teams
            ),
            Fraction(0),
        )

    @cached_property
    def _present(self) -> dict[str, tuple[str, ...]]:
        return {
            r.id: tuple(t.id for t in self.teams if (r.id, t.id) in self._capacity)
            for r in self.rounds
        }

    def present(self, round_id: str) -> tuple[str, ...]:
        """The teams present in a round."""
        return self._present[round_id]

    def periods(self, over: Over, rounds: Ids | None = None) -> tuple[Period, ...]:
        """The years, the rounds or the term, of the selected rounds alone, in order."""
        groups: dict[str, set[str]] = defaultdict(set)
        for r in self.ordered:
            if rounds is None or r.id in rounds:
                groups[{"year": str(r.year), "round": r.id, "term": "term"}[over]].add(r.id)
        names = sorted(groups, key=int) if over == "year" else list(groups)
        return tuple(Period(name, frozenset(groups[name])) for name in names)

    def selected(self, where: Where | None) -> Ids:
        """The targets that a selector takes; None takes all."""
        if where is None:
            return frozenset(self.target)
        its = self._selected.get(id(where))  # rules ask again for each part of a plan
        if its is None or its[0] is not where:
            its = where, frozenset(target.id for target in self._index.taken(where))
            self._selected[id(where)] = its
        return its[1]

    @cached_property
    def _index(self) -> Index:
        return Index(self.targets)

    @cached_property
    def _selected(self) -> dict[int, tuple[Where, Ids]]:
        return {}

    def groups(self, by: str | None, targets: Ids | None = None) -> Mapping[str, Ids]:
        """The targets by what they have in a dimension; None makes one group of all.

        Targets without the field are in no group, one with several tags in several.
        """
        if (by, targets) not in self._grouped:  # rules ask the same for each round and team
            self._grouped[by, targets] = self._groups(by, targets)
        return self._grouped[by, targets]

    @cached_property
    def _grouped(self) -> dict[tuple[str | None, Ids | None], Mapping[str, Ids]]:
        return {}

    def _groups(self, by: str | None, targets: Ids | None) -> Mapping[str, Ids]:
        chosen = [t for t in self.targets if targets is None or t.id in targets]
        if by is None:
            return {"": frozenset(t.id for t in chosen)}
        found: dict[str, set[str]] = defaultdict(set)
        for target in chosen:
            for value in target.values(by):
                found[str(value)].add(target.id)
        return {value: frozenset(ids) for value, ids in sorted(found.items())}

    def families(self, targets: Ids) -> dict[str, Ids]:
        """Each target that has children, with them, as far as selected."""
        found: dict[str, set[str]] = defaultdict(set)
        for target in self.targets:
            if target.parent is not None:
                found[target.parent] |= {target.id, target.parent} & targets
        return {parent: frozenset(family) for parent, family in sorted(found.items()) if family}

    @cached_property
    def offers(self) -> tuple[Offer, ...]:
        """Which visits the rules ask for, in the file's order."""
        return tuple(offer for rule in self.rules for offer in rule.offers(self))

    @cached_property
    def _offered(self) -> dict[tuple[Purpose, str], tuple[Offer, ...]]:
        found: dict[tuple[Purpose, str], list[Offer]] = defaultdict(list)
        for offer in self.offers:
            for target in offer.targets:
                found[offer.purpose, target].append(offer)
        return {key: tuple(offers) for key, offers in found.items()}

    def asked(self, purpose: Purpose, target: str) -> tuple[Offer, ...]:
        """The offers of a purpose that select a target, in the file's order."""
        return self._offered.get((purpose, target), ())

    def times(self, target: str) -> int:
        """The most coverage visits that a target may have."""
        return max((offer.times for offer in self.asked("coverage", target)), default=0)

    def special(self, target: str, round_id: str, mode: ModeId) -> Offer | None:
        """The first special rule's offer that a special visit answers."""
        for offer in self.asked("special", target):
            if mode in offer.modes and round_id in offer.rounds:
                return offer
        return None

    def work(self, purpose: Purpose, target: Target, round_id: str, mode: ModeId) -> Fraction:
        """Team-weeks of a visit, before the mode's own share."""
        match purpose:
            case "lookback" if asked := self.asked("lookback", target.id):
                return target.workload * asked[0].share
            case "special" if (offer := self.special(target.id, round_id, mode)) and offer.workload:
                return offer.workload
            case _:
                return target.workload

    @cached_property
    def _directed(self) -> dict[tuple[str, ModeId], Ids]:
        found: dict[tuple[str, ModeId], set[str]] = defaultdict(set)
        for rule in self.rules:
            for mode, rounds, targets in rule.admits(self):
                for r in rounds:
                    found[r, mode] |= targets
        return {key: frozenset(targets) for key, targets in found.items()}

    def is_directed(self, target: str, round_id: str, mode: ModeId) -> bool:
        """Whether the mode is free to use, or a directive admits it there."""
        return not self.mode[mode].needs_directive or target in self._directed.get(
            (round_id, mode), ()
        )

    def is_open(self, target: Target, r: Round) -> bool:
        """Whether a round lies inside the term and the target's own time."""
        return r.lies_within(self.term.start, self.term.end) and r.lies_within(
            target.not_before, target.not_after
        )

    def admits(self, purpose: Purpose, target: Target, r: Round, mode: ModeId) -> bool:
        """Whether a visit of a target may use a mode in a round, teams aside."""
        return (
            r.takes(purpose, mode)
            and (purpose != "coverage" or self.mode[mode].counts_as_coverage)
            and self.is_open(target, r)
            and self.is_directed(target.id, r.id, mode)
        )

    def may_send(self, target: Target, mode: ModeId, team: Team) -> bool:
        """Whether a team's home lets it visit a target in a mode."""
        return mode not in AWAY_FROM_HOME or target.region is None or team.home != target.region

    def possible_modes(self, purpose: Purpose, target: str) -> Iterator[ModeId]:
        """The modes that some rule or round could give a target's visits of a purpose."""
        asked = self.asked(purpose, target)
        if purpose == "coverage":
            yield from self.mode if asked else ()
        else:
            yield from dict.fromkeys(mode for offer in asked for mode in offer.modes)

    def teams_for(self, target: Target, round_id: str, mode: ModeId) -> tuple[str | None, ...]:
        """The teams present that may take a visit; `(None,)` where the superior's come."""
        if mode in TEAMLESS:
            return (None,)
        home = target.region if mode in AWAY_FROM_HOME else None
        if (round_id, home) not in self._away:  # many targets share a region, and so the teams
            self._away[round_id, home] = tuple(
                t for t in self.present(round_id) if self.may_send(target, mode, self.team[t])
            )
        return self._away[round_id, home]

    @cached_property
    def _away(self) -> dict[tuple[str, str | None], tuple[str, ...]]:
        return {}
