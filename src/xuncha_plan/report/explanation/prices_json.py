"""What rules cost, as JSON."""

from xuncha_plan.model import Language
from xuncha_plan.report.diff.json import number
from xuncha_plan.report.explanation.json import FORMAT_VERSION, answer_of, rule_of
from xuncha_plan.report.explanation.prices import Prices, RulePrice, TierPrice
from xuncha_plan.report.json_text import json_text


def prices_json(prices: Prices, language: Language) -> str:
    """One document: the best plan found with all rules, and each rule's price, dearest first."""
    document = {
        "format_version": FORMAT_VERSION,
        "standing": answer_of(prices.standing),
        "proved_tiers": list(prices.proved()),
        "prices": [_price(price, prices, language) for price in prices.ranked()],
    }
    return json_text(document)


def _price(price: RulePrice, prices: Prices, language: Language) -> dict[str, object]:
    first, remark = price.first, price.answer.remark if price.answer else None
    is_free = prices.costs_nothing(price)
    return {
        **rule_of(price.rule, price.rule.word),
        "answered": price.is_free or bool(price.tiers),
        "costs_nothing": is_free,
        "free_in_proved_tiers": price.is_free,
        "proved": is_free or (bool(price.tiers) and price.open_to_doubt is None),
        "first_tier": first.tier if first else None,
        "price": 0 if is_free else number(first.price if first else None),
        "breach": number(price.breach),
        "tiers": [_tier(one) for one in price.tiers],
        "remark": None if remark is None else remark.say(language),
    }


def _tier(one: TierPrice) -> dict[str, object]:
    return {
        "id": one.tier,
        "with": number(one.with_it),
        "bound_with": number(one.bound_with),
        "without": number(one.without),
        "bound_without": number(one.bound_without),
        "price": number(one.price),
        "highest": number(one.highest),
        "proved": one.is_proved,
    }
