"""What a rule asks, in one sentence that names its numbers.

A sentence's blank is a parameter of the rule, or what a function of that name makes of it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from xuncha_plan.model import MODE_WORDS, PURPOSES, Ids, Problem, Words, decimal, rounds_of
from xuncha_plan.model.diagnosis import Sentence
from xuncha_plan.report.naming import DIMENSIONS
from xuncha_plan.solver.diagnosis import naming

ASKED: dict[str, Words] = {
    "coverage": Words("{targets}各巡察{times}次", "{targets}: {times} covering visits each"),
    "milestone": Words(
        "到{by}为止，{targets}覆盖至少{wanted}{unit}（{at_least}）",
        "by {by}, at least {wanted} {unit} of {targets} are covered ({at_least})",
    ),
    "window": Words("{visits}在{since}至{until}之内", "{visits} lie between {since} and {until}"),
    "blackout": Words(
        "{visits}避开{yearly}{since}至{until}，至多重叠{allow_days}天",
        "{visits} keep clear of {since} to {until}{yearly}, but for {allow_days} days at most",
    ),
    "eligible": Words(
        "{targets}只能{rounds}{modes}巡察", "{targets} are visited only{rounds}{modes}"
    ),
    "directive": Words(
        "{targets}{rounds}{modes}覆盖{bounds}个",
        "{bounds} covering visits of {targets}{rounds}{modes}",
    ),
    "recusal": Words("{teams}不巡察{targets}", "{teams} do not visit {targets}"),
    "limit": Words("{visits}，{per}{bounds}{unit}", "{visits}: {bounds} {unit} {per}"),
    "distinct": Words(
        "{visits}，{per}{of}{bounds}种", "{visits}: {bounds} different values of {of} {per}"
    ),
    "reserve": Words(
        "{rounds}{per}留出{share}的力量", "{share} of the strength is kept free {per}{rounds}"
    ),
    "together": Words(
        "{targets}，{by}，相隔至多{within}轮{same_team}",
        "{targets}, {by}, lie {within} rounds apart at most{same_team}",
    ),
    "apart": Words(
        "{targets}，{by}，两两之间至少隔{rounds_between}轮",
        "{targets}, {by}, have {rounds_between} rounds between any two",
    ),
    "precedence": Words(
        "{after}在{before}结束至少{days}天之后",
        "{after} come {days} days or more after the end of {before}",
    ),
    "spacing": Words(
        "{targets}的两次任务至少相隔{days}天",
        "two visits of {targets} lie {days} days apart or more",
    ),
    "rotation": Words(
        "同一巡察组{within}不重复到同一{of}", "no team meets the same {of} again {within}"
    ),
    "pairing": Words(
        "异地交叉{no_mutual}同一派出地与受巡地{no_repeat_within}轮之内不重复",
        "across regions, {no_mutual}no pair again within {no_repeat_within} rounds",
    ),
    "lookback": Words(
        "{targets}{bounds}个{modes}回头看{must}，在全覆盖结束至少{after_days}天之后{other_team}",
        "{bounds} look-backs{modes} of {targets}{must}, {after_days} days or more after the "
        "end of coverage{other_team}",
    ),
    "special": Words(
        "{targets}{rounds}{modes}各有一次专项任务{workload}",
        "{targets}: one special visit each{rounds}{modes}{workload}",
    ),
    "pinned": Words(
        "{target}的{purpose}任务定在{where}", "the {purpose} visit of {target} is in {where}"
    ),
    "balance": Words(
        "{visits}{by}{over}均衡，偏差在{allow}以内",
        "{visits}: even {over}, {by}, within {allow}",
    ),
}  # fmt: skip
UNITS = {
    "count": Words("个", "visits"),
    "workload": Words("组周工作量", "team-weeks of work"),
    "load": Words("组周自有投入", "team-weeks of own teams"),
}
PERIODS = {
    "round": Words("每轮", "in each round"),
    "year": Words("每年", "in each year"),
    "term": Words("届期内", "in the term"),
}
NOTHING = Words("", "")
OTHER_DIMENSIONS = {"mode": Words("方式", "mode"), "parent": Words("所属对象", "parent")}


def asked(rule: Any, problem: Problem) -> Sentence:  # each rule has parameters of its own
    """What a hard rule asks; its title where nothing more is known of it."""
    words = ASKED.get(rule.word, rule.title)
    zh, _ = words.blanks()
    blanks = {name: _blank(name, rule, problem) for name in sorted(zh)}
    return Sentence(words, blanks)


def _blank(name: str, rule: Any, problem: Problem) -> object:
    make = _BLANKS.get((rule.word, name)) or _BLANKS.get(("", name))
    return make(rule, problem) if make else getattr(rule, name)


def _literal(text: str) -> str:
    """A text in which braces mean themselves once it is said again."""
    return text.replace("{", "{{").replace("}", "}}")


def _filled(words: Words, **blanks: object) -> Words:
    """Words with their blanks filled, to fill a blank of others."""
    return Words(_literal(words.say("zh", **blanks)), _literal(words.say("en", **blanks)))


def selected(problem: Problem, chosen: Iterable[str] | None) -> Words:
    """Targets, few by name, many by the first and their number; None: all."""
    ids = frozenset(problem.target if chosen is None else chosen)
    if len(ids) == len(problem.targets):
        return _filled(Words("全部{n}个对象", "all {n} targets"), n=len(ids))
    return naming.targets(problem, ids)


def _targets(rule: Any, problem: Problem) -> Words:
    return selected(problem, rule.chosen(problem))


def _in_rounds(problem: Problem, ids: Ids | None) -> Words:
    if ids is None:
        return NOTHING
    spans = naming.rounds(problem, ids)
    return Words(f"在{spans.zh}", f" in {spans.en}")


def _rounds(rule: Any, problem: Problem) -> Words:
    return _in_rounds(problem, rounds_of(problem, rule.rounds))


def _by_modes(modes: Iterable[str] | None) -> Words:
    named = [MODE_WORDS[mode] for mode in sorted(modes or ())]  # type: ignore[index] # known ones
    zh, en = "、".join(f"“{one.zh}”" for one in named), ", ".join(one.en for one in named)
    return Words(f"以{zh}方式", f" as {en}") if named else NOTHING


def _modes(rule: Any, problem: Problem) -> Words:
    return _by_modes(rule.modes if hasattr(rule, "modes") else [rule.mode])


def _visits(rule: Any, problem: Problem) -> Words:
    """The visits that a rule is about."""
    visits = rule.visits(problem)
    who = naming.teams(problem, visits.teams or ())
    whom, when = selected(problem, visits.targets), _in_rounds(problem, visits.rounds)
    how = _by_modes(visits.modes)
    what = [PURPOSES[p] for p in PURPOSES if visits.purposes is not None and p in visits.purposes]
    zh = f"{who.zh}{when.zh}{how.zh}对{whom.zh}的{'、'.join(x.zh for x in what)}任务"
    by = f" by {who.en}" if who.en else ""
    kinds = "".join(f"{x.en} " for x in what)
    return Words(zh, f"{kinds}visits of {whom.en}{when.en}{how.en}{by}")


def _bounds(rule: Any, problem: Problem) -> Words:
    least, most = rule.at_least, rule.at_most
    parts = [Words(f"至少{least}", f"at least {least}")] if least else []
    parts += [Words(f"至多{most}", f"at most {most}")] if most is not None else []
    return Words("、".join(x.zh for x in parts), ", ".join(x.en for x in parts))


def _per(rule: Any, problem: Problem) -> Words:
    names = [DIMENSIONS.get(one) or OTHER_DIMENSIONS[one] for one in rule.per]
    if not names:
        return Words("合计", "in all")
    zh, en = "、".join(x.zh for x in names), " and ".join(x.en for x in names)
    return Words(f"按{zh}各自", f"for each {en}")


def _by(rule: Any, problem: Problem) -> Words:
    if rule.by is None:
        return Words("合为一组", "as one group")
    named = DIMENSIONS.get(rule.by) or OTHER_DIMENSIONS.get(rule.by) or Words(rule.by, rule.by)
    return Words(f"按{named.zh}分组", f"grouped by {named.en}")


def _day(day: Any) -> object:  # a day, or a month and a day
    return (
        f"{day[0]:02d}-{day[1]:02d}" if isinstance(day, tuple) else day or Words("不限", "any day")
    )


def _where_pinned(rule: Any, problem: Problem) -> Words:
    parts = [problem.round[rule.round].id] if rule.round in problem.round else []
    modes = [MODE_WORDS[rule.mode]] if rule.mode else []
    teams = [problem.team[rule.team].title] if rule.team in problem.team else []
    zh = [*parts, *(mode.zh for mode in modes), *teams]
    en = [*parts, *(mode.en for mode in modes), *teams]
    return Words(_literal("、".join(zh)), _literal(", ".join(en)))


def _title(rule: Any, problem: Problem) -> Words:
    target = problem.target.get(rule.target)
    name = _literal(target.title if target else rule.target)
    return Words(name, name)


def _must(rule: Any, problem: Problem) -> Words:
    if rule.must is None:
        return NOTHING
    named = selected(problem, rule.chosen(problem) & problem.selected(rule.must))
    return Words(f"（其中必有{named.zh}）", f" (among them {named.en})")


def _unit_of_limit(rule: Any) -> Words:
    is_share = any(bound is not None and bound.is_share for bound in (rule.at_least, rule.at_most))
    return Words("（占同组的份额）", "of the same group") if is_share else UNITS[rule.unit]


def _if(truth: bool, zh: str, en: str) -> Words:
    return Words(zh, en) if truth else NOTHING


_BLANKS: dict[tuple[str, str], Callable[[Any, Problem], object]] = {
    ("", "targets"): _targets,
    ("", "visits"): _visits,
    ("", "rounds"): _rounds,
    ("", "modes"): _modes,
    ("", "bounds"): _bounds,
    ("", "per"): _per,
    ("", "by"): _by,
    ("", "unit"): lambda rule, _: UNITS[rule.unit],
    ("limit", "unit"): lambda rule, _: _unit_of_limit(rule),
    ("", "over"): lambda rule, _: PERIODS[rule.over],
    ("", "since"): lambda rule, _: _day(rule.since),
    ("", "until"): lambda rule, _: _day(rule.until),
    ("", "target"): _title,
    ("", "must"): _must,
    ("", "teams"): lambda rule, problem: naming.teams(problem, rule.teams),
    ("", "purpose"): lambda rule, _: PURPOSES[rule.purpose],
    ("milestone", "by"): lambda rule, _: rule.by,
    ("milestone", "wanted"): lambda rule, problem: rule.wanted(problem),
    ("reserve", "per"): lambda rule, _: PERIODS[rule.per],
    ("reserve", "share"): lambda rule, _: f"{decimal(rule.share * 100)}%",
    ("distinct", "of"): lambda rule, _: DIMENSIONS.get(rule.of) or OTHER_DIMENSIONS[rule.of],
    ("blackout", "yearly"): lambda rule, _: _if(rule.yearly, "每年", " of every year"),
    ("together", "same_team"): lambda rule, _: _if(rule.same_team, "、同一组承担", ", by one team"),
    ("lookback", "other_team"): lambda rule, _: _if(rule.other_team, "、换组", ", by another team"),
    ("pairing", "no_mutual"): lambda rule, _: _if(rule.no_mutual, "不互巡，", "no mutual visits, "),
    ("rotation", "of"): lambda rule, _: DIMENSIONS.get(rule.of, Words("对象", "target")),
    ("rotation", "within"): lambda rule, _: (
        Words("届期内", "in the term")
        if rule.within == "term"
        else Words(f"相隔不足{rule.within}轮时", f"within {rule.within} rounds")
    ),
    ("precedence", "before"): lambda rule, p: selected(p, p.selected(rule.before)),
    ("precedence", "after"): lambda rule, p: selected(p, p.selected(rule.after)),
    ("special", "workload"): lambda rule, _: _if(
        rule.workload is not None,
        f"，{decimal(rule.workload or 0)}组周",
        f", {decimal(rule.workload or 0)} team-weeks",
    ),
    ("pinned", "where"): _where_pinned,
}  # fmt: skip
