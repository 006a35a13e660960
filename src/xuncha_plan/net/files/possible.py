"""What the superior's rules ask of districts that surely cannot be: told before anything runs."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from xuncha_plan.files.refusals import offering
from xuncha_plan.files.tree import Key, Tree
from xuncha_plan.model import Fault, Place, Words
from xuncha_plan.net.model import Net, NetRound, Summary
from xuncha_plan.net.model.asked import lendable, receives, sends
from xuncha_plan.net.model.rules import Campaign, Distance, Elevated, Exchange, Recusal

Summaries = Mapping[str, Summary]
NO_ROUND = Words(
    "轮次“{round}”期间，区县“{district}”没有自己的轮次",
    "in the round `{round}` the district {district} has no round of its own",
)
NOBODY = Words(
    "轮次“{round}”的互派没有组可派：派出合计为0",
    "in the round `{round}` there is nobody to send: the teams to be sent are 0",
)
UNEVEN = Words(
    "轮次“{round}”的互派，派出合计{sent}个组、接收合计{received}个组，应当相等",
    "in the round `{round}` {sent} teams are to be sent and {received} received; they should be "
    "equal",
)
FEW_TEAMS = Words(
    "轮次“{round}”中区县“{district}”要派出{wanted}个组，可派的只有{there}个",
    "in the round `{round}` {district} is to send {wanted} teams and has {there} to send",
)
FEW_HOSTS = Words(
    "轮次“{round}”的互派只有{count}个区县参加，区县“{district}”的{wanted}个组派不出去（每处至多"
    "一个）",
    "in the round `{round}` {count} districts take part: {district} has no host for each of its "
    "{wanted} teams",
)
NO_TEAM = Words("区县“{district}”没有巡察组“{team}”{near}", "{district} has no team `{team}`{near}")
NO_TARGETS = Words("各区县都没有这样的对象（{choice}）", "no district has such targets ({choice})")
NO_DISTANCE = Words(
    "不知道“{one}”与“{other}”的距离：请在 distances 中写明，或写两地的 at",
    "the distance of `{one}` and `{other}` is unknown: state it in `distances`, or both `at`",
)
EVERYTHING = Words("全部", "all")


def check_possible(net: Net, summaries: Summaries, tree: Tree) -> Iterator[Fault]:
    """Faults of rules that no decision can keep, at the rule; of teams that do not exist."""
    yield from _lent(net, summaries, tree)
    for rule in net.rules:
        path: tuple[Key, ...] = ("rules", rule.number - 1)
        match rule:
            case Exchange():
                for r in net.chosen(rule):
                    for words, blanks in _exchange(net, summaries, rule, r):
                        yield Fault(tree.place(*path), words, blanks, "exchange")
            case Campaign():
                yield from _campaign(net, summaries, rule, tree)
            case Elevated() if not any(s.elevated.get(rule.number) for s in summaries.values()):
                blanks = {"choice": EVERYTHING}
                yield Fault(tree.place(*path), NO_TARGETS, blanks, "selects-nothing")
            case Recusal():
                yield from _recused(net, summaries, rule, tree)
            case Distance():
                yield from _distances(net, rule, tree)


def _lent(net: Net, summaries: Summaries, tree: Tree) -> Iterator[Fault]:
    for i, district in enumerate(net.jurisdictions):
        for team in sorted(district.lends or ()):
            if team not in summaries[district.id].teams:
                place = tree.place("jurisdictions", i, "lends")
                yield _no_team(summaries[district.id], team, place)


def _no_team(summary: Summary, team: str, place: Place) -> Fault:
    near = offering(team, summary.teams)
    blanks = {"district": summary.id, "team": team, "near": near}
    return Fault(place, NO_TEAM, blanks, "unknown-name")


def _exchange(
    net: Net, summaries: Summaries, rule: Exchange, r: NetRound
) -> Iterator[tuple[Words, dict[str, object]]]:
    districts = net.selected(rule.districts)
    outside = [d for d in districts if summaries[d].own(r.id) is None]
    for d in outside:
        if sends(net, rule, d) or receives(net, rule, d):
            yield NO_ROUND, {"round": r.id, "district": d}
    if rule.tier is not None or outside:
        return
    sent = sum(sends(net, rule, d) for d in districts)
    received = sum(receives(net, rule, d) for d in districts)
    if not sent:
        yield NOBODY, {"round": r.id}
    elif sent != received:
        yield UNEVEN, {"round": r.id, "sent": sent, "received": received}
    for d in districts:
        wanted, there = sends(net, rule, d), len(lendable(net, summaries[d], r.id))
        if wanted > there:
            yield FEW_TEAMS, {"round": r.id, "district": d, "wanted": wanted, "there": there}
        elif wanted > len(districts) - 1:
            yield (
                FEW_HOSTS,
                {"round": r.id, "district": d, "wanted": wanted, "count": len(districts)},
            )


def _campaign(net: Net, summaries: Summaries, rule: Campaign, tree: Tree) -> Iterator[Fault]:
    for i, choice in enumerate(rule.choices):
        if any(s.campaigns.get((rule.number, choice)) for s in summaries.values()):
            continue
        path: tuple[Key, ...] = ("rules", rule.number - 1)
        place = tree.place(*path, "sectors", i) if choice else tree.place(*path)
        yield Fault(place, NO_TARGETS, {"choice": choice or EVERYTHING}, "selects-nothing")


def _recused(net: Net, summaries: Summaries, rule: Recusal, tree: Tree) -> Iterator[Fault]:
    senders = [summaries[d] for d in net.selected(rule.sender)]
    for team in sorted(rule.teams or ()):
        if not any(team in s.teams for s in senders):
            yield _no_team(senders[0], team, tree.place("rules", rule.number - 1, "teams"))


def _distances(net: Net, rule: Distance, tree: Tree) -> Iterator[Fault]:
    for one, other in combinations(net.selected(rule.districts), 2):
        if net.distance(one, other) is None:
            blanks = {"one": one, "other": other}
            yield Fault(tree.place("rules", rule.number - 1), NO_DISTANCE, blanks, "unknown-name")
            return
