"""The problem: what a planner states, and what follows from it before anything is decided."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SerializeAsAny

from xuncha_plan.model.base import Written
from xuncha_plan.model.calendar import Calendar, PublishedYear
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
    Day,
    Identifier,
    Name,
    PositiveWeeks,
    Ratio,
    Share,
    SomeWeeks,
    Text,
    Whole,
    as_list,
)
from xuncha_plan.model.rule import Offer, Rule
from xuncha_plan.model.where import Where
from xuncha_plan.model.words import Words

Dimension = Literal["region", "sector", "kind", "tag", "parent"]
Over = Literal["year", "round", "term"]
Ids = frozenset[str]

_ids = BeforeValidator(as_list)


class Jurisdiction(Written):
    """Whose plan it is."""

    name: Annotated[Name, Words("辖区名称", "the district's name")]
    superior: Annotated[Name | None, Words("上级", "its superior")] = None


class Term(Written):
    """The term, by default of five years."""

    name: Annotated[Name | None, Words("届期名称", "the term's name")] = None
    start: Annotated[Day, Words("首日", "first day")]
    end: Annotated[Day, Words("末日", "last day")]


class Round(Written):
    """One campaign with dates; it belongs to one year."""

    id: Annotated[Identifier, Words("编号", "id")]
    name: Annotated[Name | None, Words("名称", "name")] = None
    start: Annotated[Day, Words("首日", "first day")]
    end: Annotated[Day, Words("末日（含）", "last day, included")]
    modes: Annotated[
        tuple[ModeId, ...], _ids, Words("可用的方式", "modes that coverage may use")
    ] = ("self_run",)
    purposes: Annotated[
        tuple[Purpose, ...] | None, _ids, Words("可做的任务性质；不写则不限", "purposes; none: all")
    ] = None
    stated_year: Annotated[
        Whole | None,
        Field(alias="year"),
        Words("所属年份；不写为首日之年", "year; none: the start's"),
    ] = None

    @property
    def year(self) -> int:
        """The year that the round belongs to."""
        return self.start.year if self.stated_year is None else self.stated_year

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.id

    def days_within(self, first: date, last: date) -> int:
        """How many of its days lie in a span, both ends included."""
        return max(0, (min(self.end, last) - max(self.start, first)).days + 1)

    def lies_within(self, first: date | None, last: date | None) -> bool:
        """Whether the whole round lies in a span; None leaves a side open."""
        return (first is None or first <= self.start) and (last is None or self.end <= last)

    def takes(self, purpose: Purpose, mode: ModeId) -> bool:
        """Whether visits of a purpose may use a mode in it, directives aside."""
        if self.purposes is not None and purpose not in self.purposes:
            return False
        return purpose != "coverage" or mode in self.modes


class Team(Written):
    """A team: so many team-weeks a round, in the rounds where it is present."""

    id: Annotated[Identifier, Words("编号", "id")]
    name: Annotated[Name | None, Words("名称", "name")] = None
    home: Annotated[
        Text | None,
        Words("来自的地域；辖区外可写任何词", "home region, or any word for one outside"),
    ] = None
    capacity: Annotated[
        SomeWeeks | None,
        Words("每轮的组周数；不写为该轮工作日除以5", "team-weeks a round; none: working days by 5"),
    ] = None
    rounds: Annotated[
        frozenset[str] | None,
        _ids,
        Words("参加的轮次；不写为全部", "rounds of presence; none: all"),
    ] = None

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.id


class Target(Written):
    """An organisation to be inspected."""

    id: Annotated[Identifier, Words("编号", "id")]
    name: Annotated[Name | None, Words("名称", "name")] = None
    kind: Annotated[Text | None, Words("类别", "kind")] = None
    sector: Annotated[Text | None, Words("行业领域", "sector")] = None
    region: Annotated[Text | None, Words("地域", "region")] = None
    workload: Annotated[PositiveWeeks, Words("工作量（组周）", "team-weeks that a visit takes")]
    risk: Annotated[Ratio | None, Words("风险", "risk")] = None
    tags: Annotated[tuple[Text, ...], _ids, Words("标签", "tags")] = ()
    parent: Annotated[Text | None, Words("所属对象", "the target it goes with")] = None
    not_before: Annotated[Day | None, Words("此日起才可巡察", "no visit before")] = None
    not_after: Annotated[Day | None, Words("此日后不再巡察", "no visit after")] = None
    last_visit: Annotated[Day | None, Words("上次巡察日期", "day of the last visit")] = None
    last_grade: Annotated[Text | None, Words("上次整改评价", "grade of the last rectification")] = (
        None
    )
    columns: Annotated[
        dict[str, str], Words("对象表中的其他列", "other columns of a target table")
    ] = Field(default_factory=dict, exclude_if=lambda columns: not columns)

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.id

    def values(self, field: str) -> tuple[str | Fraction, ...]:
        """What it has in a field: tags may be many, the others are one or none."""
        if field == "tag":
            return self.tags
        value = getattr(self, field, None) if field in _FIELDS else self.columns.get(field)
        return () if value is None else (value,)


_FIELDS = frozenset({"id", "kind", "sector", "region", "workload", "risk", "parent", "last_grade"})


class Tier(Written):
    """A group of soft rules, minimised before every tier after it."""

    id: Annotated[Identifier, Words("编号", "id")]
    name: Annotated[Name | None, Words("名称", "name")] = None
    tolerance: Annotated[
        Share, Words("后面的层级最多使本层级变差的比例", "how much later tiers may worsen this one")
    ] = Fraction(0)

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.id


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
            key: CATALOGUE[key].replace(**change.model_dump(exclude_none=True))
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
        return frozenset(t.id for t in self.targets if where is None or where.takes(t))

    def groups(self, by: str | None, targets: Ids | None = None) -> dict[str, Ids]:
        """The targets by what they have in a dimension; None makes one group of all.

        Targets without the field are in no group, one with several tags in several.
        """
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
            if target.parent is not None and target.id in targets:
                found[target.parent].add(target.id)
        return {
            parent: frozenset(children | ({parent} & targets))
            for parent, children in sorted(found.items())
        }

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
        return tuple(t for t in self.present(round_id) if self.may_send(target, mode, self.team[t]))
