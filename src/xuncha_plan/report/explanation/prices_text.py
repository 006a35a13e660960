"""What rules cost, on a terminal."""

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from xuncha_plan.model import Language, Words, decimal
from xuncha_plan.model.place import line_of
from xuncha_plan.report.explanation.prices import Prices, RulePrice, TierPrice
from xuncha_plan.report.explanation.words import NOT_PROVED, PROVED
from xuncha_plan.report.grid import Cell, grid, shown, title
from xuncha_plan.report.screen.plan import print_parts

BETTER = Words(
    "手中的计划还可以更好（{tiers}）；以下都与找到的最好计划相比",
    "the plan in hand can be better ({tiers}); what follows is against the best plan found",
)
BETTER_TIER = Words("{tier} {old}→{new}", "{tier} {old}→{new}")
NOT_BEST = Words(
    "有全部规则时，{tiers}没有证明是最好的：这些层级的代价都不算已证明",
    "with all rules {tiers} is not proved best: no price in it is proved",
)
RULE = Words("规则：{name}（{what}）", "rule: {name} ({what})")
SOURCE = Words("依据：{source}", "source: {source}")
ABOUT = Words("　　{about}", "    {about}")
ONE = (
    Words("层级", "tier"),
    Words("证明", "proof"),
    Words("有它", "with it"),
    Words("下界", "bound"),
    Words("无它", "without"),
    Words("下界", "bound"),
    Words("代价", "price"),
)
OWN = Words("（不含它自己计入的数）", "(what it counts itself is left out)")
BREACH = Words(
    "没有它，找到的最好计划会差{amount}", "without it the best plan found breaks it by {amount}"
)
COUNTS = Words(
    "没有它，找到的最好计划中它自己会计{amount}",
    "without it the best plan found would have it count {amount}",
)
KEPT = Words(
    "没有它，找到的最好计划仍然遵守它", "without it the best plan found keeps it all the same"
)
COSTS_FIRST = Words(
    "它的代价：{tier} {price}（{proof}）；其后的层级随之而变",
    "it costs {tier} {price} ({proof}); later tiers follow from that",
)
COSTS_NOTHING = Words("它不花代价（已证明）", "it costs nothing (proved)")
NO_GAIN = Words(
    "没有找到它的代价，也没有证明没有（最多{tiers}）",
    "no price was found, and none disproved (at most {tiers})",
)
NO_ANSWER = Words("没有求出答案", "there is no answer")
HEADINGS = (
    Words("规则", "rule"),
    Words("写在", "written"),
    Words("代价", "price"),
    Words("证明", "proof"),
)
FREE = Words(
    "不花代价的规则{count}条（已证明）：{names}", "{count} rules cost nothing (proved): {names}"
)
FREE_IN = Words(
    "在{tiers}上不花代价的规则{count}条（已证明；其后的层级没有证明）：{names}",
    "{count} rules cost nothing in {tiers} (proved; nothing is proved of later tiers): {names}",
)
RANKED = Words(
    "各规则的代价（第一个受影响的层级）", "What each rule costs (the first tier that gains)"
)
HARD = Words("硬性", "hard")


def show_prices(console: Console, prices: Prices, language: Language) -> None:
    """Prints one rule's price in full, or a ranking of several."""
    print_parts(console, _parts(prices, language))


def _parts(prices: Prices, language: Language) -> Iterator[RenderableType]:
    yield from _standing(prices, language)
    if len(prices.prices) == 1:
        yield from _one(prices, prices.prices[0], language)
    else:
        yield from _ranked(prices, language)


def _titles(prices: Prices) -> dict[str, str]:
    return {tier.id: tier.title for tier in prices.plan.problem.tiers}


def _standing(prices: Prices, language: Language) -> Iterator[Text]:
    titles, tiers = _titles(prices), prices.standing.tiers
    better = [
        BETTER_TIER.say(language, tier=titles[x.tier], old=x.now, new=x.value)
        for x in tiers
        if x.value is not None and x.value != x.now
    ]
    if better:
        yield shown(BETTER.say(language, tiers=better), "yellow")
    if doubtful := [titles[x.tier] for x in tiers if x.value != x.bound]:
        yield shown(NOT_BEST.say(language, tiers=doubtful), "yellow")


def _one(prices: Prices, price: RulePrice, language: Language) -> Iterator[RenderableType]:
    rule = price.rule
    what = [rule.word, *([str(rule.place)] if rule.place else [])]
    yield shown(RULE.say(language, name=rule.title_or_name, what=what), "bold")
    if rule.source:
        yield shown(SOURCE.say(language, source=rule.source))
    yield shown(ABOUT.say(language, about=rule.about), "dim")
    yield Text()
    yield shown(_verdict(prices, price, language))
    if not price.tiers:
        return
    if price.breach is not None:
        words = COUNTS if rule.tier is not None else BREACH if price.breach > 0 else KEPT
        yield shown(words.say(language, amount=price.breach))
    yield Text()
    yield _table(prices, price, language)
    if rule.tier is not None:
        yield shown(OWN.say(language), "dim")


def _verdict(prices: Prices, price: RulePrice, language: Language) -> str:
    titles = _titles(prices)
    if prices.costs_nothing(price):
        return COSTS_NOTHING.say(language)
    if not price.tiers:
        remark = price.answer.remark if price.answer else None
        return (remark or NO_ANSWER).say(language)
    if (first := price.first) is not None:
        proof = PROVED if price.open_to_doubt is None else NOT_PROVED
        return COSTS_FIRST.say(language, tier=titles[first.tier], price=first.price, proof=proof)
    return NO_GAIN.say(language, tiers=_at_most(price, titles))


def _at_most(price: RulePrice, titles: dict[str, str]) -> list[str]:
    """What a price may still be, in the first tier in which that is open."""
    one = price.open_to_doubt
    if one is None:
        return []
    highest = "∞" if one.highest is None else decimal(one.highest, 2)
    return [f"{titles[one.tier]} {highest}"]


def _table(prices: Prices, price: RulePrice, language: Language) -> Table:
    titles = _titles(prices)
    lines: list[list[Cell]] = [
        [
            titles[one.tier],
            (PROVED if one.is_proved else NOT_PROVED).say(language),
            decimal(one.with_it),
            "-" if one.bound_with is None else decimal(one.bound_with),
            decimal(one.without),
            "-" if one.bound_without is None else decimal(one.bound_without),
            _own_price(price, one),
        ]
        for one in price.tiers
    ]
    return grid([words.say(language) for words in ONE], lines, words=2)


def _own_price(price: RulePrice, one: TierPrice) -> str:
    """The price in a tier; none after the first that gains, since what follows is its gain's."""
    first = price.first
    if first is not None and price.tiers.index(one) > price.tiers.index(first):
        return ""
    return decimal(one.price)


def _ranked(prices: Prices, language: Language) -> Iterator[RenderableType]:
    titles = _titles(prices)
    free = [price for price in prices.ranked() if prices.costs_nothing(price)]
    free_in = [price for price in prices.ranked() if price.is_free and price not in free]
    listed = [price for price in prices.ranked() if price not in (*free, *free_in)]
    yield title(RANKED.say(language))
    lines: list[list[Cell]] = []
    for price in listed:
        place, first = price.rule.place, price.first
        lines.append(
            [
                price.rule.title_or_name,
                line_of(place) if place else "",
                _price(price, first, titles, language),
                _proof(price, language),
            ]
        )
    if lines:
        yield grid([words.say(language) for words in HEADINGS], lines, words=4)
    proved = [titles[tier] for tier in prices.proved()]
    for words, those in ((FREE, free), (FREE_IN, free_in)):
        if those:
            names = [price.rule.title_or_name for price in those]
            yield Text()
            yield shown(words.say(language, count=len(names), names=names, tiers=proved))


def _price(
    price: RulePrice, first: TierPrice | None, titles: dict[str, str], language: Language
) -> str:
    if not price.tiers:
        remark = price.answer.remark if price.answer else None
        return (remark or NO_ANSWER).say(language)
    if first is not None:
        return f"{titles[first.tier]} {decimal(first.price, 2)}"
    if price.open_to_doubt is None:
        return "0"
    return f"≤ {'、'.join(_at_most(price, titles))}"


def _proof(price: RulePrice, language: Language) -> str:
    if not price.tiers:
        return ""
    return (PROVED if price.open_to_doubt is None else NOT_PROVED).say(language)
