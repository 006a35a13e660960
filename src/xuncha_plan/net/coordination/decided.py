"""The decisions that a program's values stand for."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from xuncha_plan.model import Linear
from xuncha_plan.net.coordination.program import WEEKS, Program, step
from xuncha_plan.net.model import Decisions, Elevation, Quota, Sending, Taking
from xuncha_plan.net.model.rules import Exchange, Milestone

Values = Mapping[int, int]


def decisions_of(program: Program, values: Values) -> Decisions:
    """Every decision, in the order of rounds and districts."""
    index = program.net.index
    order = {d.id: i for i, d in enumerate(program.net.jurisdictions)}
    return Decisions(
        tuple(
            sorted(
                _sendings(program, values),
                key=lambda s: (index[s.round], order[s.sender], order[s.host]),
            )
        ),
        tuple(
            sorted(
                _takings(program, values),
                key=lambda t: (index[t.round], t.rule, t.sector, order[t.district]),
            )
        ),
        tuple(
            sorted(
                _elevations(program, values),
                key=lambda e: (index[e.round], order[e.district], e.target),
            )
        ),
        tuple(_quotas(program, values)),
    )


def _is_one(values: Values, x: Linear) -> bool:
    return bool(value_of(values, x))


def value_of(values: Values, x: Linear) -> Fraction:
    """What an expression comes to."""
    return Fraction(x.constant + sum(c * values[i] for i, c in x.terms.items()))


def _sendings(program: Program, values: Values) -> Iterator[Sending]:
    u = program.unknowns
    hosts: dict[tuple[str, str], list[str]] = {}
    for (r, i, j), x in u.pairs.items():
        if _is_one(values, x):
            hosts.setdefault((r, i), []).append(j)
    teams: dict[tuple[str, str], list[str]] = {}
    for (r, i, k), x in u.away.items():
        if _is_one(values, x):
            teams.setdefault((r, i), []).append(k)
    split = {(r, i): True for r, i, _, _ in u.splits}
    for key, theirs in hosts.items():
        if key not in split:
            for team, host in zip(sorted(teams[key]), sorted(theirs), strict=True):
                yield _sending(program, *key, team, host)
    for (r, i, k, j), x in u.splits.items():
        if _is_one(values, x):
            yield _sending(program, r, i, k, j)


def _sending(program: Program, r: str, sender: str, team: str, host: str) -> Sending:
    visits = max(
        rule.visits
        for rule in program.rules
        if isinstance(rule, Exchange)
        and r in {its.id for its in program.net.chosen(rule)}
        and {sender, host} <= set(program.net.selected(rule.districts))
    )
    return Sending(r, sender, team, host, visits)


def _takings(program: Program, values: Values) -> Iterator[Taking]:
    u = program.unknowns
    for part, x in u.parts.items():
        if _is_one(values, x):
            weeks = u.weeks.get(part)
            yield Taking(
                program.net.rules[part.rule - 1].title_or_name,
                part.round,
                part.sector,
                part.district,
                part.least,
                part.most,
                None if weeks is None else value_of(values, weeks) / WEEKS,
            )


def _elevations(program: Program, values: Values) -> Iterator[Elevation]:
    for (number, d, target, r), x in program.unknowns.elevated.items():
        if _is_one(values, x):
            yield Elevation(program.net.rules[number - 1].title_or_name, r, d, target)


def _quotas(program: Program, values: Values) -> Iterator[Quota]:
    for (number, d), x in program.unknowns.quotas.items():
        rule, value = program.net.rules[number - 1], value_of(values, x)
        assert isinstance(rule, Milestone)
        if value:
            yield Quota(rule.title_or_name, d, value / step(rule))
