"""What explanations say, in words."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from xuncha_plan.check.alternatives import Moved
from xuncha_plan.check.wish import Wish
from xuncha_plan.model import Language, ModeId, Rule, Tier, VisitRecord, Words, decimal
from xuncha_plan.report.explanation.reasons import cost, is_proved, least_cost
from xuncha_plan.report.naming import SUPERIOR, Naming
from xuncha_plan.solver.explanation import Answer, TierAnswer
from xuncha_plan.solver.news import Engine

COST = Words("{tier} {change}", "{tier} {change}")
NOTE = Words("{text}（{note}）", "{text} ({note})")
PROVED, NOT_PROVED = Words("已证明", "proved"), Words("未证明", "not proved")
AT_LEAST = Words("未证明，至少{least}", "not proved, at least {least}")
SAME = Words("各层级不变", "no tier changes")
FREE = Words("可以，哪个层级都不变差", "possible, no tier gets worse")
DEAR = Words("可以：{costs}", "possible: {costs}")
FORBIDDEN = Words("不行：{marks}", "forbidden: {marks}")
ALLOWED = Words("可以：{costs}", "allowed: {costs}")
NO_PLACE = Words("没有这样的地方", "there is no such place")
NOT_ASKED = Words("没有问", "not asked")
IMPOSSIBLE = Words("不可能（{proof}）", "impossible ({proof})")
CULPRITS = Words(
    "不可能（{proof}；{marks}单独就不允许）", "impossible ({proof}; {marks} alone forbids it)"
)
UNKNOWN = Words("时限内没有找到这样的计划", "no such plan was found in the time")
UNKNOWN_BUT = Words(
    "时限内没有找到这样的计划；有也至少{costs}",
    "no such plan found in time; it costs at least {costs}",
)
ALSO = Words("{text}；另动{count}个任务", "{text}; other visits that change: {count}")
PROOFS: Mapping[int, Words] = {
    0: Words("按规则推出", "it follows from the rules"),
    1: Words("一个求解器所称", "one engine says so"),
    2: Words("两个求解器一致", "two engines agree"),
}


def change(value: Fraction) -> str:
    """A change with its sign, two decimals at most; what would be 0 so is said to be small."""
    text = decimal(abs(value), 2)
    return f"{'-' if value < 0 else '+'}{'<0.01' if text == '0' and value else text}"


def joined(parts: Iterable[str], language: Language) -> str:
    """Parts as one list."""
    return ("，" if language == "zh" else ", ").join(parts)


def place(naming: Naming, mode: ModeId | None, team: str | None) -> str:
    """A mode and a team; the superior's where the mode has none."""
    words = [] if mode is None else [naming.mode(mode)]
    who = SUPERIOR.say(naming.language) if team is None else naming.value("team", team)
    return joined([*words, who], naming.language)


def wanted(naming: Naming, wish: Wish) -> str:
    """What a wish names."""
    words = [] if wish.round is None else [naming.both("round", wish.round)]
    words += [] if wish.mode is None else [naming.mode(wish.mode)]
    words += [] if wish.team is None else [naming.value("team", wish.team)]
    return joined(words, naming.language)


def costs(tiers: Iterable[Tier], by: Mapping[str, Fraction], language: Language) -> str:
    """The tiers that change, with by how much."""
    parts = [
        COST.say(language, tier=tier.title, change=change(by[tier.id]))
        for tier in tiers
        if by.get(tier.id)
    ]
    return joined(parts, language) or SAME.say(language)


def alone(moved: Moved | None, marks: str, tiers: Iterable[Tier], language: Language) -> str:
    """What it comes to where the visit alone is moved; `marks` name who forbids it."""
    if moved is None:
        return NO_PLACE.say(language)
    if moved.forbidden:
        return FORBIDDEN.say(language, marks=marks)
    return ALLOWED.say(language, costs=costs(tiers, moved.costs, language))


def rearranged(answer: Answer | None, marks: str, tiers: Iterable[Tier], language: Language) -> str:
    """What it comes to where the rest is re-arranged; `marks` name who forbids it by themselves."""
    if answer is None:
        return NOT_ASKED.say(language)
    titles = {tier.id: tier.title for tier in tiers}
    if answer.verdict == "impossible":
        words = CULPRITS if marks else IMPOSSIBLE
        return words.say(language, proof=PROOFS[len(answer.engines)], marks=marks)
    if answer.verdict == "unknown":
        return _unknown(answer, titles, language)
    parts = [
        NOTE.say(language, text=_cost(one, titles, cost(one)), note=proof(one))
        for one in answer.tiers
        if cost(one)
    ]
    return DEAR.say(language, costs=joined(parts, language)) if parts else FREE.say(language)


def _unknown(answer: Answer, titles: Mapping[str, str], language: Language) -> str:
    if answer.remark is not None:
        return answer.remark.say(language)
    parts = [_cost(one, titles, least_cost(one)) for one in answer.tiers if least_cost(one)]
    if not parts:
        return UNKNOWN.say(language)
    return UNKNOWN_BUT.say(language, costs=joined(parts[:1], language))


def _cost(one: TierAnswer, titles: Mapping[str, str], by: Fraction | None) -> str:
    return f"{titles[one.tier]} {change(by or Fraction(0))}"


def proof(one: TierAnswer) -> Words:
    """How far the cost of a tier is proved."""
    if is_proved(one):
        return PROVED
    if least_cost(one):
        least = change(least_cost(one))
        return Words(AT_LEAST.zh.format(least=least), AT_LEAST.en.format(least=least))
    return NOT_PROVED


def engines(by: frozenset[Engine]) -> Words:
    """Who says so."""
    return PROOFS[len(by)]


def with_others(text: str, also: list[VisitRecord], language: Language) -> str:
    """A sentence with how many other visits change."""
    return ALSO.say(language, text=text, count=len(also)) if also else text


def name_of(rule: Rule | None, code: str) -> str:
    """What people call a rule; a built-in requirement by its code."""
    return code if rule is None else rule.title_or_name
