"""The program of a net: the unknowns of every decision, and what they always keep."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import ceil, floor

from xuncha_plan.model import Cost, Demand, Linear, total
from xuncha_plan.net.coordination.cuts import Cut
from xuncha_plan.net.coordination.engine import Model
from xuncha_plan.net.model import Candidate, Net, NetRule, Summary
from xuncha_plan.net.model.asked import lendable
from xuncha_plan.net.model.rules import Campaign, Distance, Elevated, Exchange, Milestone, Recusal

WEEKS = 100  # team-weeks and quotas of work are decided in hundredths

Pair = tuple[str, str, str]  # round, sender, host
Away = tuple[str, str, str]  # round, sender, team
Split = tuple[str, str, str, str]  # round, sender, team, host


@dataclass(frozen=True)
class Part:
    """A district's possible part in a campaign: how many targets, which team-weeks."""

    rule: int
    round: str
    sector: str
    district: str
    least: int
    most: int | None
    candidates: tuple[Candidate, ...] = field(compare=False)  # open there, the lightest first

    @cached_property
    def lightest(self) -> Fraction:
        """The least workload with which the part is done."""
        return sum((c.workload for c in self.candidates[: self.least]), Fraction(0))

    @cached_property
    def heaviest(self) -> Fraction:
        """The most workload that it can come to."""
        most = len(self.candidates) if self.most is None else min(self.most, len(self.candidates))
        works = [c.workload for c in self.candidates]
        return sum(works[len(works) - most :], Fraction(0))


@dataclass
class Unknowns:
    """Every decision as a number."""

    pairs: dict[Pair, Linear] = field(default_factory=dict)
    away: dict[Away, Linear] = field(default_factory=dict)
    splits: dict[Split, Linear] = field(default_factory=dict)
    takes: dict[tuple[int, str, str], Linear] = field(default_factory=dict)
    parts: dict[Part, Linear] = field(default_factory=dict)
    weeks: dict[Part, Linear] = field(default_factory=dict)  # hundredths of workload
    elevated: dict[tuple[int, str, str, str], Linear] = field(default_factory=dict)
    quotas: dict[tuple[int, str], Linear] = field(default_factory=dict)  # in steps


class Program:
    """The unknowns with what they always keep; rules and districts may be left out of it."""

    def __init__(
        self,
        net: Net,
        summaries: Mapping[str, Summary],
        cuts: Iterable[Cut],
        without: frozenset[str] = frozenset(),
        freed: frozenset[str] = frozenset(),
    ) -> None:
        self.net, self.summaries, self.model = net, summaries, Model()
        self.rules = [rule for rule in net.rules if rule.title_or_name not in without]
        self.bound = [d for d in summaries if d not in freed]  # districts whose capacity counts
        self.cuts = [cut for cut in cuts if cut.district not in freed]
        self.unknowns = Unknowns()
        self.amounts: dict[str, list[Linear]] = {tier.id: [] for tier in net.tiers}
        self._exchange()
        for rule in self.rules:
            match rule:
                case Campaign():
                    self._campaign(rule)
                case Elevated():
                    self._elevated(rule)
                case Milestone():
                    self._milestone(rule)

    def keep(self, rule: NetRule, asked: Iterable[Demand | Cost]) -> None:
        """Posts what a hard rule asks; a soft one's breaches count in its tier."""
        for one in asked:
            if rule.tier is None:
                assert isinstance(one, Demand)  # a rule yields costs in a tier alone
                self.model.require(one)
            else:
                amount = self.model.slack(one.excess) if isinstance(one, Demand) else one.amount
                self.amounts[rule.tier].append(amount * rule.weight)

    def amount(self, tier: str) -> Linear:
        """What a tier comes to."""
        return total(self.amounts[tier])

    def sent(self, r: str, district: str) -> Linear:
        """Teams that a district sends in a round."""
        return total(self._by_sender.get((r, district), ()))

    def hosted(self, r: str, district: str) -> list[tuple[str, Linear]]:
        """The possible senders to a district in a round."""
        return self._hosted.get((r, district), [])

    @cached_property
    def _hosted(self) -> dict[tuple[str, str], list[tuple[str, Linear]]]:
        found: dict[tuple[str, str], list[tuple[str, Linear]]] = {}
        for (r, i, j), x in self.unknowns.pairs.items():
            found.setdefault((r, j), []).append((i, x))
        return found

    @cached_property
    def _by_sender(self) -> dict[tuple[str, str], list[Linear]]:
        found: dict[tuple[str, str], list[Linear]] = {}
        for (r, i, _), x in self.unknowns.pairs.items():
            found.setdefault((r, i), []).append(x)
        return found

    def _exchange(self) -> None:
        barred = self._barred()
        split = {
            d
            for rule in self.rules
            if isinstance(rule, Recusal) and rule.teams is not None
            for d in self.net.selected(rule.sender)
        }
        for rule in self.rules:
            if isinstance(rule, Exchange):
                its = [d for d in self.net.selected(rule.districts) if d in self.summaries]
                for r in self.net.chosen(rule):
                    there = [d for d in its if self.summaries[d].own(r.id) is not None]
                    for i in there:
                        for j in there:
                            key = (r.id, i, j)
                            if i != j and (i, j) not in barred and key not in self.unknowns.pairs:
                                self.unknowns.pairs[key] = self.model.unknown()
        for net_round, i in self._by_sender:
            self._teams(net_round, i, is_split=i in split)

    def _barred(self) -> set[tuple[str, str]]:
        """Pairs that hard rules bar in every round; rules of some rounds alone are posted."""
        barred: set[tuple[str, str]] = set()
        for rule in self.rules:
            if rule.tier is not None or len(self.net.chosen(rule)) < len(self.net.rounds):
                continue
            districts = self.net.selected(rule.districts)
            if isinstance(rule, Distance):
                barred |= {
                    (i, j)
                    for i in districts
                    for j in districts
                    if i != j and (self.net.distance(i, j) or 0) > rule.at_most
                }
            if isinstance(rule, Recusal) and rule.teams is None:
                senders, hosts = self.net.selected(rule.sender), self.net.selected(rule.host)
                barred |= {(i, j) for i in senders for j in hosts if {i, j} <= set(districts)}
        return barred

    def _teams(self, r: str, i: str, *, is_split: bool) -> None:
        """Which teams go: as many as hosts; where a team may not go everywhere, to which host."""
        u, model = self.unknowns, self.model
        teams = lendable(self.net, self.summaries[i], r)
        for k in teams:
            u.away[r, i, k] = model.unknown()
        model.equal(self.sent(r, i), total(u.away[r, i, k] for k in teams))
        if not is_split:
            return
        hosts = [j for (its, sender, j) in u.pairs if (its, sender) == (r, i)]
        for k in teams:
            for j in hosts:
                u.splits[r, i, k, j] = model.unknown()
            model.equal(u.away[r, i, k], total(u.splits[r, i, k, j] for j in hosts))
        for j in hosts:
            model.equal(u.pairs[r, i, j], total(u.splits[r, i, k, j] for k in teams))

    def _campaign(self, rule: Campaign) -> None:
        u, model = self.unknowns, self.model
        for r in self.net.chosen(rule):
            for choice in rule.choices:
                take = u.takes[rule.number, r.id, choice] = model.unknown()
                parts = []
                for d in self.net.selected(rule.districts):
                    part = self._part(rule, r.id, choice, d)
                    if part is not None:
                        u.parts[part] = model.unknown()
                        model.require(u.parts[part] <= take)
                        parts.append(u.parts[part])
                model.require(take <= total(parts))  # nobody takes part: nothing is taken

    def _part(self, rule: Campaign, r: str, choice: str, d: str) -> Part | None:
        """A district's possible part; None where it has no round or too few targets there."""
        summary = self.summaries[d]
        there = summary.campaigns.get((rule.number, choice), ())
        least = max(1, ceil(rule.at_least.of(len(there))))
        most = None if rule.at_most is None else floor(rule.at_most.of(len(there)))
        candidates = tuple(c for c in there if r in c.rounds)
        if summary.own(r) is None or len(candidates) < least or (most is not None and most < least):
            return None
        return Part(rule.number, r, choice, d, least, most, candidates)

    def _elevated(self, rule: Elevated) -> None:
        for d in self.net.selected(rule.districts):
            for candidate in self.summaries[d].elevated.get(rule.number, ()):
                its = []
                for r in self.net.chosen(rule):
                    if r.id in candidate.rounds:
                        x = self.model.unknown()
                        self.unknowns.elevated[rule.number, d, candidate.target, r.id] = x
                        its.append(x)
                self.model.require(total(its) <= 1)

    def _milestone(self, rule: Milestone) -> None:
        for d in self.net.selected(rule.districts):
            worths = self.summaries[d].milestones.get(rule.number, ())
            ended = any(r.end <= rule.by for r in self.summaries[d].rounds)
            whole = sum((w.counts for w in worths), Fraction(0)) if ended else Fraction(0)
            most = floor(whole * step(rule))
            self.unknowns.quotas[rule.number, d] = self.model.unknown(0, most)


def step(rule: Milestone) -> int:
    """Quotas are whole numbers of targets, or hundredths of team-weeks."""
    return WEEKS if rule.unit == "workload" else 1
