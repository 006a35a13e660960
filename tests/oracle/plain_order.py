"""What rules about rounds and teams of several visits mean, each as one exact amount of breach."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from tests.oracle.plain_model import FROM_ELSEWHERE, Maybe, Plain
from tests.oracle.plain_reading import field, meets
from tests.oracle.plain_sums import Sum, add_up


def _groups(rule: Any, plain: Plain) -> Iterator[list[str]]:
    """One group a value of the field, or all selected; families where the field is `parent`."""
    chosen = [t for t in plain.problem.targets if t.id in plain.chosen[id(rule)]]
    if rule.by is None:
        yield [target.id for target in chosen]
    elif rule.by == "parent":
        for head in plain.problem.targets:
            if any(target.parent == head.id for target in plain.problem.targets):
                yield [t.id for t in chosen if t.id == head.id or t.parent == head.id]
    else:
        groups: dict[str, list[str]] = defaultdict(list)
        for target in chosen:
            for value in field(target, rule.by):
                groups[str(value)].append(target.id)
        yield from groups.values()


def together(rule: Any, plain: Plain) -> Sum:
    """For each group, the spread of its rounds over what is allowed, and teams over one."""
    amounts = []
    for group in _groups(rule, plain):
        visits = [v for target in group for v in plain.of(target, "coverage")]
        if not visits:
            continue
        here: dict[int, list[Maybe]] = defaultdict(list)
        teams: dict[str, list[Maybe]] = defaultdict(list)
        for visit in visits:
            here[plain.index[visit.round.id]].append(visit)
            if visit.team is not None:
                teams[visit.team.id].append(visit)
        whether = {i: plain.any_of(those) for i, those in here.items()}
        far = len(plain.rounds)
        last = plain.largest([0, *(is_there * i for i, is_there in whether.items())])
        first = plain.smallest(
            [far, *(far - is_there * (far - i) for i, is_there in whether.items())]
        )
        amounts.append(plain.over(last - first, rule.within))
        if rule.same_team:
            amounts.append(plain.over(add_up(map(plain.any_of, teams.values())), 1))
    return add_up(amounts)


def apart(rule: Any, plain: Plain) -> Sum:
    """Pairs of coverage visits in a group whose rounds are too near."""
    amounts = []
    for group in _groups(rule, plain):
        visits = [v for target in group for v in plain.of(target, "coverage")]
        for one, two in combinations(visits, 2):
            difference = abs(plain.index[one.round.id] - plain.index[two.round.id])
            if difference <= rule.rounds_between and _may_both_be(one, two):
                amounts.append(plain.every(one.is_there, two.is_there))
    return add_up(amounts)


def _may_both_be(one: Maybe, two: Maybe) -> bool:
    return one.target.id != two.target.id or one.round.id != two.round.id


def precedence(rule: Any, plain: Plain) -> Sum:
    """Pairs of coverage visits that do not follow each other as they should."""
    amounts = []
    for before in plain.problem.targets:
        for after in plain.problem.targets:
            if before.id == after.id:
                continue
            if not (meets(rule.before, before) and meets(rule.after, after)):
                continue
            amounts += [
                plain.every(one.is_there, two.is_there)
                for one in plain.of(before.id, "coverage")
                for two in plain.of(after.id, "coverage")
                if (two.round.start - one.round.end).days < rule.days
            ]
    return add_up(amounts)


def spacing(rule: Any, plain: Plain) -> Sum:
    """Pairs of visits of one target, look-backs aside, that follow each other too soon."""
    amounts = []
    for target in plain.chosen[id(rule)]:
        visits = [*plain.of(target, "coverage"), *plain.of(target, "special")]
        for pair in combinations(visits, 2):
            one, two = sorted(pair, key=lambda v: plain.index[v.round.id])
            if one.purpose == two.purpose and one.round.id == two.round.id:
                continue
            if (two.round.start - one.round.end).days < rule.days:
                amounts.append(plain.every(one.is_there, two.is_there))
    return add_up(amounts)


def rotation(rule: Any, plain: Plain) -> Sum:
    """Pairs of rounds, too near, in both of which a team meets the same target or region."""
    meetings: dict[tuple[str, str], dict[int, list[Maybe]]] = defaultdict(lambda: defaultdict(list))
    for visit in plain.visits:
        what = visit.target.id if rule.of == "target" else visit.target.region
        if visit.team is not None and what is not None:
            meetings[visit.team.id, what][plain.index[visit.round.id]].append(visit)
    return add_up(
        plain.every(one, two)
        for met in meetings.values()
        for (i, one), (j, two) in combinations(
            [(i, plain.any_of(visits)) for i, visits in sorted(met.items())], 2
        )
        if rule.within == "term" or j - i < rule.within
    )


def pairing(rule: Any, plain: Plain) -> Sum:
    """Mutual visits of a round, and a home and region that meet again too soon."""
    crossing: dict[tuple[str, str], dict[int, list[Maybe]]] = defaultdict(lambda: defaultdict(list))
    for visit in plain.visits:
        home, region = visit.team and visit.team.home, visit.target.region
        if visit.mode == FROM_ELSEWHERE and home is not None and region is not None:
            crossing[home, region][plain.index[visit.round.id]].append(visit)
    sent = {
        key: {i: plain.any_of(visits) for i, visits in sorted(met.items())}
        for key, met in crossing.items()
    }
    amounts = []
    for (home, region), there in sent.items():
        back = sent.get((region, home), {})
        if rule.no_mutual and home < region:
            amounts += [plain.every(there[i], back[i]) for i in there if i in back]
        amounts += [
            plain.every(one, two)
            for (i, one), (j, two) in combinations(there.items(), 2)
            if j - i < rule.no_repeat_within
        ]
    return add_up(amounts)
