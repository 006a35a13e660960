"""Every district's capacity: what surely has to fit, whatever its plan.

All of it is necessary and nothing is sufficient: what a district cannot do beyond this comes back
as a cut.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from xuncha_plan.model import Linear, total
from xuncha_plan.net.coordination.program import Part, Program, step
from xuncha_plan.net.model import Candidate, OwnRound, Summary, Worth
from xuncha_plan.net.model.asked import lendable
from xuncha_plan.net.model.rules import Elevated, Milestone


def keep_capacity(program: Program) -> None:
    """Posts what every district that counts must have room for."""
    for d in program.bound:
        room = _Room(program, program.summaries[d])
        room.keep_needs()
        room.keep_quotas()
        room.keep_rounds()
        room.keep_targets()


def strongest(program: Program, sender: str, host: str, net_round: str) -> Fraction:
    """The most team-weeks that a team of the sender may have at the host in a round."""
    its, there = program.summaries[sender], program.summaries[host]
    teams = lendable(program.net, its, net_round)
    return max((there.guest(its, team, net_round) for team in teams), default=Fraction(0))


class _Room:
    """One district's team-weeks once teams are sent and received, and what lightens its load."""

    def __init__(self, program: Program, summary: Summary) -> None:
        self._program, self._summary = program, summary
        self._nets = {own: net for net, own in summary.maps.items()}
        u = program.unknowns
        self._parts = [(p, x) for p, x in u.parts.items() if p.district == summary.id]
        self._elevated = [
            (number, target, r, x)
            for (number, d, target, r), x in u.elevated.items()
            if d == summary.id
        ]

    def keep_needs(self) -> None:
        """What its own milestones and its coverage need by their days."""
        for need in self._summary.needs:
            rounds = [r for r in self._summary.rounds if r.id in need.free]
            room = total(self._weeks(r) * need.free[r.id] for r in rounds)
            self._program.model.require(need.load - self._relief(rounds) <= room)

    def keep_quotas(self) -> None:
        """What its quotas of the net's milestones need by their days."""
        for rule in self._program.rules:
            key = (rule.number, self._summary.id)
            if not isinstance(rule, Milestone) or key not in self._program.unknowns.quotas:
                continue
            quota = self._program.unknowns.quotas[key] * Fraction(1, step(rule))
            rounds = [r for r in self._summary.rounds if r.end <= rule.by]
            room = total(self._weeks(r) for r in rounds) + self._relief(rounds)
            worths = self._summary.milestones.get(rule.number, ())
            for load, slope, counts in _tangents(worths):
                self._program.model.require(load + (quota - counts) * slope <= room)

    def keep_rounds(self) -> None:
        """What campaigns take of the own teams in a round; guests do nothing of it."""
        for r in self._summary.rounds:
            net_round = self._nets.get(r.id)
            its = [(p, x) for p, x in self._parts if p.round == net_round]
            if its and net_round is not None:
                load = total(x * (p.lightest * self._share(p)) for p, x in its)
                left = r.strength - self._away(net_round, r)
                self._program.model.require(load <= left)

    def keep_targets(self) -> None:
        """A campaign's targets are each visited once, and not those that are elevated."""
        for number, sector in {(p.rule, p.sector) for p, _ in self._parts}:
            its = [(p, x) for p, x in self._parts if (p.rule, p.sector) == (number, sector)]
            there = {c.target for p, _ in its for c in p.candidates}
            gone = total(
                x for n, target, _, x in self._elevated if target in there and self._counts(n)
            )
            asked = total(x * p.least for p, x in its)
            self._program.model.require(asked + gone <= len(there))

    def _counts(self, number: int) -> bool:
        rule = self._program.net.rules[number - 1]
        return isinstance(rule, Elevated) and rule.counts_for_host

    def _share(self, part: Part) -> Fraction:
        rule = self._program.net.rules[part.rule - 1]
        return self._summary.own_share if rule.word == "joint" else Fraction(1)

    def _weeks(self, r: OwnRound) -> Linear:
        """Team-weeks of a round: stated, less those sent away, and those that come."""
        net_round = self._nets.get(r.id)
        if net_round is None:
            return Linear(constant=r.strength)
        return r.strength - self._away(net_round, r) + self._guests(net_round)

    def _away(self, net_round: str, r: OwnRound) -> Linear:
        u, d = self._program.unknowns, self._summary.id
        return total(
            u.away[net_round, d, team] * weeks
            for team, weeks in r.capacity.items()
            if (net_round, d, team) in u.away
        )

    def _guests(self, net_round: str) -> Linear:
        """The most team-weeks that may come: each sender's strongest team."""
        d = self._summary.id
        return total(
            x * strongest(self._program, i, d, net_round)
            for i, x in self._program.hosted(net_round, d)
        )

    def _relief(self, rounds: list[OwnRound]) -> Linear:
        """Own load that the superior takes off: elevated targets, its part of joint ones."""
        nets = {self._nets[r.id] for r in rounds if r.id in self._nets}
        works = dict(self._works())
        off = [
            x * works[number, target]
            for number, target, r, x in self._elevated
            if r in nets and self._counts(number)
        ]
        off += [x * (p.heaviest * (1 - self._share(p))) for p, x in self._parts if p.round in nets]
        return total(off)

    def _works(self) -> Iterator[tuple[tuple[int, str], Fraction]]:
        candidates: Mapping[int, tuple[Candidate, ...]] = self._summary.elevated
        for number, its in candidates.items():
            for c in its:
                yield (number, c.target), c.workload


def _tangents(worths: tuple[Worth, ...]) -> Iterator[tuple[Fraction, Fraction, Fraction]]:
    """Load, slope and count where each line begins that bounds the least load from below."""
    load = counts = Fraction(0)
    last: Fraction | None = None
    for worth in worths:  # the lightest for what they count come first
        slope = worth.load / worth.counts
        if slope != last:
            yield load, slope, counts
            last = slope
        load, counts = load + worth.load, counts + worth.counts
