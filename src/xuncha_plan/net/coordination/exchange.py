"""Exchange and what bounds it: numbers, pairs, distances, recusals."""

from collections.abc import Iterator
from fractions import Fraction

from xuncha_plan.model import Cost, Demand, Linear, total
from xuncha_plan.net.coordination.program import Program
from xuncha_plan.net.model import NetRule
from xuncha_plan.net.model.asked import receives, sends
from xuncha_plan.net.model.rules import Distance, Exchange, Pairing, Recusal

Asked = Iterator[Demand | Cost]


def numbers(program: Program, rule: Exchange) -> Asked:
    """Each district sends and receives its number in each round."""
    net, its = program.net, _pairs(program, rule)
    for r in net.chosen(rule):
        here = its.get(r.id, {})
        sent: dict[str, list[Linear]] = {}
        received: dict[str, list[Linear]] = {}
        for (i, j), x in here.items():
            sent.setdefault(i, []).append(x)
            received.setdefault(j, []).append(x)
        for d in net.selected(rule.districts):
            for counted, wanted in (
                (total(sent.get(d, ())), sends(net, rule, d)),
                (total(received.get(d, ())), receives(net, rule, d)),
            ):
                yield counted <= wanted
                yield counted >= wanted


def pairing(program: Program, rule: Pairing) -> Asked:
    """No mutual pair in a round; no pair again too soon."""
    its = _pairs(program, rule)
    rounds = [r.id for r in program.net.chosen(rule) if its.get(r.id)]
    if rule.no_mutual:
        for r in rounds:
            for (i, j), x in its[r].items():
                back = its[r].get((j, i))
                if i < j and back is not None:
                    yield x + back <= 1
    if rule.no_repeat_within > 1:
        yield from _repeats(program, rule, [(r, its[r]) for r in rounds])


def _repeats(
    program: Program, rule: Pairing, its: list[tuple[str, dict[tuple[str, str], Linear]]]
) -> Asked:
    """A soft rule counts pairs of rounds; a hard one takes each run of close rounds at once."""
    index = program.net.index
    near = [
        [other for other, _ in its[n:] if index[other] - index[one] < rule.no_repeat_within]
        for n, (one, _) in enumerate(its)
    ]
    by_round = dict(its)
    runs: list[tuple[str, ...]] = []
    for run in near:
        if rule.tier is not None:
            runs += [(run[0], other) for other in run[1:]]
        elif len(run) > 1 and not any(set(run) <= set(known) for known in runs):
            runs.append(tuple(run))
    for run_ in runs:
        for pair in dict.fromkeys(pair for r in run_ for pair in by_round[r]):
            xs = [by_round[r][pair] for r in run_ if pair in by_round[r]]
            if len(xs) > 1:
                yield total(xs) <= 1


def distance(program: Program, rule: Distance) -> Asked:
    """Kilometres beyond; hard, the pairs that are too far stay apart."""
    for its in _pairs(program, rule).values():
        far = []
        for (i, j), x in its.items():
            beyond = (program.net.distance(i, j) or Fraction(0)) - rule.at_most
            if beyond > 0:
                far.append(x * beyond if rule.tier is not None else x)
        if far and rule.tier is not None:
            yield Cost(total(far))
        elif far:
            yield total(far) <= 0


def recusal(program: Program, rule: Recusal) -> Asked:
    """Barred sendings."""
    net, u = program.net, program.unknowns
    senders, hosts = set(net.selected(rule.sender)), set(net.selected(rule.host))
    for r, its in _pairs(program, rule).items():
        barred = []
        for (i, j), x in its.items():
            if i not in senders or j not in hosts:
                continue
            if rule.teams is None:
                barred.append(x)
            else:
                keys = ((r, i, k, j) for k in sorted(rule.teams))
                barred += [u.splits[key] for key in keys if key in u.splits]
        if barred and rule.tier is not None:
            yield Cost(total(barred))
        elif barred:
            yield total(barred) <= 0


def _pairs(program: Program, rule: NetRule) -> dict[str, dict[tuple[str, str], Linear]]:
    """The sendings that a rule is about, by round."""
    rounds = {r.id for r in program.net.chosen(rule)}
    districts = frozenset(program.net.selected(rule.districts))
    found: dict[str, dict[tuple[str, str], Linear]] = {}
    for (r, i, j), x in program.unknowns.pairs.items():
        if r in rounds and i in districts and j in districts:
            found.setdefault(r, {})[i, j] = x
    return found
