"""Things of a problem that a command line names: by id, or by a name that only one thing has."""

from collections.abc import Iterable
from difflib import get_close_matches

from xuncha_plan.cli.stop import BAD_INPUT, Stop
from xuncha_plan.model import MODE_WORDS, Problem, Rule, Words

KNOWN = Words("没有{what}“{name}”；现有 {known}", "there is no {what} {name}; there are {known}")
NEAR = Words("没有{what}“{name}”；是否指 {near}", "there is no {what} {name}; did you mean {near}?")
UNKNOWN = Words("没有{what}“{name}”", "there is no {what} {name}")
SEVERAL = Words(
    "有{count}条规则叫“{name}”，请用 {known} 之一",
    "{count} rules are called {name}; name one of {known}",
)
RULE = Words("规则", "rule")
FEW = 12  # names that a message lists

Stated = Iterable[tuple[str, str]]  # what is named, and its name


def by_ids(problem: Problem, stated: Stated) -> dict[str, str]:
    """The ids of what is stated by a name that only one thing has."""
    titles: dict[str, dict[str, str]] = {
        "round": {r.id: r.title for r in problem.rounds},
        "team": {t.id: t.title for t in problem.teams},
        "target": {t.id: t.title for t in problem.targets},
        "region": dict(problem.regions),
        "sector": dict(problem.sectors),
        "mode": {mode: words.zh for mode, words in MODE_WORDS.items()},
    }
    ids: dict[str, str] = {}
    for dimension, name in stated:
        those = [key for key, title in titles.get(dimension, {}).items() if title == name]
        if len(those) == 1 and name not in titles[dimension]:
            ids[dimension] = those[0]
    return ids


def refuse_unknown(problem: Problem, stated: Stated) -> None:
    """Stops where the problem has no such thing, and names the nearest."""
    from xuncha_plan.report.naming import DIMENSIONS

    known: dict[str, list[str]] = {
        "year": [str(year) for year in problem.years],
        "round": list(problem.round),
        "team": list(problem.team),
        "target": list(problem.target),
        "region": [*problem.regions, *problem.groups("region")],
        "sector": [*problem.sectors, *problem.groups("sector")],
        "mode": list(MODE_WORDS),
    }
    whats = {**DIMENSIONS, "mode": Words("方式", "mode")}
    for dimension, name in stated:
        if name not in known[dimension]:
            what = whats.get(dimension, Words("巡察对象", "target"))
            raise unknown(what, name, tuple(dict.fromkeys(known[dimension])))


def unknown(what: Words, name: str, known: tuple[str, ...]) -> Stop:
    """The end of a command that names what there is not: what there is, or what is near."""
    near = tuple(get_close_matches(name, known, 3))
    words = KNOWN if 0 < len(known) <= FEW else NEAR if near else UNKNOWN
    return Stop(BAD_INPUT, words, what=what, name=name, known=known, near=near)


def rule_called(problem: Problem, name: str) -> int:
    """The place of a rule among the rules: by its name, or as `RULE#N`, its N in the file from 1.

    A rule's word alone will do where the file has one such rule.
    """
    rules = list(enumerate(problem.rules))
    for calls in (_name, _numbered, lambda rule: rule.word):
        found = [i for i, rule in rules if calls(rule) == name]
        if len(found) == 1:
            return found[0]
        if found:
            known = tuple(_numbered(problem.rules[i]) for i in found[:FEW])
            raise Stop(BAD_INPUT, SEVERAL, count=len(found), name=name, known=known)
    raise unknown(RULE, name, tuple(rule.title_or_name for _, rule in rules))


def _name(rule: Rule) -> str | None:
    return rule.name


def _numbered(rule: Rule) -> str:
    return f"{rule.word}#{rule.number}"
