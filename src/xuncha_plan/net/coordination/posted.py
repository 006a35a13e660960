"""A program with every rule of the superior's, every district's capacity and every cut."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from xuncha_plan.model import Cost, Demand, Linear, total
from xuncha_plan.net.coordination import campaign, exchange, shares
from xuncha_plan.net.coordination.capacity import keep_capacity, strongest
from xuncha_plan.net.coordination.cuts import Cut
from xuncha_plan.net.coordination.program import WEEKS, Program, step
from xuncha_plan.net.model import Net, Summary, Taking

Ask = Callable[[Program, Any], Iterator[Demand | Cost]]  # each takes its own rule
ASK: dict[str, Ask] = {
    "exchange": exchange.numbers,
    "pairing": exchange.pairing,
    "distance": exchange.distance,
    "recusal": exchange.recusal,
    "joint": campaign.campaign,
    "synchronized": campaign.campaign,
    "elevated": campaign.elevated,
    "milestone": shares.milestone,
    "balance": shares.balance,
}


def posted(
    net: Net,
    summaries: Mapping[str, Summary],
    cuts: Iterable[Cut] = (),
    without: frozenset[str] = frozenset(),
    freed: frozenset[str] = frozenset(),
) -> Program:
    """The program; rules `without` and districts `freed` ask nothing in it."""
    program = Program(net, summaries, cuts, without, freed)
    for rule in program.rules:
        program.keep(rule, ASK[rule.word](program, rule))
    keep_capacity(program)
    for cut in program.cuts:
        program.model.any_of(_ways_out(program, cut))
    return program


def _ways_out(program: Program, cut: Cut) -> Iterator[Linear]:
    """0-1 unknowns, each of which lets a decision differ enough from what was impossible."""
    for (r, alike), count in cut.away.items():
        yield _if(program, _sent_alike(program, cut.district, r, alike) <= count - 1)
    yield from _other_guests(program, cut)
    for taking in cut.takings:
        yield from _other_taking(program, taking)
    for e in cut.elevations:
        number = _number(program.net, e.rule)
        x = program.unknowns.elevated.get((number, e.district, e.target, e.round))
        yield _if(program, (x if x is not None else Linear()) <= 0)
    for q in cut.quotas:
        number = _number(program.net, q.rule)
        x = program.unknowns.quotas.get((number, q.district))
        if x is not None:
            rule = program.net.rules[number - 1]
            yield _if(program, x <= int(q.at_least * step(rule)) - 1)  # type: ignore[arg-type]


def _sent_alike(program: Program, district: str, r: str, alike: str) -> Linear:
    teams = program.summaries[district].teams
    return total(
        x
        for (its, sender, team), x in program.unknowns.away.items()
        if (its, sender) == (r, district) and teams[team].alike == alike
    )


def _other_guests(program: Program, cut: Cut) -> Iterator[Linear]:
    """A stronger guest in some round; where guests' own visits matter, fewer of them too."""
    own = program.summaries[cut.district]
    for net_round in own.maps:
        come = program.hosted(net_round, cut.district)
        weeks = total(x * strongest(program, i, cut.district, net_round) for i, x in come)
        if weeks.terms:
            stronger = weeks >= cut.guests.get(net_round, Fraction(0)) + Fraction(1, WEEKS)
            yield _if(program, stronger)
        if count := cut.hosting.get(net_round, 0):
            yield _if(program, total(x for _, x in come) <= count - 1)


def _other_taking(program: Program, taking: Taking) -> Iterator[Linear]:
    """The district takes no part, or may take more team-weeks jointly."""
    number = _number(program.net, taking.rule)
    part = next(
        (
            p
            for p in program.unknowns.parts
            if (p.rule, p.round, p.sector, p.district)
            == (number, taking.round, taking.sector, taking.district)
        ),
        None,
    )
    if part is None:
        yield _if(program, Linear() <= 0)
        return
    yield _if(program, program.unknowns.parts[part] <= 0)
    if taking.workload is not None and part in program.unknowns.weeks:
        more = int(taking.workload * WEEKS) + 1
        yield _if(program, program.unknowns.weeks[part] >= more)


def _if(program: Program, demand: Demand) -> Linear:
    """A 0-1 unknown that can be 1 only where the demand holds."""
    x = program.model.unknown()
    program.model.require(demand, only_if=x)
    return x


def _number(net: Net, title: str) -> int:
    return next(rule.number for rule in net.rules if rule.title_or_name == title)
