"""The net: what its file states, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import SerializeAsAny

from xuncha_plan.model import Term, Tier, Where, Words, Written
from xuncha_plan.net.model.district import Area, District, Leg, NetRound, Superior, straight
from xuncha_plan.net.model.rule import InRounds, NetRule


@dataclass(frozen=True)
class _Seen:
    """A district as selectors see it."""

    district: District
    within: tuple[str, ...]

    def values(self, field: str) -> tuple[str | Fraction, ...]:
        match field:
            case "tag":
                return self.district.tags
            case "within":
                return self.within
            case "id" | "kind":
                value = getattr(self.district, field)
                return () if value is None else (value,)
            case _:
                return ()


class Net(Written):
    """Everything that the superior states; every list keeps the file's order."""

    format: Annotated[Literal[1], Words("格式版本", "version of the format")] = 1
    superior: Annotated[Superior, Words("上级", "the superior")]
    term: Annotated[Term, Words("届期", "the term")]
    areas: Annotated[tuple[Area, ...], Words("中间层级", "levels between")] = ()
    jurisdictions: Annotated[tuple[District, ...], Words("区县", "the districts")] = ()
    distances: Annotated[tuple[Leg, ...], Words("距离", "distances")] = ()
    rounds: Annotated[tuple[NetRound, ...], Words("全网轮次", "rounds of the net")] = ()
    tiers: Annotated[
        tuple[Tier, ...], Words("层级，最要紧的在前", "tiers, most important first")
    ] = ()
    rules: Annotated[tuple[SerializeAsAny[NetRule], ...], Words("规则", "rules")] = ()

    @cached_property
    def ordered(self) -> tuple[NetRound, ...]:
        """The rounds by start, then by id; a round's index is its place here."""
        return tuple(sorted(self.rounds, key=lambda r: (r.start, r.id)))

    @cached_property
    def index(self) -> dict[str, int]:
        """Each round's index."""
        return {r.id: i for i, r in enumerate(self.ordered)}

    @cached_property
    def round(self) -> dict[str, NetRound]:
        """Rounds by id."""
        return {r.id: r for r in self.ordered}

    @cached_property
    def district(self) -> dict[str, District]:
        """Districts by id."""
        return {d.id: d for d in self.jurisdictions}

    @cached_property
    def area(self) -> dict[str, Area]:
        """Areas by id."""
        return {a.id: a for a in self.areas}

    def within(self, district: str) -> tuple[str, ...]:
        """The areas that a district lies in, the innermost first."""
        found: list[str] = []
        area = self.district[district].within
        while area is not None and area in self.area and area not in found:
            found.append(area)
            area = self.area[area].within
        return tuple(found)

    def selected(self, where: Where | None) -> tuple[str, ...]:
        """The districts that a selector takes, in the file's order."""
        return tuple(
            d.id
            for d in self.jurisdictions
            if where is None or where.takes(_Seen(d, self.within(d.id)))
        )

    def chosen(self, rule: NetRule) -> tuple[NetRound, ...]:
        """The rounds that a rule is about, in order."""
        return rule.chosen(self.ordered) if isinstance(rule, InRounds) else self.ordered

    @cached_property
    def _stated_distances(self) -> Mapping[frozenset[str], Fraction]:
        return {frozenset(leg.between): leg.km for leg in self.distances}

    def distance(self, one: str, other: str) -> Fraction | None:
        """Kilometres between two districts, as stated or in a straight line; None if unknown."""
        stated = self._stated_distances.get(frozenset((one, other)))
        if stated is not None:
            return stated
        a, b = self.district[one].at, self.district[other].at
        return None if a is None or b is None else straight(a, b)
