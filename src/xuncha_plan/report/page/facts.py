"""What the page's script knows: visits, rounds, teams, and what a move would break."""

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import lcm

from xuncha_plan.model import MODE_WORDS, Words
from xuncha_plan.model.modes import AWAY_FROM_HOME
from xuncha_plan.report.page.gantt import team_number
from xuncha_plan.report.page.moves import Reasons, named
from xuncha_plan.report.page.sums import Bundle, Sum, bundles, sums
from xuncha_plan.report.page.words import SCRIPT
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.visible import visible

Json = dict[str, object]
BUILT_IN_ROUND = Words("该轮不接受这样的任务", "the round takes no such visit")
BUILT_IN_TEAM = Words(
    "异地交叉须由外地的组承担", "a cross-region visit needs a team from elsewhere"
)

SHARED = ("others", "atHome", "noRounds", "noTeams")


def facts(basis: Basis, found: list[Reasons]) -> str:
    """The facts as JSON that ends no script; numbers of work are whole, times `unit`."""
    limits = list(sums(basis))
    unit = lcm(*(number.denominator for number in _numbers(found, limits)))
    problem = basis.problem
    visits = [_visit(basis, n, found[n], unit) for n in range(len(found))]
    known: Json = {
        "unit": unit,
        "words": {key: _raw(words, basis) for key, words in SCRIPT.items()},
        "modes": {mode: basis.say(words) for mode, words in MODE_WORDS.items()},
        "closed": [basis.say(BUILT_IN_ROUND), basis.say(BUILT_IN_TEAM)],
        "away": sorted(AWAY_FROM_HOME),
        "rounds": [{"id": r.id, "name": visible(r.title), "year": r.year} for r in problem.ordered],
        "teams": [{"id": t.id, "name": visible(t.title)} for t in problem.teams],
        "rules": {
            number: [visible(rule.title_or_name), rule.tier is not None]
            for number, rule in named(problem).items()
        },
        "shared": _share(visits),
        "visits": visits,
        "sums": [_sum(one, unit) for one in limits],
        "bundles": [_bundle(one) for one in bundles(basis)],
    }
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _share(visits: list[Json]) -> list[object]:
    """Puts a number in place of what many visits have alike; what the numbers stand for."""
    places: dict[str, int] = {}
    values: list[object] = []
    for visit in visits:
        for key in filter(visit.__contains__, SHARED):
            text = json.dumps(visit[key])
            if text not in places:
                places[text] = len(values)
                values.append(visit[key])
            visit[key] = places[text]
    return values


def _raw(words: Words, basis: Basis) -> str:
    """A text whose blanks the script fills."""
    return words.zh if basis.language == "zh" else words.en


def _numbers(found: Iterable[Reasons], limits: Iterable[Sum]) -> Iterable[Fraction]:
    yield Fraction(1, 100)
    for one in found:
        yield from (visit.load for visit in one.as_in.values())
    for limit in limits:
        yield from limit.most.values() if isinstance(limit.most, dict) else (limit.most,)
        yield from limit.weights or ()


def _visit(basis: Basis, number: int, found: Reasons, unit: int) -> Json:
    visit = basis.stays[number].visit
    here = basis.problem.index[visit.round.id]
    others = {
        n: [other.mode, int(other.load * unit)]
        for n, other in found.as_in.items()
        if (other.mode, other.load) != (visit.mode, visit.load)
    }
    home = [
        n
        for n, team in enumerate(basis.problem.teams)
        if not all(basis.problem.may_send(visit.target, mode, team) for mode in AWAY_FROM_HOME)
    ]
    return {
        "id": visit.target.id,
        "name": visible(visit.target.title),
        "purpose": visit.purpose,
        "round": here,
        "team": team_number(basis, visit.team.id if visit.team else None),
        "mode": visit.mode,
        "load": int(visit.load * unit),
        **({"others": others} if others else {}),
        **({"atHome": home} if home else {}),
        **({"noRounds": dict(found.rounds)} if found.rounds else {}),
        **({"noTeams": dict(found.teams)} if found.teams else {}),
    }


def _sum(one: Sum, unit: int) -> Json:
    most: object = _scaled(one.most, unit) if isinstance(one.most, dict) else int(one.most * unit)
    known: Json = {
        "name": visible(one.name),
        "per": one.per,
        "visits": one.visits,
        "most": most,
        "weights": None if one.weights is None else [int(w * unit) for w in one.weights],
        "rounds": one.rounds,
        "teams": one.teams,
        "modes": one.modes,
        "soft": one.is_soft,
    }
    return {key: value for key, value in known.items() if value is not None}


def _scaled(most: Mapping[str, Fraction], unit: int) -> dict[str, int]:
    return {key: int(value * unit) for key, value in most.items()}


def _bundle(one: Bundle) -> Json:
    return {
        "name": visible(one.name),
        "visits": one.visits,
        "within": one.within,
        "oneTeam": one.by_one_team,
        "soft": one.is_soft,
    }
